"""Can I call …? Yes, no, or that nobody says; and why."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence

from conversations.barring.classes import Class, read
from conversations.barring.listed import area, put
from conversations.shared.fields import Somebody
from conversations.shared.wishes import to_provider
from dialogs import Form, Result, Step, Turn, View, ask, do, go, keep
from line.barring import fits
from line.funds import available_funds, status_text
from line.numbers import Parsed, is_premium, parse_number
from locales import Joined, Phone, Text, _
from portaswitch import AccountInfo


@area.form
class Check(Form):
    given = ("said",)
    said: str | None = keep()
    """What was said instead of a number: a name of the phone book, perhaps."""
    number: str = ask(
        _("Which number do you want to call? Send it, for example +44 20 7946 0000."),
        Somebody(),
    )

    async def opened(self, turn: Turn) -> Result:
        if said := self.answers.pop("said", None):
            self.number = await Somebody().parse(turn, said)
        return None

    async def submit(self, turn: Turn) -> Result:
        return answer.at(self.number)


@area.screen
async def answer(turn: Turn, number: str) -> View:
    """Yes, no, or that nobody says; and why."""
    (mine, classes), info = await asyncio.gather(read(turn), turn.api.get_account_info())
    barred = [one for one in classes if one.barred]
    hits = [one for one in barred if fits(one.patterns or (), number, turn.link.number)]
    unsaid = [one for one in barred if one.patterns is None]
    phone, again = Phone(number), go(_("Another number"), Check)
    if hits and mine:
        lift = [do(_("Allow: {name}", name=one.name), put.at(one.key, 0, number)) for one in hits]
        return View(_no(phone, hits), buttons=[*lift, again])
    if hits:
        wish = _(
            "Please lift the barring of “{name}”: I want to call {number}.",
            name=_names(hits),
            number=phone,
        )
        return View(
            _no(phone, hits),
            _("Only your provider can lift this."),
            buttons=[go(_("Ask to lift it"), to_provider(turn, wish, area)), again],
        )
    if unsaid:
        wish = _("Can I call {number} from my line, or is that barred?", number=phone)
        return View(
            _("I do not know. “{name}” is barred, and your provider does not say here which "
              "numbers that means.", name=_names(unsaid)),
            buttons=[go(_("Ask your provider"), to_provider(turn, wish, area)), again],
        )  # fmt: skip
    return View(
        _("Yes. {number} is not barred.", number=phone),
        _obstacle(info),
        _("Calls to it cost more than usual.") if is_premium(number) else None,
        buttons=[again],
    )


def _no(phone: Phone, hits: Sequence[Class]) -> Text:
    return _("No. {number} is barred by “{name}”.", number=phone, name=_names(hits))


def _names(classes: Sequence[Class]) -> Joined:
    return Joined([one.name for one in classes])


def _obstacle(info: AccountInfo) -> Text | None:
    """What else may keep a call from going through."""
    funds = available_funds(info)
    if (trouble := status_text(info)) is not None:
        return _("But your line has another problem. {trouble}", trouble=trouble)
    if funds is not None and funds <= 0:
        return _("But no money is left for a call that costs something.")
    return None


_ASKS = re.compile(
    r"(?<!\w)(?:can i (?:call|dial|ring|phone)"
    r"|(?:чи )?(?:можу я|я можу|можна) (?:по|за)?(?:дзвонити|телефонувати))(?P<whom>.*)",
    re.IGNORECASE | re.DOTALL,
)


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """ "can I call +44 20 7946 0000?" """
    found = _ASKS.search(text)
    if found is None:
        return None
    digits = re.search(r"\+?\d[\d\s().-]*", found["whom"])
    read = parse_number(digits[0], home=turn.link.number) if digits else None
    if isinstance(read, Parsed):
        return answer.at(read.number)
    whom = found["whom"].strip(" ?!.…")
    return Check.at(whom) if whom else Check.at()
