"""Narrowing: by whom, what, which way, which service, how much. Each tap shows what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from conversations.shared.fields import number_in
from conversations.transactions.base import KINDS, WAYS, area, find, overview_of, sought_said
from dialogs import Amount, Field, Form, Line, Result, Turn, View, ask, go, keep
from dialogs.events import SharedContact
from line import ledger
from line.ledger import PERIODS, Sought
from locales import Sayable, Text, _, _n

ANY = _("any")


@area.screen
async def narrow(turn: Turn, period: str, sought: str = "") -> View:
    found = await find(turn, period, sought)
    now = found.sought
    services = ledger.services(found.everything)
    states: Mapping[Text, tuple[Sayable, object]] = {
        _("Who"): (now.who or ANY, Who.at(period, sought)),
        _("Kind"): (_said(KINDS, now.kind), choose.at("kind", period, sought)),
        _("Direction"): (_said(WAYS, now.way), choose.at("way", period, sought)),
        _("Service"): (_said(services, now.service), choose.at("service", period, sought)),
        _("At least"): (now.least or ANY, Least.at(period, sought)),
    }
    clear = [go(_("Clear the search"), narrow.at(period))] if sought else []
    return View(
        _n("{n} record fits.", "{n} records fit.", len(found.xdrs)),
        sought_said(turn, found),
        _("You can also write it, for example: calls to Anna in May."),
        buttons=[
            *(
                go(_("{setting}: {state}", setting=label, state=state), step)
                for label, (state, step) in states.items()
            ),
            *clear,
            [go(_("Show the result"), overview_of(period, sought))],
        ],
        back=overview_of(period, sought),
    )


def _said(words: Mapping[str, Sayable], key: str) -> Sayable:
    return words.get(key, key) if key else ANY


@area.screen
async def choose(turn: Turn, what: str, period: str, sought: str = "") -> View:
    """The values that one of the three lists has."""
    now = Sought.read(sought)
    if what == "service":
        found = await find(turn, period, "")
        choices: Mapping[str, Sayable] = ledger.services(found.everything)
    else:
        choices = WAYS if what == "way" else KINDS
        what = "way" if what == "way" else "kind"
    back = narrow.at(period, sought)
    wider = go(_("Any"), narrow.at(period, replace(now, **{what: ""}).written()))
    return View(
        ASKED[what],
        buttons=[
            *(
                go(label, narrow.at(period, replace(now, **{what: str(key)}).written()))
                for key, label in choices.items()
            ),
            [wider],
        ],
        back=back,
    )


ASKED: Mapping[str, Text] = {
    "kind": _("Which kind of record?"),
    "way": _("Calls in which direction?"),
    "service": _("Which service?"),
}


class Person(Field):
    """A number, a part of one, or a name of the phone book."""

    async def parse(self, turn: Turn, text: str) -> str:
        return await Line(40).parse(turn, text)

    async def parse_contact(self, turn: Turn, contact: SharedContact) -> str:
        read = number_in(turn, contact.phone)
        return read.number if read else contact.phone


@area.form
class Who(Form):
    given = ("period", "sought")
    period: str = keep()
    sought: str = keep()
    who: str = ask(
        _(
            "Whose calls? Send a name from your phone book, a number or a part of one, or share "
            "a contact."
        ),
        Person(),
    )

    async def submit(self, turn: Turn) -> Result:
        wanted = replace(Sought.read(self.sought or ""), who=self.who)
        return narrow.at(self.period or PERIODS[1], wanted.written())


@area.form
class Least(Form):
    given = ("period", "sought")
    period: str = keep()
    sought: str = keep()
    least: Decimal = ask(
        _("What is the least that a record must have cost? For example 1.50."),
        Amount(Decimal("0.01"), Decimal(100_000)),
    )

    async def submit(self, turn: Turn) -> Result:
        wanted = replace(Sought.read(self.sought or ""), least=str(self.least))
        return narrow.at(self.period or PERIODS[1], wanted.written())
