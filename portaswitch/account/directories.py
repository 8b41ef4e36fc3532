"""The company's phone directories (8)."""

from __future__ import annotations

from dataclasses import dataclass

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import READ, row
from portaswitch.values import integer, text

ROWS = (
    row("UA/get_phone_directory_list", READ, "limit offset", "phone_directory_list"),
    row(
        "UA/get_phone_directory_info",
        READ,
        "i_ua_config_directory get_records limit offset",
        "directory_records=phone_directory_info.directory_records",
    ),
)


@dataclass(frozen=True, slots=True)
class PhoneDirectory:
    i_ua_config_directory: int
    name: str


@dataclass(frozen=True, slots=True)
class DirectoryRecord:
    """A colleague; a number that there is none of is ""."""

    first_name: str
    last_name: str
    office_number: str
    mobile_number: str
    other_number: str


class Directories(Calls):
    async def get_phone_directory_list(self) -> tuple[PhoneDirectory, ...]:
        found = await self._all_rows("get_phone_directory_list", "phone_directory_list")
        return parse.each("phone_directory", found, _directory)

    async def get_phone_directory_info(
        self, i_ua_config_directory: int
    ) -> tuple[DirectoryRecord, ...]:
        """Everybody in one directory, read page by page."""
        found = await self._all_rows(
            "get_phone_directory_info",
            "directory_records",
            i_ua_config_directory=i_ua_config_directory,
            get_records="Y",
        )
        return parse.each("directory_record", found, _record)


def _directory(row: Json) -> PhoneDirectory:
    key = integer(row.get("i_ua_config_directory"))
    return PhoneDirectory(required(key, "i_ua_config_directory"), text(row.get("name")))


def _record(row: Json) -> DirectoryRecord:
    return DirectoryRecord(
        first_name=text(row.get("first_name")),
        last_name=text(row.get("last_name")),
        office_number=text(row.get("office_number")),
        mobile_number=text(row.get("mobile_number")),
        other_number=text(row.get("other_number")),
    )
