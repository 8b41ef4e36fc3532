"""Processes of our own that work on what strangers sent, or load what the bot need not carry."""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import DEVNULL, PIPE, Process
from pathlib import Path
from weakref import WeakKeyDictionary

_AT_ONCE = 2
# The bot's own environment holds its secrets; a child needs none of it.
_ENVIRONMENT = {name: os.environ[name] for name in ("LD_LIBRARY_PATH",) if name in os.environ}

# A semaphore belongs to the event loop that first waits on it.
_turns: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Semaphore] = WeakKeyDictionary()


def script(name: str) -> tuple[str, ...]:
    """The command line of a script beside this file.

    By path: `-m` would first import the whole package. Isolated: no user site, no current folder.
    """
    return (sys.executable, "-I", str(Path(__file__).with_name(name)))


def turns() -> asyncio.Semaphore:
    """Few work at once: the machine is the subscribers', who wait for answers."""
    return _turns.setdefault(asyncio.get_running_loop(), asyncio.Semaphore(_AT_ONCE))


async def started(command: tuple[str, ...]) -> Process:
    """Raises OSError when the machine cannot start a process."""
    return await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=DEVNULL, env=_ENVIRONMENT
    )


class Failed(Exception):
    """The process gave no answer, or none in its time."""


async def answer(command: tuple[str, ...], given: bytes, seconds: float) -> bytes:
    """All that the process says to what it is given. Raises Failed, and OSError as `started`."""
    async with turns():
        process = await started(command)
        try:
            async with asyncio.timeout(seconds):
                said, _errors = await process.communicate(given)
        except TimeoutError:
            raise Failed("too slow") from None
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
    if process.returncode != 0 or not said:
        raise Failed(f"it ended with {process.returncode}")
    return said
