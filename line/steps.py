"""Work that is done in steps, so that a crash between any two can be taken up again."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

Progress = Callable[[int], Awaitable[None]]
"""Remembers the step that comes next."""


@dataclass(frozen=True, slots=True)
class Step:
    """One piece of work. It reads before it writes, so doing it again does no harm."""

    name: str
    run: Callable[[], Awaitable[None]]


async def carry_out(steps: Sequence[Step], progress: Progress, start_step: int = 0) -> None:
    """Do the steps from `start_step` on, telling `progress` before the first and after each.

    It is told before the first one too: whoever resumes then knows that something may already
    have been written, even if the crash came before the first step was reported as done.
    """
    await progress(start_step)
    for number, step in enumerate(steps[start_step:], start=start_step + 1):
        await step.run()
        await progress(number)
