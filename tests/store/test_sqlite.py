"""The embedded database: one file, which survives kills, fills up, and gives nothing away."""

import asyncio
import sqlite3
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event

from store import Seal, Store, StoreError, dialogs, inbox, links
from store.inbox import Incoming
from tests.store.conftest import KEY, Clock
from tests.store.samples import CHAT, incoming, link

ROOT = Path(__file__).parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "var" / "selfcare.db"


def store_at(path: Path, clock: Clock) -> Store:
    return Store(f"sqlite:///{path}", Seal(KEY), clock=clock)


async def test_the_database_is_for_our_eyes_only(path: Path, clock: Clock) -> None:
    store = store_at(path, clock)
    await store.open()
    await link(store)
    files = list(path.parent.iterdir())
    assert {file.name for file in files} >= {"selfcare.db", "selfcare.db-wal"}
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    await store.close()


def readable_by_all(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    path.chmod(0o644)


async def test_a_copy_that_everybody_could_read_becomes_ours(path: Path, clock: Clock) -> None:
    readable_by_all(path)
    store = store_at(path, clock)
    await store.open()
    await link(store)
    assert {stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()} == {0o600}
    await store.close()


async def test_nothing_sealed_can_be_read_in_the_files(path: Path, clock: Clock) -> None:
    store = store_at(path, clock)
    await store.open()
    secret = b"the password is hunter2"
    await store.run(inbox.receive, [Incoming(1, CHAT, store.seal.seal(secret))], clock.now)
    await link(store, tokens=store.seal.seal(secret))

    def bytes_on_disk() -> bytes:
        return b"".join(file.read_bytes() for file in path.parent.iterdir())

    assert b"login1" in bytes_on_disk(), "or we look in the wrong place"
    assert b"hunter2" not in bytes_on_disk()
    await store.close()
    assert b"login1" in bytes_on_disk()
    assert b"hunter2" not in bytes_on_disk()


async def test_a_killed_writer_loses_nothing_that_it_confirmed(path: Path, clock: Clock) -> None:
    writer = await asyncio.create_subprocess_exec(
        sys.executable,
        *("-m", "tests.store.writer", f"sqlite:///{path}"),
        cwd=ROOT,
        stdout=asyncio.subprocess.PIPE,
    )
    assert writer.stdout is not None
    for _ in range(50):
        assert await asyncio.wait_for(writer.stdout.readline(), 30)
    writer.kill()
    confirmed = 50 + len((await writer.stdout.read()).splitlines())
    await writer.wait()

    store = store_at(path, clock)
    await store.open()
    stored = [p.update_id for p in await store.run(inbox.pending, limit=1_000_000)]
    await store.close()

    # The last one may be stored without its confirmation; a torn line cannot come of so short ones.
    assert stored in (list(range(1, confirmed + 1)), list(range(1, confirmed + 2)))


async def test_a_full_disk_is_told_and_survived(path: Path, clock: Clock) -> None:
    store = store_at(path, clock)
    await store.open()

    def limit_pages(conn: Connection, more: int) -> None:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
        conn.exec_driver_sql(f"PRAGMA max_page_count = {pages + more}")

    await store.run(limit_pages, 2)
    stored: list[int] = []
    with pytest.raises(StoreError, match="full"):
        for number in range(100):
            update = incoming(number, payload=bytes(2000))
            stored += await store.run(inbox.receive, [update], clock.now)
    assert stored
    with pytest.raises(StoreError, match="full"):
        await store.run(inbox.receive, [incoming(1000, payload=bytes(20_000))], clock.now)

    # What was there is there, and once there is room the store goes on by itself.
    assert [p.update_id for p in await store.run(inbox.pending, limit=999)] == stored
    await store.run(limit_pages, 1000)
    late = incoming(1000, payload=bytes(20_000))
    assert await store.run(inbox.receive, [late], clock.now) == [1000]
    await store.close()


async def test_a_database_locked_by_another_program_is_told(path: Path, clock: Clock) -> None:
    store = store_at(path, clock)
    await store.open()
    await store.run(set_busy_timeout, 20)
    other = sqlite3.connect(path, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError, match="locked"):
        await store.run(inbox.receive, [incoming(1)], clock.now)
    assert not await store.healthy()
    other.execute("ROLLBACK")
    other.close()
    assert await store.run(inbox.receive, [incoming(1)], clock.now) == [1]
    assert await store.healthy()
    with pytest.raises(RuntimeError):
        await store.run(receive_and_fail, clock)
    assert await store.run(inbox.receive, [incoming(2)], clock.now) == [2], "was rolled back"
    await store.close()


def receive_and_fail(conn: Connection, clock: Clock) -> None:
    inbox.receive(conn, [incoming(2)], clock.now)
    raise RuntimeError


def set_busy_timeout(conn: Connection, milliseconds: int) -> None:
    conn.exec_driver_sql(f"PRAGMA busy_timeout = {milliseconds}")


@pytest.fixture
def no_database(tmp_path: Path) -> Path:
    path = tmp_path / "letter.txt"
    path.write_text("Something else entirely. " * 100)
    return path


async def test_a_file_that_is_no_database_is_told(no_database: Path, clock: Clock) -> None:
    with pytest.raises(StoreError, match="not a database"):
        await store_at(no_database, clock).open()


async def test_a_folder_that_cannot_be_made_is_told(tmp_path: Path, clock: Clock) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(StoreError):
        await store_at(tmp_path / "file" / "selfcare.db", clock).open()


async def test_a_closed_store_says_so(path: Path, clock: Clock) -> None:
    store = store_at(path, clock)
    with pytest.raises(StoreError, match="closed"):
        await store.run(links.count)
    await store.open()
    await store.close()
    await store.close()
    with pytest.raises(StoreError, match="closed"):
        await store.run(links.count)
    assert not await store.healthy()


async def test_what_is_queued_is_done_before_closing(path: Path, clock: Clock) -> None:
    store = store_at(path, clock)
    await store.open()
    queued = [
        asyncio.ensure_future(store.run(inbox.receive, [incoming(n)], clock.now)) for n in range(50)
    ]
    await asyncio.sleep(0)
    await store.close()
    assert await asyncio.gather(*queued) == [[n] for n in range(50)]


async def test_a_store_in_memory_works_too(clock: Clock) -> None:
    store = Store("sqlite://", Seal(KEY), clock=clock)
    await store.open()
    linked = await link(store)
    assert await store.run(links.get, linked.id) == linked
    await store.close()


async def test_the_unfinished_are_found_by_their_index(path: Path, clock: Clock) -> None:
    """A partial index is used only where the query repeats its condition word for word."""
    store = store_at(path, clock)
    await store.open()
    statements: list[tuple[str, Any]] = []

    def explain(conn: Connection) -> list[str]:
        @event.listens_for(conn.engine, "before_cursor_execute")
        def note(_conn: Any, _cursor: Any, statement: str, parameters: Any, *_: Any) -> None:
            statements.append((statement, parameters))

        inbox.pending(conn, limit=9)
        inbox.pending(conn, limit=9, chat_id=CHAT)
        dialogs.begin(conn, CHAT, 1, owner="me", now=clock.now, lease_seconds=9)
        event.remove(conn.engine, "before_cursor_execute", note)
        return [
            " ".join(
                plan.detail for plan in conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
            )
            for sql, given in statements
            if " inbox" in sql
        ]

    await store.run(inbox.receive, [incoming(1)], clock.now)
    plans = await store.run(explain)
    assert len(plans) == 3
    assert all("ix_inbox_unfinished" in plan for plan in plans), plans
    await store.close()
