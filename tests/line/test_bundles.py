"""Add-ons, and those that end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from line.bundles import addons, running
from locales import Reader
from portaswitch import parse

NOW = datetime(2026, 11, 18, 12, tzinfo=UTC)
READER = Reader("en", UTC, NOW)


def addon(name: str, ends: timedelta | None = None, **more: Any) -> dict[str, Any]:
    end = f"{NOW + ends:%Y-%m-%d %H:%M:%S}" if ends is not None else None
    return {"i_product": 1, "name": name, "addon_effective_to": end, **more}


def test_what_has_ended_or_is_hidden_is_not_shown() -> None:
    info = parse.account_info(
        {
            "i_account": 1,
            "id": "1",
            "assigned_addons": [
                addon("Open"),
                addon("Over", timedelta(hours=-1)),
                addon("Secret", timedelta(days=3), hidden="Y"),
                addon("Week", timedelta(days=6, hours=23)),
                addon("Today", timedelta(hours=5)),
            ],
        },
        {},
    )

    assert [one.name for one in addons(info, NOW)] == ["Open", "Week", "Today"]
    assert {READER.say(name): READER.say(until) for name, until in running(info, NOW).items()} == {
        "Week": "until 25 Nov, 11:00, 6 days left",
        "Today": "until today 17:00",
    }
