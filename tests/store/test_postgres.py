"""The grown database: connections that break, servers that restart."""

import asyncio

import asyncpg
import pytest
from sqlalchemy import Connection, text
from sqlalchemy.engine import make_url

from store import Seal, Store, StoreError, inbox, links
from store.postgres import _for_asyncpg
from tests.postgres import find_binaries, launch, remove
from tests.store.conftest import KEY, Clock
from tests.store.samples import incoming, link, receive


@pytest.fixture
def url(postgres_url: str) -> str:
    return postgres_url


async def cut_all_connections(url: str) -> None:
    conn = await asyncpg.connect(url)
    try:
        await conn.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    finally:
        await conn.close()


async def test_connections_that_died_idle_are_replaced_unnoticed(store: Store, url: str) -> None:
    await asyncio.gather(*(receive(store, n) for n in range(10)))
    await cut_all_connections(url)
    new = await asyncio.gather(*(receive(store, n) for n in range(10, 20)))
    assert new == [[n] for n in range(10, 20)]


async def test_a_transaction_cut_in_the_middle_is_done_again_once(store: Store) -> None:
    calls: list[int] = []

    def cut_off(conn: Connection, times: int) -> list[int]:
        calls.append(1)
        received = inbox.receive(conn, [incoming(1)], store.clock())
        if len(calls) <= times:
            conn.execute(text("SELECT pg_terminate_backend(pg_backend_pid())"))
        return received

    assert await store.run(cut_off, 1) == [1]
    assert len(calls) == 2
    calls.clear()
    with pytest.raises(StoreError):
        await store.run(cut_off, 9)
    assert len(calls) == 2
    assert await store.healthy()


async def test_a_restarted_server_is_an_outage_and_then_over(clock: Clock) -> None:
    binaries = find_binaries()
    assert binaries is not None
    server = await asyncio.to_thread(launch, binaries)
    store = Store(await server.copy(), Seal(KEY), clock=clock)
    try:
        await store.open()
        linked = await link(store)
        await asyncio.to_thread(server.stop)
        with pytest.raises(StoreError):
            await store.run(links.get, linked.id)
        assert not await store.healthy()
        await asyncio.to_thread(server.start)
        assert await store.run(links.get, linked.id) == linked
        assert await store.healthy()
    finally:
        await store.close()
        await asyncio.to_thread(remove, server)


async def test_an_absent_server_is_told(clock: Clock) -> None:
    store = Store("postgresql://nobody@127.0.0.1:1/none", Seal(KEY), clock=clock)
    with pytest.raises(StoreError, match="Connection"):
        await store.open()


async def test_an_unknown_database_is_told_without_the_password(url: str, clock: Clock) -> None:
    address = url.replace("selfcare@", "selfcare:hunter2@").rpartition("/")[0] + "/absent"
    with pytest.raises(StoreError, match="absent") as caught:
        await Store(address, Seal(KEY), clock=clock).open()
    assert "hunter2" not in str(caught.value)


async def test_a_closed_store_waits_for_what_is_under_way(store: Store, url: str) -> None:
    under_way = asyncio.ensure_future(receive(store, 1))
    await asyncio.sleep(0)
    await store.close()
    assert await under_way == [1]
    with pytest.raises(StoreError, match="closed"):
        await receive(store, 2)


def test_the_usual_address_is_understood() -> None:
    address = "postgres://ada:pass@db.example.net:6432/selfcare?sslmode=require"
    url = _for_asyncpg(make_url(address))
    assert url.drivername == "postgresql+asyncpg"
    assert dict(url.query) == {"ssl": "require"}
    assert (url.host, url.port, url.password) == ("db.example.net", 6432, "pass")
