"""Extra information: fields that the provider defines and the account fills in (4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import INFERRED, READ, WRITE, row
from portaswitch.values import flag, integer, rows, text

ROWS = (
    # The method's name is verified; what a definition holds is a proposal.
    row(
        "Account/get_custom_fields_schema",
        READ,
        "i_account",
        "custom_fields_list",
        certainty=INFERRED,
    ),
    row("Account/get_custom_fields_values", READ, "i_account", "custom_fields_values"),
    row("Account/update_custom_fields_values", WRITE, "i_account custom_fields_values"),
)


@dataclass(frozen=True, slots=True)
class CustomField:
    """What a field may hold."""

    i_custom_field: int
    name: str
    type: str
    """The provider's word, such as `text` or `list`."""
    mandatory: bool
    visible: bool
    choices: tuple[tuple[str, str], ...] = ()
    """(`db_value`, what the subscriber reads), where there is a list to choose from."""


@dataclass(frozen=True, slots=True)
class CustomValue:
    """What a field holds now; both are "" where nothing is set."""

    i_custom_field: int
    name: str
    db_value: str
    """What is written."""
    text_value: str
    """What is shown."""


class CustomFields(Calls):
    async def get_custom_fields_schema(self) -> tuple[CustomField, ...]:
        answer = await self._call("get_custom_fields_schema", i_account=self.i_account)
        return parse.each("custom_field", answer["custom_fields_list"], _field)

    async def get_custom_fields_values(self) -> tuple[CustomValue, ...]:
        answer = await self._call("get_custom_fields_values", i_account=self.i_account)
        return parse.each("custom_value", answer["custom_fields_values"], _value)

    async def update_custom_fields_values(self, values: Mapping[int, str]) -> None:
        """`db_value` by `i_custom_field`; "" clears one, and what is not named stays as it is."""
        changes = [{"i_custom_field": key, "db_value": value} for key, value in values.items()]
        await self._call(
            "update_custom_fields_values", i_account=self.i_account, custom_fields_values=changes
        )


def _field(row: Json) -> CustomField:
    choices = (
        (text(choice.get("value")), text(choice.get("name")))
        for choice in rows(row.get("properties"))
    )
    return CustomField(
        i_custom_field=required(integer(row.get("i_custom_field")), "i_custom_field"),
        name=text(row.get("name")),
        type=text(row.get("type")),
        mandatory=flag(row.get("mandatory")) is True,
        visible=flag(row.get("visible")) is not False,
        choices=tuple((value, name or value) for value, name in choices if value),
    )


def _value(row: Json) -> CustomValue:
    db_value = text(row.get("db_value"))
    return CustomValue(
        i_custom_field=required(integer(row.get("i_custom_field")), "i_custom_field"),
        name=text(row.get("name")),
        db_value=db_value,
        text_value=text(row.get("text_value")) or db_value,
    )
