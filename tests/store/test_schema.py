"""Migrations: they make exactly the tables that the program thinks there are."""

import asyncio
import sqlite3
import subprocess
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
from sqlalchemy import Connection, create_engine, text

from store import Seal, Store, StoreError, StoreOutdated, inbox
from store.migrate import head
from store.schema import REVISION, metadata
from store.seal import Sealed
from tests.postgres import Server
from tests.store.conftest import Clock, Replica


def open_store(url: str) -> Store:
    return Store(url, Seal("key"), clock=lambda: datetime.now(UTC))


def drop_revision(conn: Connection) -> None:
    conn.execute(text("DROP TABLE IF EXISTS alembic_version"))


def set_revision(conn: Connection, revision: str) -> None:
    conn.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def test_the_program_knows_its_newest_migration() -> None:
    assert head() == REVISION


async def test_migrations_make_the_schema_on_sqlite(tmp_path: Path) -> None:
    migrated, made = tmp_path / "migrated.db", tmp_path / "made.db"
    store = open_store(f"sqlite:///{migrated}")
    await store.open()
    await store.close()
    engine = create_engine(f"sqlite:///{made}")
    metadata.create_all(engine)
    engine.dispose()

    assert sqlite_schema(migrated) == sqlite_schema(made)


def sqlite_schema(path: Path) -> dict[str, str]:
    """Each table's and index's statement, without its white space."""
    query = (
        "SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name <> 'alembic_version'"
    )
    with sqlite3.connect(path) as conn:
        return {name: " ".join(sql.split()) for name, sql in conn.execute(query)}


async def test_migrations_make_the_schema_on_postgres(
    postgres: Server, empty_postgres_url: str
) -> None:
    store = open_store(empty_postgres_url)
    await store.open()
    migrated = dump(postgres, empty_postgres_url)

    def make(conn: Connection) -> None:
        metadata.drop_all(conn)
        metadata.create_all(conn)

    await store.run(make)
    await store.close()

    assert "CREATE TABLE public.inbox" in migrated
    assert migrated == dump(postgres, empty_postgres_url)


def dump(server: Server, url: str) -> str:
    command = [
        str(server.binaries / "pg_dump"),
        "--schema-only",
        "--exclude-table=alembic_version",
        url,
    ]
    printed = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    # Newer versions print a random key to guard the file against injected commands.
    return "\n".join(line for line in printed.splitlines() if not line.startswith("\\"))


@pytest.mark.parametrize("at_once", [1, 4])
async def test_an_empty_postgres_is_migrated_at_the_first_start(
    empty_postgres_url: str, at_once: int
) -> None:
    stores = [open_store(empty_postgres_url) for _ in range(at_once)]
    await asyncio.gather(*(store.open() for store in stores))
    for store in stores:
        assert await store.run(inbox.pending, limit=1) == []
        await store.close()


@pytest.fixture(params=["sqlite", "postgres"])
def new_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A database that nobody has opened yet."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new' / 'selfcare.db'}"
    return str(request.getfixturevalue("empty_postgres_url"))


async def test_an_operator_migrates_before_anything_is_open(new_url: str) -> None:
    migrated = open_store(new_url)
    await migrated.migrate()
    await migrated.close()
    store = open_store(new_url)
    await store.open()
    assert await store.run(inbox.pending, limit=1) == []
    await store.close()


async def test_an_older_postgres_waits_for_its_operator(postgres_url: str) -> None:
    store = open_store(postgres_url)
    await store.open()
    await store.run(set_revision, "0000")
    try:
        with pytest.raises(StoreOutdated, match="python -m bot migrate"):
            await open_store(postgres_url).open()
        with pytest.raises(StoreOutdated, match="python -m bot migrate"):
            await open_store(postgres_url).look()
    finally:
        await store.run(set_revision, REVISION)
        await store.close()


async def test_a_look_tells_the_servers_time_and_makes_nothing(empty_postgres_url: str) -> None:
    moment = await open_store(empty_postgres_url).look()

    assert moment is not None
    assert abs(datetime.now(UTC) - moment) < timedelta(seconds=5)
    assert await tables(empty_postgres_url) == []


async def tables(url: str) -> list[str]:
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    return [row["tablename"] for row in rows]


async def test_a_newer_database_is_refused(replica: Replica, url: str) -> None:
    store = await replica()
    await store.run(set_revision, "9999")
    try:
        with pytest.raises(StoreError, match="newer program"):
            await open_store(url).open()
        with pytest.raises(StoreError, match="newer program"):
            await open_store(url).look()
    finally:
        await store.run(set_revision, REVISION)


async def test_migrating_again_changes_nothing(store: Store, clock: Clock) -> None:
    await store.run(inbox.receive, [inbox.Incoming(1, 2, Sealed(b"x"))], clock.now)
    await store.migrate()
    assert [p.update_id for p in await store.run(inbox.pending, limit=9)] == [1]


async def test_a_failed_migration_leaves_nothing_half_done(tmp_path: Path) -> None:
    path = tmp_path / "selfcare.db"
    with sqlite3.connect(path) as conn:
        # The last table's name is taken, so the migration fails after many others were made.
        conn.execute("CREATE TABLE operation_key (key INTEGER)")
    with pytest.raises(StoreError):
        await open_store(f"sqlite:///{path}").open()
    assert list(sqlite_schema(path)) == ["operation_key"]


def test_other_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="mysql"):
        open_store("mysql://localhost/selfcare")
