"""Many mixed calls at once leave nothing behind. `python -m benchmarks.soak` makes ten thousand."""

from __future__ import annotations

from benchmarks.soak import soak
from sandbox.provider.server import Config
from tests.portaswitch.conftest import running


async def test_mixed_calls_at_200_in_flight_leak_nothing() -> None:
    async with running(Config()) as desk:
        subscriber = await desk.subscriber()

        rounds = await soak(
            desk.url, "alice", subscriber["password"], calls=400, rounds=3, in_flight=200
        )

    _, second, third = rounds
    assert third.sockets <= second.sockets
    assert third.tasks <= second.tasks
    assert third.ours <= second.ours
    assert {one.outcomes["ok"] for one in rounds} == {300}
    assert {one.outcomes["Rejected"] for one in rounds} == {50}
    assert {one.outcomes["SessionExpired"] for one in rounds} == {50}
