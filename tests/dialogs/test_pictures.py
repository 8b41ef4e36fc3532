"""Charts are drawn in a process of their own."""

from __future__ import annotations

import pytest

from dialogs import children, pictures
from dialogs.pictures import MOST_BARS, Bar, bars

WIDTH = slice(16, 20)
HEIGHT = slice(20, 24)


def size(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG")
    return int.from_bytes(png[WIDTH]), int.from_bytes(png[HEIGHT])


async def test_a_month_is_a_picture_as_wide_as_a_phone() -> None:
    rows = [Bar(f"{day} лист.", day % 7, f"{day % 7},00 ₴") for day in range(1, MOST_BARS + 9)]

    wide, high = size(await bars("Витрати за днями", rows))

    assert wide == 960
    assert high < 3 * wide


async def test_days_stand_side_by_side_in_a_picture_that_needs_no_scrolling() -> None:
    rows = [Bar(f"{day} лист.", day % 7, f"{day % 7},00 ₴") for day in range(1, MOST_BARS + 1)]

    wide, high = size(await bars("Витрати за днями", rows, columns=True))

    assert wide == 960
    assert high < wide
    size(await bars("Nothing", [], columns=True))


async def test_light_and_dark_differ_and_nothing_at_all_is_drawn_too() -> None:
    rows = [Bar("UK, peak", 340, "340 of 500 min", of=500)]

    assert await bars("Left", rows) != await bars("Left", rows, dark=True)
    size(await bars("Nothing", []))


async def test_an_artist_that_breaks_leaves_no_picture(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_ARTIST", (*children.script("_draw.py")[:1], "-c", "import no"))

    with pytest.raises(children.Failed):
        await bars("Left", [Bar("a", 1, "1")])
