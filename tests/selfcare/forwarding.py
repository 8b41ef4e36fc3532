"""What the tests of forwarding share: a fixed hour, and the line as the provider has it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from tests.harness.world import World

NEW_YORK = ZoneInfo("America/New_York")
WRITES = frozenset(
    {
        "update_service_features",
        "update_account_followme",
        "add_followme_number",
        "update_followme_number",
        "delete_followme_number",
    }
)


def monday_noon(world: World) -> None:
    """Set the bot's clock to the next Monday, 12:00 where Alice lives."""
    now = datetime.now(UTC).astimezone(NEW_YORK)
    day = now.date() + timedelta(days=(-now.weekday()) % 7 or 7)
    noon = datetime.combine(day, time(12), NEW_YORK)
    world.clock.offset = noon - datetime.now(UTC)


def line_of(world: World, login: str = "alice") -> dict[str, Any]:
    """Forwarding as the switch has it: mode, answering, numbers without their ids."""
    account = world.provider.switch.with_login(login)
    assert account is not None
    mode = account.own_features.get("forward_mode")
    answer = account.own_features.get("default_action")
    return {
        "mode": mode.flag if mode else None,
        "answer": answer.flag if answer else None,
        "timeout": (answer.values.get("timeout") if answer else None),
        "sequence": account.followme["sequence"] if account.followme else None,
        "numbers": [
            {key: value for key, value in row.items() if key != "i_follow_me_number"}
            for row in sorted(account.numbers, key=lambda row: row["i_follow_order"])
        ],
    }


async def writes(world: World) -> list[str]:
    """The changes that the provider received, in order."""
    return [call["method"] for call in await world.desk.log() if call["method"] in WRITES]
