"""Draws one chart: a description as JSON on standard input, a PNG on standard output.

Run by path, by `pictures.py`, in a process of its own: matplotlib takes a second and 60 MB to load,
which a bot that draws a few charts an hour need not carry, and a process can be killed.
"""

from __future__ import annotations

import io
import json
import sys
from typing import Any

import matplotlib as mpl
from matplotlib.axes import Axes
from matplotlib.figure import Figure

WIDTH, DPI = 6.4, 150
"""Inches, and pixels in one: 960 wide, what a phone shows without scaling up."""
ROW, MARGIN = 0.5, 0.8
"""Inches of one bar, and of the title with its surroundings."""
TITLE, WORDS = 13, 12
"""Points: a phone shows the picture at little more than half its size."""
TALL, EDGE = 3.6, 0.1
"""Inches of a picture of columns, and around every picture."""
LETTER = 0.03
"""The room of a letter behind a bar, in parts of the longest bar."""
MOST_LABELS, MOST_WORDS = 7, 8
"""So many labels stand below columns, and so many words above them."""
Bar = dict[str, Any]
"""label, value, said, of: as `pictures.Bar` has them."""
LIGHT = {
    "ground": "#ffffff",
    "ink": "#17212b",
    "faint": "#8a97a3",
    "bar": "#2f7fd1",
    "rest": "#e3e8ed",
}
DARK = {
    "ground": "#17212b",
    "ink": "#f2f5f7",
    "faint": "#8fa1b1",
    "bar": "#5eb0ff",
    "rest": "#2b3945",
}


def draw(chart: dict[str, Any]) -> bytes:
    """Bars from top to bottom, or with `columns` from left to right, which suits days."""
    colors = DARK if chart["dark"] else LIGHT
    bars = chart["bars"]
    mpl.rcParams["font.family"] = "DejaVu Sans"  # has the letters of every language we speak
    height = TALL if chart["columns"] else MARGIN + ROW * len(bars)
    figure = Figure(
        figsize=(WIDTH, height), dpi=DPI, facecolor=colors["ground"], layout="constrained"
    )
    figure.set_layout_engine("constrained", w_pad=EDGE, h_pad=EDGE)
    axes: Axes = figure.add_subplot()
    axes.set_facecolor(colors["ground"])
    longest = max([bar["of"] or bar["value"] for bar in bars] or [1]) or 1
    (_columns if chart["columns"] else _rows)(axes, bars, longest, colors)
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    figure.suptitle(
        chart["title"], x=0.02, ha="left", color=colors["ink"], fontsize=TITLE, fontweight="bold"
    )
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=colors["ground"])
    return out.getvalue()


def _rows(axes: Axes, bars: list[Bar], longest: float, colors: dict[str, str]) -> None:
    """Each with its label before it and its words behind it."""
    for place, bar in enumerate(bars):
        if bar["of"]:
            axes.barh(place, bar["of"], color=colors["rest"], height=0.62)
        axes.barh(place, bar["value"], color=colors["bar"], height=0.62)
        end = max(bar["value"], bar["of"]) + longest * 0.015
        axes.text(end, place, bar["said"], va="center", color=colors["ink"], fontsize=WORDS)
    labels = [bar["label"] for bar in bars]
    axes.set_yticks(range(len(bars)), labels, color=colors["ink"], fontsize=WORDS)
    room = max([len(bar["said"]) for bar in bars] or [0]) * LETTER
    axes.set_xlim(0, longest * (1.1 + room))
    axes.set_ylim(max(len(bars), 2) - 0.5, -0.5)  # a single bar is no thicker than others
    axes.set_xticks([])


def _columns(axes: Axes, bars: list[Bar], longest: float, colors: dict[str, str]) -> None:
    """Side by side; labels and words only where they do not run into each other."""
    places = range(len(bars))
    axes.bar(places, [bar["value"] for bar in bars], color=colors["bar"], width=0.72)
    for place in _told(bars):
        bar = bars[place]
        end = bar["value"] + longest * 0.02
        axes.text(place, end, bar["said"], ha="center", color=colors["ink"], fontsize=WORDS)
    step = max(1, -(-len(bars) // MOST_LABELS))
    shown = places[::step]
    labels = [bars[place]["label"] for place in shown]
    axes.set_xticks(shown, labels, color=colors["ink"], fontsize=WORDS)
    axes.axhline(0, color=colors["faint"], linewidth=0.8)
    axes.set_xlim(-0.7, max(len(bars), 2) - 0.3)
    axes.set_ylim(0, longest * 1.12)
    axes.set_yticks([])


def _told(bars: list[Bar]) -> list[int]:
    """The places of the highest columns whose words have room beside each other."""
    apart = len(bars) / MOST_WORDS
    told: list[int] = []
    for place in sorted(range(len(bars)), key=lambda one: bars[one]["value"], reverse=True):
        if bars[place]["value"] and all(abs(place - other) >= apart for other in told):
            told.append(place)
    return told


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin.buffer)))
