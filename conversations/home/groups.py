"""The manual's four groups, each by its sections where a line has so much of it."""

from __future__ import annotations

from conversations.home.base import area
from conversations.shared.shortcuts import shelved
from dialogs import GROUPS, SECTIONS, Step, Turn, View, go
from locales import _


@area.screen
async def group(turn: Turn, key: str, section: str = "") -> View:
    """One of the manual's four groups, or a section of it where a line has so much of it."""
    found = await turn.areas(key)
    sections, shown = shelved(found, section)
    return View(
        _("Choose what you want to see or change."),
        buttons=[
            *(go(title, group.at(key, name)) for name, title in sections.items()),
            *(go(one.title, one.key) for one in shown),
        ],
        back=group.at(key) if section else Step("home"),
        title=SECTIONS.get(section) or GROUPS.get(key, area.title),
    )
