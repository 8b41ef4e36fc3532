"""What the tests of forwarding share: a fixed hour, and the line as the provider has it."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.provider.features import own
from sandbox.provider.model import OwnFeature
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
    account = world.account(login)
    answer = own(account, "default_action")
    return {
        "mode": own(account, "forward_mode").flag,
        "answer": answer.flag,
        "timeout": answer.values["timeout"],
        "numbers": [
            {key: value for key, value in row.items() if key != "i_follow_me_number"}
            for row in sorted(account.numbers, key=lambda row: row["i_follow_order"])
        ],
    }


def rows_of(world: World, login: str = "alice") -> list[dict[str, Any]]:
    """The switch's own rows, to change behind the bot's back."""
    return world.account(login).numbers


async def writes(world: World) -> list[str]:
    """The changes that the provider received, in order."""
    return [call["method"] for call in await world.desk.log() if call["method"] in WRITES]


def has_list(world: World, *numbers: str, login: str = "alice") -> None:
    """Put the line into follow-me with these numbers, each always active for 20 seconds."""
    switch, account = world.provider.switch, world.account(login)
    account.own_features["forward_mode"] = OwnFeature(
        "Y", dict(own(account, "forward_mode").values)
    )
    parent = next(switch.ids.follow_me)
    account.followme = {
        "i_follow_me": parent,
        "i_account": account.i_account,
        "sequence": "Order",
        "timeout": 30,
        "max_forwards": None,
        "period": "Always",
    }
    account.numbers[:] = [
        {
            "i_follow_me_number": next(switch.ids.follow_me_number),
            "i_follow_me": parent,
            "i_account": account.i_account,
            "redirect_number": number,
            "i_follow_order": order,
            "domain": None,
            "active": "Y",
            "timeout": 20,
            "keep_original_cli": "Y",
            "keep_original_cld": "N",
            "use_tcp": "N",
            "max_sim_calls": None,
            "name": "",
            "period": "Always",
            "period_description": "Always",
            "weight": 0.0,
        }
        for order, number in enumerate(numbers, start=1)
    ]
