"""The time zone, by a city that has it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from conversations.regional.base import info_of
from dialogs import Field, Invalid, State, Turn
from locales import LANGUAGES, City, Reader, _
from portaswitch import AccountChange
from portaswitch.account.system import TimeZone
from store import links


@dataclass(frozen=True, slots=True)
class Zone:
    """By its name; the switch is told its own number of it, and the bot keeps the same time."""

    key: str = "i_time_zone"

    async def read(self, turn: Turn) -> State | None:
        return State((await info_of(turn)).time_zone_name, locked=not await _zones(turn))

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
    """A city in the zone: of those that the switch lists, in any language that we speak."""

    async def parse(self, turn: Turn, text: str) -> str:
        zones = [one.name for one in await _zones(turn)]
        by_name = {_plain(zone): zone for zone in zones}
        for language in (*LANGUAGES, turn.reader.language):
            reader = Reader(language, turn.reader.zone, turn.now)
            by_name |= {_plain(reader.say(City(zone))): zone for zone in zones}
        wanted = _plain(text)
        if wanted in by_name:
            return by_name[wanted]
        near = get_close_matches(wanted, by_name, 1)
        meant = by_name[near[0]] if near else None
        raise Invalid(
            _("I do not know that zone. Send a large city in it, for example Kyiv or New York."),
            meant,
            City(meant) if meant else None,
        )


def _plain(text: str) -> str:
    return " ".join(text.casefold().replace("_", " ").split())
