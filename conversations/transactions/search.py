"""Narrowing: by whom, what, which way, which service, how much. Each tap shows what is left."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from conversations.transactions.base import area, find, overview_of
from conversations.transactions.said import nothing, sought_said
from dialogs import Step, Turn, View, go
from line import ledger
from line.ledger import Sought
from line.statement import KINDS, WAYS
from locales import Sayable, Text, _, _n, money

ANY = _("any")


@area.screen
async def narrow(turn: Turn, period: str, sought: str = "") -> View:
    found = await find(turn, period, sought)
    now = found.sought
    services = ledger.services(found.everything)
    states: Mapping[Text, tuple[Sayable, object]] = {
        _("Who"): (now.who or ANY, Step(area.key, "Who", (period, sought))),
        _("Kind"): (_said(KINDS, now.kind), choose.at("kind", period, sought)),
        _("Direction"): (_said(WAYS, now.way), choose.at("way", period, sought)),
        _("Service"): (_said(services, now.service), choose.at("service", period, sought)),
        _("At least"): (_amount(turn, now.least), Step(area.key, "Least", (period, sought))),
    }
    clear = [go(_("Clear the search"), narrow.at(period))] if sought else []
    return View(
        _n("{n} record fits.", "{n} records fit.", len(found.xdrs))
        if found.xdrs
        else nothing(found),
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


def _amount(turn: Turn, least: str) -> Sayable:
    return money(Decimal(least), turn.link.currency) if least else ANY


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
