"""The letters that the provider's mail server took, as their addressee opens them."""

from __future__ import annotations

import asyncio

from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE


async def mailed(desk: Desk, n: int = 1) -> str:
    """The code of the newest letter, once there are `n`."""
    async with asyncio.timeout(PATIENCE):
        while len(letters := await desk.outbox()) < n:
            await asyncio.sleep(0.01)
    return str(letters[-1]["code"])
