"""Lists of the whole system (4.3), and its release: none is known in the account's realm."""

from __future__ import annotations

from dataclasses import dataclass

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import READ, UNKNOWN, row
from portaswitch.values import integer, text

ROWS = (
    row("Generic/get_time_zone_list", READ, "", "time_zone_list", certainty=UNKNOWN),
    row("Generic/get_locale_list", READ, "", "locale_list", certainty=UNKNOWN),
    row("Generic/get_version", READ, "", "version", certainty=UNKNOWN),
)


@dataclass(frozen=True, slots=True)
class TimeZone:
    """`i_time_zone` is what `update_account` takes."""

    i_time_zone: int
    name: str
    """As IANA has it, such as `Europe/Kyiv`."""


@dataclass(frozen=True, slots=True)
class Locale:
    i_lang: str
    name: str


class System(Calls):
    async def get_time_zone_list(self) -> tuple[TimeZone, ...]:
        """Where the switch has no such list, IANA's names stand in, without ids to write."""
        answer = await self._call("get_time_zone_list")
        return parse.each("time_zone", answer["time_zone_list"], _time_zone)

    async def get_locale_list(self) -> tuple[Locale, ...]:
        answer = await self._call("get_locale_list")
        return parse.each("locale", answer["locale_list"], _locale)

    async def get_version(self) -> str:
        """Such as `MR130`; "" where the switch does not tell. Known from the admin realm."""
        return text((await self._call("get_version"))["version"])


def _time_zone(row: Json) -> TimeZone:
    return TimeZone(
        i_time_zone=required(integer(row.get("i_time_zone")), "i_time_zone"),
        name=required(text(row.get("time_zone_name")), "time_zone_name"),
    )


def _locale(row: Json) -> Locale:
    i_lang = required(text(row.get("i_lang")), "i_lang")
    return Locale(i_lang=i_lang, name=text(row.get("name")) or i_lang)
