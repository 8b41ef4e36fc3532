"""Long lists: one page of them, the buttons that turn it, and labels that fit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from dialogs.area import Step, go
from dialogs.draw import SHORT
from dialogs.view import Button
from locales import Text, _

T = TypeVar("T")

IN_ORDER = (_("Previous"), _("Next"))
NEWEST_FIRST = (_("Newer"), _("Older"))
"""What turns the pages of a history."""


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    items: Sequence[T]
    number: int
    """From 0; the last one for whoever asks for more than there are."""
    turning: Sequence[Button]
    """A row of its own, empty where there is nothing to turn to."""


def paged(
    items: Sequence[T],
    number: int,
    size: int,
    opens: Callable[[int], Step],
    turns: tuple[Text, Text] = IN_ORDER,
) -> Page[T]:
    """The page `number` of the items; `opens` gives the step that shows another one."""
    back, on = turns
    number = min(max(number, 0), max(len(items) - 1, 0) // size)
    turning = [go(back, opens(number - 1))] if number else []
    if len(items) > (number + 1) * size:
        turning.append(go(on, opens(number + 1)))
    return Page(items[number * size : (number + 1) * size], number, turning)


def short(name: str, most: int = SHORT) -> str:
    """A name as a label: one that stands beside another one, if nothing else is said."""
    return name if len(name) <= most else f"{name[: most - 1].rstrip()}…"
