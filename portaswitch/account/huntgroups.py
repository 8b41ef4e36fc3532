"""The hunt groups that ring the account too (4.7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import INFERRED, READ, row
from portaswitch.values import integer, text, word

ROWS = (
    row(
        "Account/get_account_huntgroups_list",
        READ,
        "i_account",
        "huntgroup_list",
        certainty=INFERRED,
    ),
    row(
        "Account/get_member_of_huntgroups_list",
        READ,
        "i_account",
        "huntgroup_list",
        certainty=INFERRED,
    ),
)


class HuntSequence(StrEnum):
    """How the members of a group ring: the two that are known."""

    ORDER = "Order"
    SIMULTANEOUS = "Simultaneous"


@dataclass(frozen=True, slots=True)
class HuntGroup:
    i_c_group: int
    id: str
    """The extension that callers dial."""
    name: str
    hunt_sequence: str
    """A `HuntSequence`, or another word of the switch's."""


class HuntGroups(Calls):
    async def get_account_huntgroups_list(self) -> tuple[HuntGroup, ...]:
        return await self._huntgroups("get_account_huntgroups_list")

    async def get_member_of_huntgroups_list(self) -> tuple[HuntGroup, ...]:
        """The same, as older releases call it (from MR49)."""
        return await self._huntgroups("get_member_of_huntgroups_list")

    async def _huntgroups(self, operation: str) -> tuple[HuntGroup, ...]:
        answer = await self._call(operation, i_account=self.i_account)
        return parse.each("huntgroup", answer["huntgroup_list"], _huntgroup)


def _huntgroup(row: Json) -> HuntGroup:
    return HuntGroup(
        i_c_group=required(integer(row.get("i_c_group")), "i_c_group"),
        id=text(row.get("id")),
        name=text(row.get("name")),
        hunt_sequence=word(HuntSequence, row.get("hunt_sequence")),
    )
