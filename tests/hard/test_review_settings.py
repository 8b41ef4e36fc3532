"""Wrong settings are named at the start, and none of them leaves a door open."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.harness.process import command
from tests.harness.world import World


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"events_password": None}, "Please set SELFCARE_EVENTS_PASSWORD"),
        ({"admin_token": None}, "Please set SELFCARE_ADMIN_TOKEN"),
        ({"webhook_secret": "long enough, but not allowed"}, "SELFCARE_WEBHOOK_SECRET: "),
        ({"listen": "8090 please"}, "SELFCARE_LISTEN: "),
        ({"low_balance": "five"}, "SELFCARE_LOW_BALANCE: "),
        ({"low_balance": "NaN"}, "SELFCARE_LOW_BALANCE: "),
        ({"database_url": "selfcare.db"}, "SELFCARE_DATABASE_URL"),
    ],
)
async def test_a_wrong_setting_is_named_and_its_value_is_not(
    world: World, tmp_path: Path, changes: dict[str, str | None], said: str
) -> None:
    ended = await command(world, tmp_path, "run", **changes)

    assert ended.status in (1, 2)
    assert said in ended.err
    assert "Traceback" not in ended.err
    for value in changes.values():
        assert value is None or value not in ended.err
