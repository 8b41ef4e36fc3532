"""How long a switch of 100,000 accounts takes to be there, and how much memory it has then."""

from __future__ import annotations

import asyncio

import aiohttp

from benchmarks.rig import PROVIDER, PROVIDER_URL, answers, running, verdict

ACCOUNTS = 100_000
READY_SECONDS, MEMORY_MB = 60.0, 1_500.0


async def main() -> None:
    command = ("sandbox", "provider", "--port", str(PROVIDER), "--accounts", str(ACCOUNTS))
    async with running(*command) as provider, aiohttp.ClientSession() as http:
        url = f"{PROVIDER_URL}/desk/accounts?limit=1"
        seconds = await answers(http, url, READY_SECONDS * 2)
        memory = provider.memory()
    print(f"{ACCOUNTS} accounts after {seconds:.1f} s {verdict(seconds, READY_SECONDS)}")
    print(f"Their peak memory {memory:.0f} MB {verdict(memory, MEMORY_MB)}")


if __name__ == "__main__":
    asyncio.run(main())
