"""A process that receives updates and says which ones it has stored, until it is killed."""

import asyncio
import itertools
import sys
from datetime import UTC, datetime

from store import Seal, Store, inbox
from store.inbox import Incoming


async def write(url: str) -> None:
    store = Store(url, Seal("key"), clock=lambda: datetime.now(UTC))
    await store.open()
    for number in itertools.count(1):
        received = [Incoming(number, 1, store.seal.seal("an update"))]
        assert await store.run(inbox.receive, received, store.clock())
        sys.stdout.write(f"{number}\n")
        sys.stdout.flush()


asyncio.run(write(sys.argv[1]))
