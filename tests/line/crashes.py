"""Dying in the middle of a change, and looking at what is left of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC
from typing import Any

from line.route import Route, route
from portaswitch import Account
from sandbox.provider.model import Account as SwitchAccount

from .conftest import NOW


class Crash(Exception):
    """The bot is gone."""


class Crashing:
    """An account whose caller dies right after the write that `lives` counts down to."""

    def __init__(self, account: Account, lives: int) -> None:
        self._account = account
        self._lives = lives

    def __getattr__(self, name: str) -> Any:
        call = getattr(self._account, name)
        if name.startswith("get_"):
            return call

        async def write(*args: Any, **kwargs: Any) -> Any:
            answer = await call(*args, **kwargs)
            self._lives -= 1
            if self._lives < 0:
                raise Crash
            return answer

        return write


class Bookmark:
    """What the engine would have stored."""

    def __init__(self) -> None:
        self.step = 0
        self.told: list[int] = []

    async def __call__(self, step: int) -> None:
        self.step = step
        self.told.append(step)


def state(alice: SwitchAccount) -> dict[str, Any]:
    """Everything about forwarding that the switch keeps, without the ids it assigns."""
    record = alice.followme
    return {
        "features": {
            name: (own.flag, own.values)
            for name, own in alice.own_features.items()
            if name in ("forward_mode", "default_action")
        },
        "record": record and {key: record[key] for key in ("sequence", "timeout", "max_forwards")},
        "numbers": sorted(
            (
                {key: row[key] for key in row if not key.startswith("i_follow_me")}
                for row in alice.numbers
            ),
            key=lambda row: int(row["i_follow_order"]),
        ),
    }


def same_state(before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """A follow-me record that was not there cannot be deleted, and stock values become own ones."""
    stock: dict[str, tuple[str, dict[str, Any]]] = {
        "forward_mode": ("~", {}),
        "default_action": ("7", {}),
    }
    features = {
        name: (
            before["features"].get(name, stock[name])[0],
            after["features"].get(name, stock[name])[0],
        )
        for name in stock
    }
    timeouts = [
        side["features"].get("default_action", ("7", {}))[1].get("timeout", ["30"])
        for side in (before, after)
    ]
    return (
        all(was == now for was, now in features.values())
        and timeouts[0] == timeouts[1]
        and before["record"] in (None, after["record"])
        and before["numbers"] == after["numbers"]
    )


async def way_of_a_call(account: Account) -> Route:
    """What happens to a call at this instant."""
    way = route(
        await account.get_service_features(),
        await account.get_account_followme(),
        at=NOW.replace(hour=10),
        zone=UTC,
    )
    assert way is not None
    return way


async def finds_somebody(account: Account) -> bool:
    """Whether a call rings, is forwarded, or reaches voicemail."""
    return (await way_of_a_call(account)).answered
