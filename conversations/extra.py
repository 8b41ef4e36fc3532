"""Extra information: the fields that the provider itself has thought of, by its own schema."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from datetime import date

from conversations.shared.onevalue import Value, one_value
from dialogs import Area, Facts, Field, Invalid, Line, Step, Turn, View, go
from dialogs.paging import paged, short
from dialogs.setting import NOT_SET
from locales import Text, _
from portaswitch.account.custom_fields import CustomField

PAGE = 8


async def _has_fields(turn: Turn) -> bool:
    known = turn.services.provider.contract.has("get_custom_fields_schema")
    return known and bool((await turn.read("get_account_info")).has_custom_fields)


area = Area(
    "extra",
    _("Extra information"),
    icon="🗂",
    group="profile",
    words=_("extra information, additional fields, custom fields, more about me"),
    needs=_has_fields,
)


@area.start
async def extra(turn: Turn, page: int = 0) -> View:
    fields, held = await asyncio.gather(_fields(turn), _held(turn))
    shown = paged(fields, page, PAGE, extra.at)
    missing = [one.name for one in fields if one.mandatory and not held.get(one.i_custom_field)]
    return View(
        Facts(None, {one.name: held.get(one.i_custom_field) or NOT_SET for one in shown.items}),
        _("Still needed: {fields}.", fields=", ".join(missing)) if missing else None,
        _("Tap what you want to change.")
        if fields
        else _("Your provider asks for nothing more at the moment."),
        buttons=[
            *(go(short(one.name), Change.at(one.i_custom_field)) for one in shown.items),
            shown.turning,
            [] if fields else [go(_("My details"), "profile")],
        ],
    )


async def _fields(turn: Turn) -> Sequence[CustomField]:
    return [one for one in await turn.read("get_custom_fields_schema") if one.visible]


async def _held(turn: Turn) -> dict[int, str]:
    """What each field holds, in words."""
    values = await turn.read("get_custom_fields_values")
    return {one.i_custom_field: one.text_value for one in values}


# ---------------------------------------------------------------------- one field


class OneOfThese(Field):
    """The choices of a field, to tap, or to type as they are read."""

    def __init__(self, choices: Sequence[tuple[str, str]]) -> None:
        self._choices = choices

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return self._choices

    async def parse(self, turn: Turn, text: str) -> str:
        for value, name in self._choices:
            if text.strip().casefold() in (value.casefold(), name.casefold()):
                return value
        names = ", ".join(name for _value, name in self._choices)
        raise Invalid(_("Tap one of the buttons, or type its label: {labels}.", labels=names))


class WholeNumber(Line):
    async def parse(self, turn: Turn, text: str) -> str:
        line = await super().parse(turn, text)
        if not re.fullmatch(r"[+-]?\d+", line):
            raise Invalid(_("This needs a whole number, for example 12."))
        return line


class IsoDate(Line):
    async def parse(self, turn: Turn, text: str) -> str:
        try:
            return date.fromisoformat(await super().parse(turn, text)).isoformat()
        except ValueError:
            raise Invalid(_("This needs a date, for example 2026-12-31.")) from None


KINDS = {"number": WholeNumber(), "integer": WholeNumber(), "date": IsoDate()}
"""By the provider's word; whatever has another one is a line of text."""
ANYTHING = Line(255)


async def _about(turn: Turn, key: str) -> Value | None:
    fields, values = await asyncio.gather(_fields(turn), turn.read("get_custom_fields_values"))
    field = next((one for one in fields if str(one.i_custom_field) == key), None)
    if field is None:
        return None
    return Value(
        title=field.name,
        asked=_("{setting}: what shall it be?", setting=field.name),
        now=next((one.db_value for one in values if str(one.i_custom_field) == key), ""),
        field=OneOfThese(field.choices) if field.choices else KINDS.get(field.type, ANYTHING),
        needed=field.mandatory,
    )


async def _save(turn: Turn, key: str, value: str) -> None:
    await turn.api.update_custom_fields_values({int(key): value})


Change = one_value(area, _about, _save, lambda key: Step(area.key))
