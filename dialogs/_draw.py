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
ROW, MARGIN = 0.42, 1.1
"""Inches of one bar, and of the title with its surroundings."""
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
    """Bars from top to bottom, each with its label before it and its words behind it."""
    colors = DARK if chart["dark"] else LIGHT
    bars = chart["bars"]
    mpl.rcParams["font.family"] = "DejaVu Sans"  # has the letters of every language we speak
    figure = Figure(
        figsize=(WIDTH, MARGIN + ROW * len(bars)), dpi=DPI, facecolor=colors["ground"],
        layout="constrained",
    )  # fmt: skip
    axes: Axes = figure.add_subplot()
    axes.set_facecolor(colors["ground"])
    places = range(len(bars))
    longest = max([bar["of"] or bar["value"] for bar in bars] or [1]) or 1
    for place, bar in zip(places, bars, strict=True):
        if bar["of"]:
            axes.barh(place, bar["of"], color=colors["rest"], height=0.62)
        axes.barh(place, bar["value"], color=colors["bar"], height=0.62)
        end = max(bar["value"], bar["of"])
        axes.text(
            end + longest * 0.015, place, bar["said"], va="center", color=colors["ink"], fontsize=9
        )
    axes.set_yticks(list(places), [bar["label"] for bar in bars], color=colors["ink"], fontsize=9)
    axes.set_xlim(0, longest * 1.28)
    axes.invert_yaxis()
    axes.set_xticks([])
    axes.tick_params(length=0)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.set_title(chart["title"], loc="left", color=colors["ink"], fontsize=11, fontweight="bold")
    out = io.BytesIO()
    figure.savefig(out, format="png", facecolor=colors["ground"])
    return out.getvalue()


if __name__ == "__main__":
    sys.stdout.buffer.write(draw(json.load(sys.stdin.buffer)))
