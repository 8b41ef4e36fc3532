"""Hide my number: what people see when you call them, and the codes for a single call."""

from __future__ import annotations

from conversations.shared.fields import Somebody
from conversations.shared.wishes import to_provider
from dialogs import Area, Button, Form, HasFeature, Result, Row, Step, Turn, View, ask, copy, go
from dialogs.setting import Feature, OneOf, Panel, Setting
from line.hiding import BY_CODE, FEATURE, HIDDEN, SHOWN, Codes, codes, hidden, people_see
from locales import Phone, _

area = Area(
    "hiding",
    _("Hide my number"),
    icon="🕶",
    group="centrex",
    section="calling",
    command="hide",
    words=_("hide my number, hidden, caller ID, anonymous, withheld, private number, show number"),
    needs=HasFeature(FEATURE),
)

settings = Panel(
    area,
    Setting(
        _("My number"),
        Feature(FEATURE),
        OneOf({SHOWN: _("always shown"), HIDDEN: _("always hidden"), BY_CODE: _("by code")}),
    ),
)


@area.start
async def hiding(turn: Turn) -> View:
    """The codes are there only where they have an effect."""
    features = await turn.features()
    state, known = hidden(features), codes(features)
    seen = people_see(state, turn.link.number)
    if state != BY_CODE:
        return await settings.view(turn, seen)
    if not any(known):
        unknown = _("Your provider has not written down the codes here.")
        wish = _("Which codes hide or show my number for a single call?")
        ask_them = go(_("Ask your provider"), to_provider(turn, wish, area))
        return await settings.view(turn, seen, unknown, buttons=[ask_them])
    blocks = [seen, _("A code counts for one call.")]
    if known.show:
        blocks.append(
            _("The code that shows your number changes nothing where it is shown anyway.")
        )
    buttons: list[Row] = [_copies(known), [go(_("For one number"), Dialing)]]
    return await settings.view(turn, *blocks, buttons=buttons)


@area.form
class Dialing(Form):
    """What to dial, with the number already in it."""

    number: str = ask(_("Which number do you want to call?"), Somebody())

    async def submit(self, turn: Turn) -> Result:
        features = await turn.features()
        known = codes(features)
        if hidden(features) != BY_CODE or not any(known):
            return Step(area.key)
        return View(
            _("Copy what to dial to reach {number}.", number=Phone(self.number)),
            buttons=[_copies(known, self.number)],
        )


def _copies(known: Codes, number: str = "") -> list[Button]:
    ways = [(known.hide, _("Hide: {code}", code=known.hide + number))]
    ways.append((known.show, _("Show: {code}", code=known.show + number)))
    return [copy(label, code + number) for code, label in ways if code]
