"""The leader: one of a kind over all replicas, and it knows when it no longer is."""

import asyncio
import signal
import sys
from pathlib import Path

import pytest

from store import Seal, Store, postgres
from tests.store.conftest import KEY, Clock, Replica
from tests.store.test_postgres import cut_all_connections

ROOT = Path(__file__).parents[2]


async def test_only_one_leads(replica: Replica) -> None:
    one, two = await replica(), await replica()
    first = await one.leader("poller")
    assert first is not None
    assert first.held
    assert await two.leader("poller") is None
    assert await one.leader("poller") is None

    await first.release()
    await asyncio.wait_for(first.lost(), 1)
    second = await two.leader("poller")
    assert second is not None
    await second.release()


async def test_leaders_of_different_kinds_do_not_meet(store: Store) -> None:
    poller, sender = await store.leader("poller"), await store.leader("sender")
    assert poller is not None
    assert sender is not None
    await poller.release()
    await sender.release()


async def test_a_leader_leads_for_a_block(replica: Replica) -> None:
    one, two = await replica(), await replica()
    first = await one.leader("poller")
    assert first is not None
    async with first:
        assert await two.leader("poller") is None
    second = await two.leader("poller")
    assert second is not None
    await second.release()


async def test_a_leader_whose_connection_is_cut_knows_it(postgres_url: str, clock: Clock) -> None:
    store = Store(postgres_url, Seal(KEY), clock=clock)
    await store.open()
    lead = await store.leader("poller")
    assert lead is not None
    await cut_all_connections(postgres_url)
    await asyncio.wait_for(lead.lost(), 2)
    assert not lead.held
    again = await store.leader("poller")
    assert again is not None
    await again.release()
    await lead.release()
    await store.close()


async def test_a_leader_whose_server_is_silent_gives_up(
    postgres_url: str, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(postgres, "HEARTBEAT_SECONDS", 0.1)
    async with Gate(postgres_url) as gate:
        store = Store(gate.url, Seal(KEY), clock=clock)
        await store.open()
        lead = await store.leader("poller")
        assert lead is not None
        await asyncio.sleep(0.5)
        assert lead.held, "heartbeats are answered"
        gate.silent = True
        await asyncio.wait_for(lead.lost(), 2)
        gate.silent = False
        await lead.release()
        await store.close()


class Gate:
    """A way to the server that can fall silent without a word, as a cut cable does."""

    def __init__(self, url: str) -> None:
        self._port = int(url.partition("127.0.0.1:")[2].partition("/")[0])
        self._target = url
        self.silent = False
        self._tasks: set[asyncio.Task[None]] = set()

    async def __aenter__(self) -> "Gate":
        self._server = await asyncio.start_server(self._connected, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        self.url = self._target.replace(str(self._port), str(port))
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        there, back = await asyncio.open_connection("127.0.0.1", self._port)
        for source, sink in ((reader, back), (there, writer)):
            self._tasks.add(asyncio.create_task(self._pass_on(source, sink)))

    async def _pass_on(self, source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
        while data := await source.read(65536):
            if not self.silent:
                sink.write(data)
        sink.close()


SCRIPT = """
import asyncio, sys
from datetime import UTC, datetime
from store import Seal, Store

async def lead():
    store = Store(sys.argv[1], Seal("key"), clock=lambda: datetime.now(UTC))
    await store.open()
    leader = await store.leader("poller")
    print("leading" if leader else "following", flush=True)
    await asyncio.sleep(60)

asyncio.run(lead())
"""


async def test_a_killed_leaders_place_is_free_at_once(store: Store, url: str) -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-c", SCRIPT, url, cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    assert await asyncio.wait_for(process.stdout.readline(), 30) == b"leading\n"
    assert await store.leader("poller") is None
    process.send_signal(signal.SIGKILL)
    await process.wait()
    for _ in range(100):  # PostgreSQL notices within moments
        if (lead := await store.leader("poller")) is not None:
            break
        await asyncio.sleep(0.05)
    assert lead is not None
    await lead.release()
