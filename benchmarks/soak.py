"""`python -m benchmarks.soak`: 10,000 mixed calls, 200 in flight, and what they leave behind."""

from __future__ import annotations

import asyncio
import gc
import os
from collections import Counter
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

import aiohttp

from benchmarks.bot import alice
from benchmarks.rig import PROVIDER, PROVIDER_URL, answers, running
from portaswitch import Account, Provider, ProviderConfig, ProviderError, Tokens

Call = Callable[[Account, Account], Awaitable[object]]

MIX: tuple[Call, ...] = (
    lambda alice, stranger: alice.get_account_info(),
    lambda alice, stranger: alice.get_service_features(),
    lambda alice, stranger: alice.get_account_followme(),
    lambda alice, stranger: alice.get_mailbox_message_list(),
    lambda alice, stranger: alice.set_mailbox_messages_flag([], "Seen", on=True),
    lambda alice, stranger: alice.get_alias_list(),
    lambda alice, stranger: alice.get_mailbox_message_details("no such message"),
    lambda alice, stranger: stranger.get_account_info(),
)
"""Reads, a write, a refusal, and a session that cannot be renewed."""


@dataclass(frozen=True)
class Round:
    """After its calls: what became of them, and what is still there."""

    outcomes: Counter[str]
    seconds: float
    sockets: int
    tasks: int
    ours: int
    """Objects of the client and of aiohttp's."""
    megabytes: float


async def soak(
    url: str, login: str, password: str, *, calls: int, rounds: int, in_flight: int
) -> list[Round]:
    """`rounds` times `calls`, equally many of each kind. What leaks grows from round to round."""
    provider = Provider(ProviderConfig(url, connect_timeout=60, read_timeout=60))
    alice = provider.account(await provider.login(login, password))
    stranger = provider.account(Tokens("ended"))
    slots = asyncio.Semaphore(in_flight)

    async def one(call: Call) -> str:
        async with slots:
            try:
                await call(alice, stranger)
            except ProviderError as error:
                return type(error).__name__
            return "ok"

    done = []
    try:
        for _ in range(rounds):
            started = monotonic()
            outcomes = await asyncio.gather(*(one(MIX[i % len(MIX)]) for i in range(calls)))
            done.append(_measured(Counter(outcomes), monotonic() - started))
            del outcomes
    finally:
        await provider.stop()
    return done


def _measured(outcomes: Counter[str], seconds: float) -> Round:
    gc.collect()
    ours = ("portaswitch", "aiohttp.client", "aiohttp.connector")
    return Round(
        outcomes=outcomes,
        seconds=seconds,
        sockets=_sockets(),
        tasks=len(asyncio.all_tasks()),
        ours=sum(str(type(one).__module__).startswith(ours) for one in gc.get_objects()),
        megabytes=_resident(),
    )


def _sockets() -> int:
    """A descriptor may be closed while the folder is read: the folder's own always is."""
    found = 0
    for link in Path("/proc/self/fd").iterdir():
        with suppress(FileNotFoundError):
            found += str(link.readlink()).startswith("socket:")
    return found


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def main() -> None:
    async with (
        running("sandbox", "provider", "--port", str(PROVIDER)),
        aiohttp.ClientSession() as http,
    ):
        await answers(http, f"{PROVIDER_URL}/desk/accounts", 30)
        row = await alice(http)
        rounds = await soak(
            PROVIDER_URL, row["login"], row["password"], calls=2000, rounds=5, in_flight=200
        )
    print("\nThe client: 10,000 mixed calls, 200 in flight")
    for one in rounds:
        print(
            f"  {one.outcomes.total() / one.seconds:6.0f} calls/s  {one.sockets:3} sockets"
            f"  {one.tasks} tasks  {one.ours} objects  {one.megabytes:.1f} MB  {dict(one.outcomes)}"
        )


if __name__ == "__main__":
    asyncio.run(main())
