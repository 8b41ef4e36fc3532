"""What crosses the wires: only documented calls, and only to the addresses that were configured."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

import pytest

from tests.chat.conftest import judge, misfits, wrong_requests
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World

__all__ = ["judge"]

STORY = """
/menu
[Calls]
[Home]
[Voicemail]
[Home]
[Dashboard]
/recharge
4411
4411 2233 99
[Redeem …3399]
/help
/language
[Українська]
/language
[English]
vocher
no such words at all
/forward
/cancel
/alerts
/unknown_command
/menu
[Refresh]
[Billing]
"""


async def walk(user: ChatUser, desk: Desk) -> None:
    """Through everything that a subscriber finds, and some of what goes wrong."""
    await desk.voucher("4411223399", "10.00")
    await desk.voicemail("12065550999")
    for move in STORY.split("\n"):
        if not move:
            continue
        try:
            await user.moves(move)
        except AssertionError:
            assert move.startswith("["), move  # a button that another version does not show
    await desk.fault("*", "silent_before", times=2)
    await user.moves("/menu")
    await desk.mend()
    await desk.expire(refresh=True)
    await user.moves("/menu")


async def test_all_traffic_of_a_long_story_is_as_telegram_documents_it(
    judge: ModuleType, quick: World, alice: ChatUser
) -> None:
    await walk(alice, quick.desk)
    await quick.http.post(f"{quick.chat_server.url}/control/redeliver", json={"last": 5})
    await alice.block()
    await alice.block(blocked=False)
    await alice.say("/start")
    traffic = await quick.traffic()

    assert len(traffic["calls"]) > 60
    assert len(traffic["updates"]) > 25
    assert wrong_requests(judge, traffic) == []
    assert misfits(traffic) == []
    refusals = {
        call["error"]["description"] for call in traffic["calls"] if call.get("error") is not None
    }
    # A redraw may find that nothing has changed; a restarted poll ends the one before it.
    known = ("not modified", "Conflict", "blocked")
    assert all(any(word in one for word in known) for one in refusals), refusals


@pytest.fixture
def connected(monkeypatch: pytest.MonkeyPatch) -> Iterator[set[tuple[str, int]]]:
    """Every address that anything in this process connects to or asks the name of."""
    seen: set[tuple[str, int]] = set()
    connect, connect_ex = socket.socket.connect, socket.socket.connect_ex

    def noted(original: Any) -> Any:
        def call(self: socket.socket, address: Any) -> Any:
            if self.family in (socket.AF_INET, socket.AF_INET6):
                seen.add((address[0], address[1]))
            return original(self, address)

        return call

    def named(host: Any, port: Any, *args: Any, **more: Any) -> Any:
        seen.add((str(host), int(port or 0)))
        return resolve(host, port, *args, **more)

    resolve = socket.getaddrinfo
    monkeypatch.setattr(socket.socket, "connect", noted(connect))
    monkeypatch.setattr(socket.socket, "connect_ex", noted(connect_ex))
    monkeypatch.setattr(socket, "getaddrinfo", named)
    yield seen


async def test_the_bot_talks_only_to_the_addresses_it_was_given(
    connected: set[tuple[str, int]], quick: World, alice: ChatUser
) -> None:
    connected.clear()
    await quick.restart()
    await walk(alice, quick.desk)

    servers = (quick.chat_server.url, quick.provider.url, quick.provider.admin_url)
    allowed = {
        (str(parts.hostname), int(parts.port or 0))
        for parts in (urlsplit(str(url)) for url in servers)
    }
    assert connected
    assert connected <= allowed
