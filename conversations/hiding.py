"""Hide my number: what people see when you call them, and the codes for a single call."""

from __future__ import annotations

import re
from typing import NamedTuple

from conversations.shared.fields import PhoneNumber
from dialogs import Area, Button, Form, HasFeature, Result, Row, Step, Turn, View, ask, copy, go
from dialogs.setting import Feature, OneOf, Panel, Setting
from locales import Phone, Text, _

area = Area(
    "hiding",
    _("Hide my number"),
    icon="🕶",
    group="centrex",
    section="calling",
    command="hide",
    words=_("hide my number, hidden, caller ID, anonymous, withheld, private number, show number"),
    needs=HasFeature("clir"),
)

SHOWN, HIDDEN, BY_CODE = "N", "Y", "P"
settings = Panel(
    area,
    Setting(
        _("My number"),
        Feature("clir"),
        OneOf({SHOWN: _("always shown"), HIDDEN: _("always hidden"), BY_CODE: _("by code")}),
    ),
)


@area.start
async def hiding(turn: Turn) -> View:
    """The codes are there only where they have an effect."""
    state = await _state(turn)
    if state != BY_CODE:
        return await settings.view(turn, _people_see(turn, state))
    codes = await _codes(turn)
    if not any(codes):
        unknown = _("Your provider has not written down the codes here.")
        ask_them = go(_("Ask your provider"), "help")
        return await settings.view(turn, _people_see(turn, state), unknown, buttons=[ask_them])
    blocks = [_people_see(turn, state), _("A code counts for one call.")]
    if codes.show:
        blocks.append(
            _("The code that shows your number changes nothing where it is shown anyway.")
        )
    buttons: list[Row] = [_copies(codes), [go(_("For one number"), Dialing)]]
    return await settings.view(turn, *blocks, buttons=buttons)


@area.form
class Dialing(Form):
    """What to dial, with the number already in it."""

    number: str = ask(_("Which number do you want to call?"), PhoneNumber())

    async def submit(self, turn: Turn) -> Result:
        codes = await _codes(turn)
        if await _state(turn) != BY_CODE or not any(codes):
            return Step(area.key)
        return View(
            _("Copy what to dial to reach {number}.", number=Phone(self.number)),
            buttons=[_copies(codes, self.number)],
        )


class Codes(NamedTuple):
    """What is dialed before a number; "" where the provider has not written it down."""

    hide: str = ""
    show: str = ""


NOTE = re.compile(r"#\s*hide=(?P<hide>\S*)\s+show=(?P<show>\S*)\s*$")
"""How the provider writes them down for its own self-care portal (6.6)."""


async def _codes(turn: Turn) -> Codes:
    feature = await turn.feature("clir")
    found = NOTE.search(feature.value("clir_note")) if feature else None
    return Codes(**found.groupdict()) if found else Codes()


async def _state(turn: Turn) -> str:
    feature = await turn.feature("clir")
    return feature.effective_flag_value if feature else SHOWN


def _people_see(turn: Turn, state: str) -> Text:
    number = Phone(turn.link.number)
    if state == HIDDEN:
        return _("When you call, people do not see your number.")
    if state == BY_CODE:
        return _(
            "When you call, a code that you dial before the number decides "
            "whether people see {number}.",
            number=number,
        )
    return _("When you call, people see {number}.", number=number)


def _copies(codes: Codes, number: str = "") -> list[Button]:
    ways = [(codes.hide, _("Hide: {code}", code=codes.hide + number))]
    ways.append((codes.show, _("Show: {code}", code=codes.show + number)))
    return [copy(label, code + number) for code, label in ways if code]
