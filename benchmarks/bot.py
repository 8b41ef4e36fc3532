"""The whole bot against a small PTB bot that makes the same calls, in one run, side by side.

A round is: open a screen (/menu), tap, tap, text. The provider and the messenger are processes of
their own; CPU is the bot process's alone, all its threads.
"""

from __future__ import annotations

import asyncio
import json
import tempfile
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from typing import Any

import aiohttp

from benchmarks.rig import (
    BOT,
    CHAT_URL,
    OTHER_CHAT,
    OTHER_CHAT_URL,
    PROVIDER_URL,
    Json,
    Measured,
    Phone,
    Phones,
    answers,
    environment,
    messenger,
    running,
    sandboxes,
    verdict,
)

ROUND: tuple[tuple[str, str], ...] = (
    ("/menu", "As of"),
    ("[Billing]", "Choose what"),
    ("[Recharge]", "Send the voucher"),
    ("4411", "8 to 20 digits"),
)
"""What the phone does, and what it waits for."""
SWEPT_SECONDS = 3.0
"""The sweeps of the start are over then: what they ask is no part of a step."""
CPU_BUDGET, SPEED_GOAL = 1.5, 20.0
TURNS = 25
"""Each bot's, of half a second or so."""


@dataclass
class Bot:
    """A bot that runs, people who talk to it, and what that has cost so far."""

    process: Measured
    phones: Sequence[Phone]
    cpu: float = 0
    loop: float = 0
    """Of `cpu`, the event loop's thread: without the store's."""
    seconds: float = 0
    steps: int = 0

    async def measure(self, rounds: int) -> None:
        """All phones at once, `rounds` each."""
        cpu, loop, began = self.process.cpu, self.process.main_thread_cpu, monotonic()
        await asyncio.gather(*(play(phone, rounds) for phone in self.phones))
        self.cpu += self.process.cpu - cpu
        self.loop += self.process.main_thread_cpu - loop
        self.seconds += monotonic() - began
        self.steps += len(self.phones) * rounds * len(ROUND)

    def ms(self, seconds: float) -> float:
        """Milliseconds a step."""
        return 1000 * seconds / self.steps

    @property
    def steps_a_second(self) -> float:
        return self.steps / self.seconds


async def play(phone: Phone, rounds: int) -> None:
    for _round in range(rounds):
        for move, answer in ROUND:
            if move.startswith("["):
                await phone.tap(move[1:-1])
            else:
                await phone.send(move)
            await phone.until(answer)


async def sign_in(http: aiohttp.ClientSession, phone: Phone) -> None:
    """Sign a phone in as alice by login and password."""
    account = await alice(http)
    await phone.send("/signin")
    await phone.until("How would you like")
    await phone.tap("Login and password")
    await phone.until("Send the login")
    await phone.send(account["login"])
    await phone.until("Now send the password")
    await phone.send(account["password"])
    await phone.until("You are signed in")
    await phone.send("/help")  # so that the first round's answer is not there yet
    await phone.until("You can tap")


async def alice(http: aiohttp.ClientSession) -> Json:
    async with http.get(f"{PROVIDER_URL}/desk/accounts") as answer:
        accounts: list[Json] = (await answer.json())["accounts"]
    return next(one for one in accounts if one["login"] == "alice")


# ---------------------------------------------------------------------- what our bot does


async def record(http: aiohttp.ClientSession, phone: Phone) -> Json:
    """Play a round of a warm bot and note each step's calls: the small bot's script."""
    steps = []
    for number, (move, answer) in enumerate(ROUND):
        await _clear(http)
        if move.startswith("["):
            await phone.tap(move[1:-1])
        else:
            await phone.send(move)
        await phone.until(answer)
        await asyncio.sleep(0.5)
        steps.append(await _step(http, number))
    account = await alice(http)
    login = {"params": {"login": account["login"], "password": account["password"]}}
    async with http.post(f"{PROVIDER_URL}/rest/Session/login", json=login) as reply:
        token = (await reply.json())["access_token"]
    return {"steps": steps, "access_token": token}


async def _clear(http: aiohttp.ClientSession) -> None:
    await (await http.post(f"{CHAT_URL}/control/calls/clear")).release()
    async with http.get(f"{PROVIDER_URL}/desk/log?limit=100000") as answer:
        _seen[0] = len((await answer.json())["calls"])


_seen = [0]


async def _step(http: aiohttp.ClientSession, number: int) -> Json:
    async with http.get(f"{CHAT_URL}/control/traffic") as answer:
        calls = json.loads(await answer.read())["calls"]
    async with http.get(f"{PROVIDER_URL}/desk/log?limit=100000") as answer:
        asked = (await answer.json())["calls"][_seen[0] :]
    telegram = [
        {"method": call["method"], "params": _params(call["params"])}
        for call in calls
        if call["method"].lower() != "getupdates"
    ]
    provider = [{key: call[key] for key in ("service", "method", "params")} for call in asked]
    return {"telegram": telegram, "provider": provider}


def _params(params: Json) -> Json:
    """The parameters, with buttons that lead the small bot to its own steps."""
    kept: Json = {key: params[key] for key in ("text", "parse_mode") if key in params}
    markup = params.get("reply_markup")
    markup = json.loads(markup) if isinstance(markup, str) else markup
    if markup and markup.get("inline_keyboard"):
        moves = {move[1:-1]: f"s{n}" for n, (move, _answer) in enumerate(ROUND)}
        kept["reply_markup"] = {
            "inline_keyboard": [
                [{"text": one["text"], "data": moves.get(one["text"], "s0")} for one in row]
                for row in markup["inline_keyboard"]
            ]
        }
    return kept


# ---------------------------------------------------------------------- the comparisons


async def late(http: aiohttp.ClientSession, seconds: float) -> None:
    """Every answer of the servers comes this much later."""
    fault: dict[str, Any] = {"method": "*", "delay": seconds, "times": None}
    for url in (CHAT_URL, OTHER_CHAT_URL):
        async with http.post(f"{url}/control/faults", json=fault) as answer:
            assert answer.status == 200, await answer.text()
    fault = {"method": "*", "kind": "delay", "seconds": seconds}
    async with http.post(f"{PROVIDER_URL}/desk/faults", json=fault) as answer:
        assert answer.status == 200, await answer.text()


@asynccontextmanager
async def ours(http: aiohttp.ClientSession, directory: Path, chats: int) -> AsyncIterator[Bot]:
    """Our bot, everybody signed in and everything warm."""
    async with running("bot", "run", **environment(directory)) as bot, Phones(http) as phones:
        await answers(http, f"http://127.0.0.1:{BOT}/health")
        await asyncio.sleep(SWEPT_SECONDS)
        people = [await phones.new() for _ in range(chats)]
        for start in range(0, chats, 20):
            await asyncio.gather(*(sign_in(http, one) for one in people[start : start + 20]))
        await asyncio.gather(*(play(phone, 2) for phone in people))
        yield Bot(bot, people)


@asynccontextmanager
async def small(
    http: aiohttp.ClientSession, script: Path, mode: str, chats: int
) -> AsyncIterator[Bot]:
    command = ("benchmarks.small_bot", str(script), mode)
    async with (
        messenger(http, OTHER_CHAT),
        running(*command) as bot,
        Phones(http, OTHER_CHAT_URL) as phones,
    ):
        people = [await phones.new() for _ in range(chats)]
        await asyncio.gather(*(play(phone, 2) for phone in people))
        yield Bot(bot, people)


async def main() -> None:
    """Print the ratios."""
    with tempfile.TemporaryDirectory() as name:
        directory = Path(name)
        script = directory / "script.json"
        async with sandboxes() as http:
            await _compare_cpu(http, directory, script)
        (directory / "bench.db").unlink()
        async with sandboxes() as http:
            await _compare_speed(http, directory, script)


async def _compare_cpu(http: aiohttp.ClientSession, directory: Path, script: Path) -> None:
    """The two by turns, since a shared machine is not as fast at one moment as at the next."""
    async with ours(http, directory, 8) as mine:
        steps = json.dumps(await record(http, mine.phones[0]))
        await asyncio.to_thread(script.write_text, steps)
        async with small(http, script, "tuned", 8) as yardstick:
            for _turn in range(TURNS):
                await mine.measure(2)
                await yardstick.measure(2)
    print(f"CPU of a step, provider and messenger in other processes; {TURNS} turns each")
    print(f"  small PTB bot over aiohttp, same calls   {yardstick.ms(yardstick.cpu):6.2f} ms")
    print(f"  ours, all of it                          {mine.ms(mine.cpu):6.2f} ms")
    print(f"  ours without the store's thread          {mine.ms(mine.loop):6.2f} ms")
    ratio = mine.ms(mine.loop) / yardstick.ms(yardstick.cpu)
    _verdict("  ratio without the store", ratio, CPU_BUDGET, most=True)


async def _compare_speed(http: aiohttp.ClientSession, directory: Path, script: Path) -> None:
    async with ours(http, directory, 100) as mine, small(http, script, "plain", 100) as plain:
        await late(http, 0.05)
        await mine.measure(4)
        await plain.measure(1)
        await mine.measure(4)
    print("Answers 50 ms late, 100 chats at once")
    print(f"  PTB as it comes, same calls    {plain.steps_a_second:8.1f} steps/s")
    print(f"  ours, all of it                {mine.steps_a_second:8.1f} steps/s")
    _verdict("  ratio", mine.steps_a_second / plain.steps_a_second, SPEED_GOAL, most=False)


def _verdict(what: str, value: float, limit: float, *, most: bool) -> None:
    print(f"{what} {value:.2f} {verdict(value, limit, most=most)}")
