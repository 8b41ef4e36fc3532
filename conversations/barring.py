"""Call barring: where this phone cannot call, whether one number is among that, and lifting it."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from conversations.shared.fields import PhoneNumber
from dialogs import Area, Form, HasFeature, Result, Step, Turn, View, ask, do, go, paged
from dialogs.view import Listing, Row
from line.barring import fits
from line.funds import available_funds, status_text
from line.numbers import Parsed, is_premium, parse_number
from locales import Joined, Phone, Text, _
from portaswitch import AccountInfo, BarringClass, BarringOption, FeatureChange, NotMapped, Rejected

FEATURE, RULES = "call_barring", "call_barring_rules"
PAGE = 4

area = Area(
    "barring",
    _("Call barring"),
    icon="⛔",
    group="centrex",
    section="calling",
    command="barring",
    words=_(
        "call barring, barred, prohibited destinations, blocked destinations, international calls, "
        "premium numbers, cannot call, can I call, outgoing calls"
    ),
    needs=HasFeature(FEATURE),
)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of numbers; `patterns` is None where the provider does not say which."""

    key: int
    name: Text | str
    barred: bool
    patterns: Sequence[str] | None


@area.start
async def barring(turn: Turn, page: int = 0) -> View:
    """What is barred, in words; where the subscriber may, a tap lifts or puts each class."""
    feature, classes = await _read(turn)
    barred = [one for one in classes if one.barred]
    buttons: list[Row] = [[go(_("Can I call …?"), Check)]]
    if feature:
        shown = paged(classes, page, PAGE, barring.at)
        buttons += [*map(_toggle, shown.items), shown.turning]
    elif barred:
        buttons.append([go(_("Ask to lift it"), asking)])
    return View(
        _("Your phone cannot call:")
        if barred
        else _("Nothing is barred: your phone can call wherever your product allows."),
        Listing([_("• {what}", what=_words(one)) for one in barred]),
        None if feature else _("Locked: only your provider can change this list."),
        buttons=buttons,
    )


def _toggle(one: Class) -> Row:
    label = (
        _("{name}: barred", name=one.name) if one.barred else _("{name}: allowed", name=one.name)
    )
    return do(label, put.at(one.key, int(not one.barred)))


def _words(one: Class) -> Text | str:
    """A class with the numbers that it means."""
    patterns = one.patterns or ()
    begin = [pattern[:-1] for pattern in patterns if pattern.endswith("%")]
    exact = [pattern for pattern in patterns if not pattern.endswith("%")]
    said: list[Text | str] = [*exact]
    if begin:
        said.append(_("numbers that begin with {digits}", digits=Joined(begin, "or")))
    return _("{name}: {numbers}", name=one.name, numbers=Joined(said)) if said else one.name


@area.action
async def put(turn: Turn, key: int, barred: int, number: str = "") -> Step:
    """Bar a class or lift it; after a question about a number, that is answered anew."""
    options = await _options(turn)
    if any(one.i_cp_condition == key and one.barred is not bool(barred) for one in options):
        feature = (await turn.features())[FEATURE]
        # Those that a switched off feature lists bar nothing, and shall not begin to.
        rules = feature.effective.get(RULES, ()) if feature.on else ()
        kept = tuple(rule for rule in rules if rule and rule != str(key))
        rules = (*kept, str(key)) if barred else kept
        await turn.api.update_service_features(
            FeatureChange(FEATURE, "Y" if rules else "N", {RULES: rules})
        )
    return answer.at(number) if number else barring.at()


# ------------------------------------------------------------------ can I call …?


@area.form
class Check(Form):
    number: str = ask(
        _("Which number do you want to call? Send it, for example +44 20 7946 0000."),
        PhoneNumber(),
    )

    async def submit(self, turn: Turn) -> Result:
        return answer.at(self.number)


@area.screen
async def answer(turn: Turn, number: str) -> View:
    """Yes, no, or that nobody says; and why."""
    (mine, classes), info = await asyncio.gather(_read(turn), turn.api.get_account_info())
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
            buttons=[go(_("Ask to lift it"), _request(turn, wish)), again],
        )
    if unsaid:
        wish = _("Can I call {number} from my line, or is that barred?", number=phone)
        return View(
            _("I do not know. “{name}” is barred, and your provider does not say here which "
              "numbers that means.", name=_names(unsaid)),
            buttons=[go(_("Ask your provider"), _request(turn, wish)), again],
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


@area.screen
async def asking(turn: Turn) -> Result:
    """Which of the barred classes the provider is to be asked to lift."""
    _mine, classes = await _read(turn)
    barred = [one for one in classes if one.barred]
    if not barred:
        return Step(area.key)
    return View(
        _("What shall your provider lift?"),
        buttons=[go(one.name, _request(turn, _wish(one))) for one in barred],
    )


def _wish(one: Class) -> Text:
    return _("Please lift the barring of “{name}”.", name=one.name)


def _request(turn: Turn, wish: Text) -> Step:
    return Step("help", "request", (turn.reader.say(wish), area.key))


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
    return answer.at(read.number) if isinstance(read, Parsed) else Check.at()


# ------------------------------------------------------------------ reading


async def _read(turn: Turn) -> tuple[bool, list[Class]]:
    """Whether the subscriber may change them, and all classes that there are."""
    feature, options = await asyncio.gather(turn.feature(FEATURE), _options(turn))
    infos = await asyncio.gather(*(_info(turn, one.i_cp_condition) for one in options))
    classes = [
        Class(
            one.i_cp_condition,
            one.name or (info.name if info else "") or _("class {key}", key=one.i_cp_condition),
            bool(one.barred),
            info.number_patterns if info else None,
        )
        for one, info in zip(options, infos, strict=True)
    ]
    return feature is not None and not feature.locked, classes


async def _options(turn: Turn) -> list[BarringOption]:
    """All classes that there are, each with whether it is barred."""
    feature, offered = await asyncio.gather(turn.feature(FEATURE), _offered(turn))
    if feature is None:
        return []
    rules = [int(one) for one in feature.effective.get(RULES, ()) if one.isdecimal()]
    known = {one.i_cp_condition for one in offered}
    # What is barred without being offered is barred all the same.
    options = [*offered, *(BarringOption(one, "", None) for one in rules if one not in known)]
    return [
        replace(
            one,
            barred=feature.on
            and (one.i_cp_condition in rules if one.barred is None else one.barred),
        )
        for one in options
    ]


async def _offered(turn: Turn) -> Sequence[BarringOption]:
    try:
        return await turn.api.get_call_barring_options()
    except (Rejected, NotMapped):
        return ()


async def _info(turn: Turn, key: int) -> BarringClass | None:
    """None where the provider keeps to itself which numbers a class means (13)."""
    try:
        return await turn.api.get_call_barring_class_info(key)
    except (Rejected, NotMapped):
        return None
