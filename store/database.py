"""The store: opens, migrates and runs transactions, the same on SQLite and on PostgreSQL."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from sqlalchemy import Connection, func, inspect, literal, select
from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DataError,
    DBAPIError,
    IntegrityError,
    ProgrammingError,
)

from store.errors import StoreError, StoreOutdated
from store.leader import Leader
from store.schema import REVISION, REVISION_QUERY
from store.seal import Seal
from store.sqlite import SqliteRunner

P = ParamSpec("P")
T = TypeVar("T")

# Our own mistakes, which no operator can mend: they pass as what they are.
_BUGS = (DataError, IntegrityError, ProgrammingError)

HEALTH_SECONDS = 2.0

_ONE = select(literal(1))


class Runner(Protocol):
    """What a database must be able to do; its `outages` are reported as `StoreError`."""

    @property
    def outages(self) -> tuple[type[Exception], ...]: ...

    async def open(self) -> None: ...
    async def close(self) -> None: ...
    async def run(self, work: Callable[[Connection], T]) -> T: ...
    async def migrate(self, work: Callable[[Connection], T]) -> T: ...
    async def leader(self, name: str) -> Leader | None: ...
    async def scrub(self) -> None: ...


class Store:
    """`url`: ``sqlite:///var/selfcare.db`` or ``postgresql://user:password@host/name``."""

    def __init__(self, url: str, seal: Seal, *, clock: Callable[[], datetime]) -> None:
        self.seal = seal
        self.clock = clock
        try:
            parsed = make_url(url)
        except ArgumentError:
            raise ValueError("The database's address is none: see SELFCARE_DATABASE_URL.") from None
        backend = parsed.get_backend_name()
        self._runner: Runner
        if backend == "sqlite":
            self._runner = SqliteRunner(parsed)
        elif backend in ("postgresql", "postgres"):
            # Its drivers take 0.15 s and 12 MB, which the embedded bot has no use for.
            from store.postgres import PostgresRunner

            self._runner = PostgresRunner(parsed)
        else:
            raise ValueError(f"A {backend} database is not supported: use sqlite or postgresql.")

    @property
    def embedded(self) -> bool:
        """One process with its SQLite file; otherwise there may be other replicas."""
        return isinstance(self._runner, SqliteRunner)

    async def open(self) -> None:
        """Raises `StoreOutdated` where the operator must migrate, else `StoreError`.

        SQLite and empty databases are migrated here. A PostgreSQL database may be in use by
        replicas of the older program, so its operator chooses the moment.
        """
        await self._reporting(self._runner.open())
        try:
            await self._to_newest_revision()
        except BaseException:
            await self._runner.close()
            raise

    async def close(self) -> None:
        await self._runner.close()

    async def look(self) -> datetime | None:
        """What `open` would find, changing nothing: its errors, and else the database's clock.

        None for an embedded one, whose clock is ours. For `check`; the store need not be open.
        """
        await self._reporting(self._runner.open())
        try:
            self._refuse(await self.run(_revision))
            return None if self.embedded else await self.run(_now)
        finally:
            await self._runner.close()

    async def _to_newest_revision(self) -> None:
        revision = await self.run(_revision)
        self._refuse(revision)
        if revision != REVISION:
            await self.migrate()

    def _refuse(self, revision: str | None) -> None:
        """Raises where the database is of another program than this, and not ours to migrate."""
        if revision is None or (self.embedded and revision < REVISION):
            return
        if revision < REVISION:
            raise StoreOutdated(
                f"The database is at revision {revision}, this program needs {REVISION}: "
                "run python -m bot migrate"
            )
        if revision > REVISION:
            raise StoreError(
                f"The database is at revision {revision}, but this program knows {REVISION} "
                "as the newest: run the newer program"
            )

    async def migrate(self) -> None:
        """To the newest revision, in one transaction; several at once wait for each other.

        The store need not be open for it: `open` refuses an older PostgreSQL database.
        """
        # Alembic takes 0.2 s to import, and almost no start needs it.
        from store.migrate import upgrade

        await self._reporting(self._runner.migrate(upgrade))

    async def run(
        self, fn: Callable[Concatenate[Connection, P], T], /, *args: P.args, **kw: P.kwargs
    ) -> T:
        """``fn(conn, *args, **kw)`` as one transaction.

        It is committed when `fn` returns and rolled back when it raises. `fn` may be called
        again if the connection was lost before the commit, so it has no effect but on `conn`.
        """
        return await self._reporting(self._runner.run(lambda conn: fn(conn, *args, **kw)))

    async def healthy(self) -> bool:
        """Does the database answer at all, within two seconds? For `/health`."""
        try:
            async with asyncio.timeout(HEALTH_SECONDS):
                await self.run(_answers)
        except (StoreError, TimeoutError):
            return False
        return True

    async def scrub(self) -> None:
        """After an erasure: what was deleted does not linger in a file. Takes a while."""
        await self._reporting(self._runner.scrub())

    async def leader(self, name: str) -> Leader | None:
        """The only one of this name over all replicas; None while another one is.

        ``async with leader:`` gives it up at the end; `Leader.lost` tells when it was taken away.
        """
        return await self._reporting(self._runner.leader(name))

    async def _reporting(self, work: Awaitable[T]) -> T:
        """Every outage of the database is one error to those above."""
        try:
            return await work
        except _BUGS:
            raise
        except self._runner.outages as error:
            raise StoreError(_reason(error)) from error


def _revision(conn: Connection) -> str | None:
    if not inspect(conn).has_table("alembic_version"):
        return None
    return conn.execute(REVISION_QUERY).scalar_one_or_none()


def _now(conn: Connection) -> datetime:
    return conn.execute(select(func.now())).scalar_one()


def _answers(conn: Connection) -> None:
    conn.execute(_ONE)


def _reason(error: BaseException) -> str:
    """The driver's words alone: SQLAlchemy would add the statement with its parameters."""
    cause = error.orig if isinstance(error, DBAPIError) and error.orig is not None else error
    return f"{type(cause).__name__}: {cause}"
