"""Languages and the time zone, and behind a button the portal's formats."""

from __future__ import annotations

from conversations.regional.base import area
from conversations.regional.formats import DATES, TIMES, Entered, Shown, has_any
from conversations.regional.languages import (
    ChatLanguage,
    InStep,
    PortalLanguage,
    portal_languages,
)
from conversations.regional.zone import Zone, ZoneByCity
from conversations.shared import instep
from dialogs import OneOf, OnOff, Panel, Setting, Turn, Typed, View, go
from dialogs.setting import ON
from locales import LANGUAGES, City, _

settings = Panel(
    area,
    Setting(_("Portal"), PortalLanguage(), OneOf(portal_languages)),
    Setting(_("This chat"), ChatLanguage(), OneOf(LANGUAGES)),
    Setting(_("Keep in step"), InStep(), OnOff()),
    Setting(
        _("Time zone"),
        Zone(),
        Typed(_("Which city has your time?"), ZoneByCity(), shown=City),
    ),
)
formats = Panel(
    area,
    Setting(_("Dates"), Shown("out_date_format"), OneOf(DATES)),
    Setting(_("Times"), Shown("out_time_format"), OneOf(TIMES)),
    Setting(_("Typed dates"), Entered("in_date_format"), OneOf(DATES)),
    Setting(_("Typed times"), Entered("in_time_format"), OneOf(TIMES)),
    screen="formats_of_portal",
    name="formats",
)


@area.start
async def regional(turn: Turn) -> View:
    state = await instep.KEEP.read(turn)
    return await settings.view(
        turn,
        _("How your provider's self-care portal and this chat speak to you."),
        _("The chat and the portal change their language together.")
        if state is not None and state.value == ON
        else None,
        _("I go by this time zone, too."),
        buttons=[go(_("Formats"), formats_of_portal)] if await has_any(turn) else [],
    )


@area.screen
async def formats_of_portal(turn: Turn) -> View:
    return await formats.view(
        turn, _("How the portal shows dates and times, and how it takes what is typed there.")
    )
