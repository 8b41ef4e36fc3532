"""What the store costs: CPU of one update's four transactions, on both databases.

Every update is received, begun, left and finished on one of 5,000 chats at random. The unit of
comparison is a bare commit of the same driver (one statement in one transaction, no SQLAlchemy)
in the same run, since absolute numbers are the machine's.
"""

import asyncio
import itertools
import random
import sqlite3
import tempfile
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import asyncpg

from store import Seal, Store, dialogs, inbox, links
from store.dialogs import Begun, Message
from store.inbox import Incoming
from tests.postgres import find_binaries, launch, remove

CHATS = 5_000
SECONDS = 4.0
BUDGET_MS = 3.0

Update = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Cost:
    updates_per_second: float
    cpu_ms: float
    p50_ms: float
    p99_ms: float


async def measure(update: Update, at_once: int, seconds: float) -> Cost:
    """CPU is this process's alone, all its threads: a server's work is not in it."""
    took: list[float] = []
    end = time.perf_counter() + seconds

    async def worker() -> None:
        while (start := time.perf_counter()) < end:
            await update()
            took.append(time.perf_counter() - start)

    cpu, began = time.process_time(), time.perf_counter()
    await asyncio.gather(*(worker() for _ in range(at_once)))
    cpu, elapsed = time.process_time() - cpu, time.perf_counter() - began
    took.sort()
    return Cost(
        len(took) / elapsed,
        1000 * cpu / len(took),
        1000 * took[len(took) // 2],
        1000 * took[int(len(took) * 0.99)],
    )


class Load:
    """Updates of a linked chat: a tap on a button that is edited into the next screen."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.numbers = itertools.count(1)
        self.idle = list(range(1, CHATS + 1))
        self.payload = b'{"update_id":1,"callback_query":{}}' * 12
        self.draft = b'{"number":"+380441234567"}'

    async def prepare(self) -> None:
        for chat in self.idle:
            await self.store.run(
                links.add,
                chat_id=chat,
                user_id=chat,
                i_account=chat,
                number=f"1206{chat:07}",
                login=f"login{chat}",
                name="Ada",
                via="password",
                tokens=self.store.seal.seal(self.payload),
                zone="Europe/Kyiv",
                currency="USD",
                now=self.store.clock(),
            )
            await self.store.run(dialogs.put_message, self._shown(chat, "r"))

    async def update(self) -> None:
        """One that nobody else works on: here the cost is asked for, not the waiting."""
        chat = self.idle.pop(random.randrange(len(self.idle)))
        run, clock, seal = self.store.run, self.store.clock, self.store.seal.seal
        number = next(self.numbers)
        await run(inbox.receive, [Incoming(number, chat, seal(self.payload))], clock())
        begun = await run(
            dialogs.begin, chat, number, owner="bench", now=clock(), lease_seconds=30, message_id=1
        )
        assert isinstance(begun, Begun)
        (link,) = begun.links
        assert link.tokens is not None
        self.store.seal.unseal(link.tokens)
        assert await run(
            dialogs.leave,
            chat,
            begun.fence,
            number,
            message=(1, "r"),
            draft=seal(self.draft),
            next_question="q",
            now=clock(),
        )
        assert await run(
            dialogs.finish,
            chat,
            begun.fence,
            number,
            put=[self._shown(chat, "r")],
            chat={"draft": None, "live_message_id": 1},
            now=clock(),
        )
        self.idle.append(chat)

    def _shown(self, chat: int, revision: str) -> Message:
        screen = {"area": "voicemail", "screen": "inbox", "args": {"page": 2}}
        actions = [["delete", {"id": number}] for number in range(6)]
        return Message(chat, 1, revision, chat, screen, actions, self.store.clock())


@asynccontextmanager
async def bare_sqlite(path: Path) -> AsyncIterator[Update]:
    conn = sqlite3.connect(path, isolation_level=None)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = NORMAL")
    conn.execute("CREATE TABLE bare (id INTEGER PRIMARY KEY, n INTEGER)")
    conn.executemany("INSERT INTO bare VALUES (?, 0)", [(n,) for n in range(CHATS)])

    async def commit() -> None:
        conn.execute("BEGIN IMMEDIATE")
        conn.execute("UPDATE bare SET n = n + 1 WHERE id = ?", (random.randrange(CHATS),))
        conn.execute("COMMIT")

    yield commit
    conn.close()


@asynccontextmanager
async def bare_postgres(url: str) -> AsyncIterator[Update]:
    async with asyncpg.create_pool(url, min_size=16, max_size=16) as pool:
        await pool.execute("CREATE TABLE bare (id BIGINT PRIMARY KEY, n BIGINT)")
        await pool.executemany("INSERT INTO bare VALUES ($1, 0)", [(n,) for n in range(CHATS)])

        async def commit() -> None:
            async with pool.acquire() as conn, conn.transaction():
                number = random.randrange(CHATS)
                await conn.execute("UPDATE bare SET n = n + 1 WHERE id = $1", number)

        yield commit


async def compare(name: str, url: str, bare: Update, seconds: float) -> None:
    store = Store(url, Seal("benchmark"), clock=lambda: datetime.now(UTC))
    await store.open()
    load = Load(store)
    await load.prepare()
    await measure(load.update, 16, seconds / 4)  # statements are compiled and prepared
    for at_once in (1, 16):
        commit = await measure(bare, at_once, seconds / 4)
        cost = await measure(load.update, at_once, seconds)
        print(
            f"{name:<11} {at_once:>7} {cost.updates_per_second:>9.0f} {cost.p50_ms:>7.1f} "
            f"{cost.p99_ms:>7.1f} {cost.cpu_ms:>7.2f} {commit.cpu_ms:>12.3f} "
            f"{cost.cpu_ms / commit.cpu_ms:>7.1f}  {'ok' if cost.cpu_ms <= BUDGET_MS else 'OVER'}"
        )
    await store.close()


async def run(seconds: float) -> None:
    print("One update in the store: received, begun, left, finished (four transactions).")
    print(
        "database    at once updates/s  p50 ms  p99 ms  CPU ms  bare commit   ratio  "
        f"(budget {BUDGET_MS} CPU ms)"
    )
    with tempfile.TemporaryDirectory() as folder:
        async with bare_sqlite(Path(folder) / "bare.db") as bare:
            await compare("SQLite", f"sqlite:///{folder}/selfcare.db", bare, seconds)
    binaries = find_binaries()
    if binaries is None:
        print("PostgreSQL  its server binaries are not installed")
        return
    server = await asyncio.to_thread(launch, binaries)
    try:
        url = await server.copy()
        async with bare_postgres(url) as bare:
            await compare("PostgreSQL", url, bare, seconds)
    finally:
        remove(server)


def main(seconds: float = SECONDS) -> None:
    try:
        import uvloop
    except ImportError:
        asyncio.run(run(seconds))
    else:
        with closing(asyncio.Runner(loop_factory=uvloop.new_event_loop)) as runner:
            runner.run(run(seconds))


if __name__ == "__main__":
    main()
