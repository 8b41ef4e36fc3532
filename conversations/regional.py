"""Language, time zone and formats of the self-care portal, beside the language of this chat."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from conversations.shared import instep
from dialogs import Area, Field, Invalid, OneOf, OnOff, Panel, Setting, State, Turn, Typed, View
from dialogs.setting import ON
from locales import LANGUAGES, _
from portaswitch import AccountChange, AccountInfo
from portaswitch.account.system import TimeZone
from store import links

area = Area(
    "regional",
    _("Portal, time and dates"),
    icon="🕰",
    group="profile",
    words=_("portal language, web language, time zone, date format, time format, clock, formats"),
)


async def _info(turn: Turn) -> AccountInfo:
    info: AccountInfo = await turn.read("get_account_info")
    return info


# ---------------------------------------------------------------------- languages


@dataclass(frozen=True, slots=True)
class PortalLanguage:
    """Locked where the switch does not say which languages it has."""

    key: str = "i_lang"

    async def read(self, turn: Turn) -> State | None:
        listed = turn.services.provider.contract.has("get_locale_list")
        return State((await _info(turn)).i_lang, locked=not listed)

    async def write(self, turn: Turn, value: str) -> None:
        await instep.show_portal_in(turn, value)


async def _portal_languages(turn: Turn) -> dict[str, str]:
    if not turn.services.provider.contract.has("get_locale_list"):
        return dict(LANGUAGES)
    return {one.i_lang: one.name for one in await turn.read("get_locale_list")}


@dataclass(frozen=True, slots=True)
class ChatLanguage:
    key: str = "chat"

    async def read(self, turn: Turn) -> State | None:
        return State(turn.reader.language)

    async def write(self, turn: Turn, value: str) -> None:
        await instep.speak(turn, value)


@dataclass(frozen=True, slots=True)
class InStep:
    """From now on, and at once."""

    key: str = "in_step"

    async def read(self, turn: Turn) -> State | None:
        return await instep.KEEP.read(turn)

    async def write(self, turn: Turn, value: str) -> None:
        await instep.KEEP.write(turn, value)
        if value == ON:
            await instep.portal_follows(turn)


# ---------------------------------------------------------------------- time zone


@dataclass(frozen=True, slots=True)
class Zone:
    """By its name; the switch is told its own number of it, and the bot keeps the same time."""

    key: str = "i_time_zone"

    async def read(self, turn: Turn) -> State | None:
        return State((await _info(turn)).time_zone_name, locked=not await _zones(turn))

    async def write(self, turn: Turn, value: str) -> None:
        numbers = {one.name: one.i_time_zone for one in await _zones(turn)}
        await turn.api.update_account(AccountChange(i_time_zone=numbers[value]))
        await turn.run(links.set_zone, turn.link.id, value)


async def _zones(turn: Turn) -> tuple[TimeZone, ...]:
    """None of them where the switch does not list them: then nobody knows what to write."""
    if not turn.services.provider.contract.has("get_time_zone_list"):
        return ()
    zones: tuple[TimeZone, ...] = await turn.read("get_time_zone_list")
    return zones


class ZoneByCity(Field):
    """A city in the zone, as the switch's own list names it."""

    async def parse(self, turn: Turn, text: str) -> str:
        names = {one.name.casefold(): one.name for one in await _zones(turn)}
        by_city = {_city(name).casefold(): name for name in names.values()}
        wanted = " ".join(text.casefold().replace("_", " ").split())
        found = names.get(wanted.replace(" ", "_")) or by_city.get(wanted)
        if found is not None:
            return found
        near = get_close_matches(wanted, by_city, 1)
        raise Invalid(
            _("I do not know that zone. Send a large city in it, for example Kyiv or New York."),
            by_city[near[0]] if near else None,
        )


def _city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")


# ---------------------------------------------------------------------- formats

DATES = {
    "YYYY-MM-DD": "2026-12-31",
    "MM/DD/YYYY": "12/31/2026",
    "MM/DD/YY": "12/31/26",
    "DD-MM-YYYY": "31-12-2026",
    "DD-MM-YY": "31-12-26",
    "DD.MM.YYYY": "31.12.2026",
    "DD.MM.YY": "31.12.26",
    "MM-DD-YYYY": "12-31-2026",
}
"""What the portal offers, each by an example: the last day of a year cannot be misread."""
TIMES = {
    "HH24:MI:SS": "23:59:59",
    "HH:MI": "23:59",
    "HH12:MI:SS AM": "11:59:59 PM",
    "HH12:MI AM": "11:59 PM",
}


@dataclass(frozen=True, slots=True)
class Entered:
    """How the portal takes dates, or times, that are typed there."""

    key: str

    async def read(self, turn: Turn) -> State | None:
        value = getattr((await _info(turn)).formats, self.key)
        return State(value) if value else None

    async def write(self, turn: Turn, value: str) -> None:
        change: dict[str, Any] = {self.key: value}
        await turn.api.update_account(AccountChange(**change))


@dataclass(frozen=True, slots=True)
class Shown(Entered):
    """How it shows them; there is a format for both together as well."""

    async def write(self, turn: Turn, value: str) -> None:
        now = (await _info(turn)).formats
        halves = {name: getattr(now, name) for name in ("out_date_format", "out_time_format")}
        halves[self.key] = value
        both = " ".join(halves.values()) if all(halves.values()) else None
        change: dict[str, Any] = {self.key: value, "out_date_time_format": both}
        await turn.api.update_account(AccountChange(**change))


settings = Panel(
    area,
    Setting(_("Portal"), PortalLanguage(), OneOf(_portal_languages)),
    Setting(_("This chat"), ChatLanguage(), OneOf(LANGUAGES)),
    Setting(_("Keep in step"), InStep(), OnOff()),
    Setting(
        _("Time zone"),
        Zone(),
        Typed(_("Which city has your time?"), ZoneByCity(), shown=_city),
    ),
    Setting(_("Dates"), Shown("out_date_format"), OneOf(DATES)),
    Setting(_("Times"), Shown("out_time_format"), OneOf(TIMES)),
    Setting(_("Typed dates"), Entered("in_date_format"), OneOf(DATES)),
    Setting(_("Typed times"), Entered("in_time_format"), OneOf(TIMES)),
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
        _("I go by this time zone, too; the formats are only the portal's."),
    )
