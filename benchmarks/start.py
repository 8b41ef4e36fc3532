"""How soon `run` is ready on a warm machine, and how much memory 10,000 linked accounts take."""

from __future__ import annotations

import asyncio
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import Connection

from benchmarks.rig import BOT, Phones, answers, environment, running, sandboxes, verdict
from store import Seal, Store, links

LINKS = 10_000
READY_SECONDS, MEMORY_MB = 2.0, 150.0


async def _fill(url: str, key: str) -> None:
    seal = Seal(key)
    store = Store(url, seal, clock=lambda: datetime.now(UTC))
    await store.open()
    now = store.clock()
    tokens = seal.seal(b'["access","refresh",null]')

    def add(conn: Connection) -> None:
        for number in range(1, LINKS + 1):
            links.add(
                conn,
                chat_id=number,
                user_id=number,
                i_account=1000 + number,
                number=f"1206{number:07}",
                login=f"login{number}",
                name="Ada",
                via="password",
                tokens=tokens,
                zone="Europe/Kyiv",
                currency="USD",
                now=now,
            )

    await store.run(add)
    await store.close()


async def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        settings = environment(Path(name))
        await _fill(settings["SELFCARE_DATABASE_URL"], settings["SELFCARE_SECRET_KEY"])
        # One whole round of polling over all links, and somebody chatting.
        settings["SELFCARE_POLL_SECONDS"] = "5"
        async with sandboxes() as http:
            async with running("bot", "run", **settings):  # compiles and warms the caches
                await answers(http, f"http://127.0.0.1:{BOT}/health")
            async with running("bot", "run", **settings) as bot, Phones(http) as phones:
                seconds = await answers(http, f"http://127.0.0.1:{BOT}/health")
                phone = await phones.new()
                await phone.send("/start")
                await phone.until("How would you like")
                await asyncio.sleep(12)
                memory = bot.memory()
    small = verdict(memory, MEMORY_MB)
    print(f"Ready after {seconds:.2f} s {verdict(seconds, READY_SECONDS)}")
    print(f"Peak memory with {LINKS} linked accounts {memory:.0f} MB {small}")
