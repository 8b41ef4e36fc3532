"""How long a switch of 100,000 accounts takes to be there, and how much memory it has then."""

from __future__ import annotations

import asyncio

import aiohttp

from benchmarks.rig import PROVIDER, PROVIDER_URL, answers, running

ACCOUNTS = 100_000
READY_SECONDS, MEMORY_MB = 60.0, 1_500.0


async def main() -> None:
    command = ("sandbox", "provider", "--port", str(PROVIDER), "--accounts", str(ACCOUNTS))
    async with running(*command) as provider, aiohttp.ClientSession() as http:
        url = f"{PROVIDER_URL}/desk/accounts?limit=1"
        seconds = await answers(http, url, READY_SECONDS * 2)
        memory = provider.memory()
    ready = "reached" if seconds <= READY_SECONDS else "MISSED"
    small = "reached" if memory <= MEMORY_MB else "MISSED"
    print(f"{ACCOUNTS} accounts after {seconds:.1f} s (at most {READY_SECONDS:g}: {ready})")
    print(f"Their peak memory {memory:.0f} MB (at most {MEMORY_MB:g}: {small})")


if __name__ == "__main__":
    asyncio.run(main())
