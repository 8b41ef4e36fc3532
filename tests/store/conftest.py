"""The same tests on both databases: `store` is each of them in turn, fresh for every test."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from store import Seal, Store
from tests.postgres import empty_postgres_url, postgres, postgres_url

__all__ = ["empty_postgres_url", "postgres", "postgres_url"]

KEY = "a long and random key, as they should be"


class Clock:
    """Time that moves only when a test says so."""

    def __init__(self) -> None:
        self.now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now

    def forward(self, seconds: float) -> datetime:
        self.now += timedelta(seconds=seconds)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["sqlite", "postgres"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'selfcare.db'}"
    return str(request.getfixturevalue("postgres_url"))


Replica = Callable[[], Awaitable[Store]]


@pytest.fixture
async def replica(url: str, clock: Clock) -> AsyncIterator[Replica]:
    """Opens another store on the same database, as another replica of the program would."""
    async with AsyncExitStack() as opened:

        async def open_another() -> Store:
            store = Store(url, Seal(KEY), clock=clock)
            await store.open()
            opened.push_async_callback(store.close)
            return store

        yield open_another


@pytest.fixture
async def store(replica: Replica) -> Store:
    return await replica()
