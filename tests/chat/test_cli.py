"""`python -m sandbox chat` as an operator starts it."""

import asyncio
import signal
import sys

import aiohttp


async def test_it_says_where_it_listens_and_ends_on_a_signal() -> None:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "sandbox", "chat", "--port", "0", stdout=asyncio.subprocess.PIPE
    )
    try:
        assert process.stdout is not None
        async with asyncio.timeout(20):
            line = (await process.stdout.readline()).decode()
        assert line.startswith("chat sandbox ready at http://127.0.0.1:")
        async with (
            aiohttp.ClientSession() as http,
            http.get(f"{line.split()[-1]}/bot1:{'A' * 35}/getMe") as answer,
        ):
            assert (await answer.json())["result"]["is_bot"] is True
        process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(10):
            assert await process.wait() == 0
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
