"""Charts: looking beats reading where there are many numbers side by side.

A chart repeats what the text beside it says; nobody has to see it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

import orjson

from dialogs import children
from dialogs.view import Media, Picture
from locales import _

MOST_BARS = 31
"""A month of days; more would be too thin to tell apart."""
DRAWING = _("Drawing the picture…")
SECONDS = 20
_ARTIST = children.script("_draw.py")


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `said` are the words behind it, `of` a lighter bar that it fills (0 for none)."""

    label: str
    value: float
    said: str
    of: float = 0


async def chart(
    title: str, rows: Sequence[Bar], *, dark: bool = False, columns: bool = False
) -> Media:
    """The bars as a view shows them, or the sentence that says why there are none."""
    try:
        return Picture(await bars(title, rows, dark=dark, columns=columns))
    except (children.Failed, OSError):
        return _("The picture could not be drawn. The words say all that is in it.")


async def bars(
    title: str, rows: Sequence[Bar], *, dark: bool = False, columns: bool = False
) -> bytes:
    """A PNG, drawn in a process of its own. Raises `children.Failed`.

    Bars lie below one another, each with its words; `columns` stand side by side, as days do.
    """
    drawn = [asdict(row) for row in rows[:MOST_BARS]]
    wanted = {"title": title, "dark": dark, "columns": columns, "bars": drawn}
    return await children.answer(_ARTIST, orjson.dumps(wanted), SECONDS)
