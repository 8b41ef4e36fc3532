"""`make bench`: the numbers to reach, as ratios measured side by side in one run."""

from __future__ import annotations

import asyncio

from benchmarks import bot, population, soak, start, store


def main() -> None:
    store.main()
    asyncio.run(bot.main())
    asyncio.run(start.main())
    asyncio.run(soak.main())
    asyncio.run(population.main())


if __name__ == "__main__":
    main()
