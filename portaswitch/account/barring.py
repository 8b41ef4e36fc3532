"""Call barring (13): the classes of numbers that an account may keep its phone from calling.

Which are barred is written as the attribute `call_barring_rules` of the feature `call_barring`: a
list of their ids.
"""

from __future__ import annotations

from dataclasses import dataclass

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import INFERRED, READ, row
from portaswitch.values import flag, integer, rows, text

ROWS = (
    row(
        "Account/get_call_barring_options",
        READ,
        "i_account",
        "call_barring_options",
        certainty=INFERRED,
    ),
    row(
        "CallBarring/get_call_barring_class_info",
        READ,
        "i_cp_condition",
        "call_barring_class_info",
        certainty=INFERRED,
    ),
)


@dataclass(frozen=True, slots=True)
class BarringOption:
    """A class that the account may bar; what its records hold is a proposal (13)."""

    i_cp_condition: int
    name: str
    barred: bool | None
    """Whether the account's list has it; None where only the feature says so."""


@dataclass(frozen=True, slots=True)
class BarringClass:
    i_cp_condition: int
    name: str
    number_patterns: tuple[str, ...]
    """`%` stands for any digits."""


class Barring(Calls):
    async def get_call_barring_options(self) -> tuple[BarringOption, ...]:
        answer = await self._call("get_call_barring_options", i_account=self.i_account)
        return parse.each("barring_option", answer["call_barring_options"], _option)

    async def get_call_barring_class_info(self, i_cp_condition: int) -> BarringClass:
        """The numbers of a class; seen in the administrator's realm only. Raises `Rejected`."""
        operation = "get_call_barring_class_info"
        answer = await self._call(operation, i_cp_condition=i_cp_condition)
        return self._found(operation, answer["call_barring_class_info"], _class)


def _option(row: Json) -> BarringOption:
    return BarringOption(
        i_cp_condition=required(integer(row.get("i_cp_condition")), "i_cp_condition"),
        name=text(row.get("name")),
        barred=flag(row.get("barred")),
    )


def _class(row: Json) -> BarringClass:
    return BarringClass(
        i_cp_condition=required(integer(row.get("i_cp_condition")), "i_cp_condition"),
        name=text(row.get("name")),
        number_patterns=number_patterns(row),
    )


def number_patterns(row: Json) -> tuple[str, ...]:
    """Of a class or a condition: `number_pattern_list`, a list of objects with a `number`."""
    found = (text(item.get("number")) for item in rows(row.get("number_pattern_list")))
    return tuple(pattern for pattern in found if pattern)
