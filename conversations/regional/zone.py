"""The time zone, by a city that has it."""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches

from conversations.regional.base import info_of
from dialogs import Field, Invalid, State, Turn
from locales import _
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
    """A city in the zone, as the switch's own list names it."""

    async def parse(self, turn: Turn, text: str) -> str:
        names = {one.name.casefold(): one.name for one in await _zones(turn)}
        by_city = {city(name).casefold(): name for name in names.values()}
        wanted = " ".join(text.casefold().replace("_", " ").split())
        found = names.get(wanted.replace(" ", "_")) or by_city.get(wanted)
        if found is not None:
            return found
        near = get_close_matches(wanted, by_city, 1)
        raise Invalid(
            _("I do not know that zone. Send a large city in it, for example Kyiv or New York."),
            by_city[near[0]] if near else None,
        )


def city(zone: str) -> str:
    return zone.rpartition("/")[2].replace("_", " ")
