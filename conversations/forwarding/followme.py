"""The follow-me list: several numbers, how they ring, and when each of them does."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from conversations.forwarding import changes
from conversations.forwarding.base import OVERVIEW, area
from conversations.forwarding.change import Change, ask_until
from conversations.forwarding.changes import Line
from conversations.forwarding.fields import (
    DOMAIN_REFUSED,
    Destination,
    Seconds,
    goal_of,
    refuse_own,
)
from dialogs import (
    Choice,
    Facts,
    Field,
    Invalid,
    Listing,
    Result,
    Row,
    Step,
    Turn,
    View,
    ask,
    go,
    keep,
)
from dialogs import Line as OneLine
from line.callflow import destination
from line.followme import bare
from line.forwarding import MODES, moved, put_numbers, set_mode
from line.forwarding import Step as Writing
from line.hours import parse_hours
from line.periods import ALWAYS, PRESETS, gaps_text, overlaps_text, period_text
from line.preview import Setup
from line.route import LIST_MODES, in_order
from locales import Text, _, _n
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode
from portaswitch.records import Sequence as Order

PAGE = 6

ORDERS: Mapping[Order, tuple[Text, Text]] = {
    Order.ORDER: (
        _("One by one"),
        _("The numbers ring one after the other, from the first to the last."),
    ),
    Order.SIMULTANEOUS: (
        _("All at once"),
        _("All numbers ring at the same time; who answers first has the call."),
    ),
    Order.RANDOM: (
        _("In random order"),
        _("The numbers ring one after the other, each call in another order."),
    ),
}

CALLER_SHOWN: Mapping[str, Text] = {
    "Y": _("The caller's"),
    "I": _("Caller, my name"),
    "N": _("Mine"),
}
GONE = _("That number is no longer in the list.")


def number_line(number: FollowMeNumber) -> Text:
    """One number in one line of a list."""
    goal = destination(number)
    where = _("{name}, {number}", name=number.name, number=goal) if number.name else goal
    said = _n(
        "{number}: {hours}, rings for {n} second",
        "{number}: {hours}, rings for {n} seconds",
        number.timeout,
        number=where,
        hours=period_text(number),
    )
    return said if number.active else _("{number} (paused)", number=said)


@area.screen
async def numbers(turn: Turn, page: int = 0) -> Result:
    line = await changes.read(turn)
    if line.mode not in LIST_MODES:
        return OVERVIEW
    found = in_order(line.mode, line.setup.followme)
    shown = found[page * PAGE : (page + 1) * PAGE]
    buttons: list[Row] = [
        go(one.name or destination(one), number.at(one.i_follow_me_number)) for one in shown
    ]
    buttons.append(go(_("Add a number"), PutNumber.at(0)))
    if len(found) > 1:
        buttons.append(go(_("How they ring"), orders))
    if page:
        buttons.append(go(_("Earlier ones"), numbers.at(page - 1)))
    if len(found) > (page + 1) * PAGE:
        buttons.append(go(_("More numbers"), numbers.at(page + 1)))
    return View(
        changes.sentence(turn, line.setup),
        ORDERS[line.setup.followme.sequence][1] if len(found) > 1 else None,
        Listing(
            [
                _("{place}. {number}", place=page * PAGE + n, number=number_line(one))
                for n, one in enumerate(shown, 1)
            ]
        )
        if shown
        else _("There is no number in the list yet, so calls are not forwarded."),
        *_warnings(line.setup),
        buttons=buttons,
        title=MODES[line.mode].title,
    )


def _warnings(setup: Setup) -> list[Text | None]:
    found = setup.followme.numbers
    twice = overlaps_text(found) if setup.followme.sequence is Order.ORDER else None
    return [gaps_text(found), twice]


# ---------------------------------------------------------------------- how they ring


@area.screen
async def orders(turn: Turn) -> Result:
    line = await changes.read(turn)
    now = line.setup.followme.sequence
    lines = [_("{name}: {meaning}", name=name, meaning=text) for name, text in ORDERS.values()]
    return View(
        _("Now: {name}.", name=ORDERS[now][0]),
        Listing(lines),
        buttons=[
            go(name, ChangeOrder.at(order.value))
            for order, (name, _meaning) in ORDERS.items()
            if order is not now
        ],
        back=numbers.at(),
    )


@area.form
class ChangeOrder(Change):
    """In which order the numbers ring."""

    given = ("order", "until")
    order: str = keep()
    until: str | None = ask_until()

    def after(self, line: Line) -> Setup:
        return line.setup.in_sequence(Order(self.order))

    def steps(self, account: Account, line: Line) -> list[Writing]:
        return set_mode(account, line.mode, before=line.mode, sequence=Order(self.order))

    def remarks(self, line: Line) -> list[Text | Facts | None]:
        return [ORDERS[Order(self.order)][1]]

    def saved(self) -> Step:
        return numbers.at()


# ---------------------------------------------------------------------- one number


@area.screen
async def number(turn: Turn, i_follow_me_number: int) -> Result:
    line = await changes.read(turn)
    found = find(line, i_follow_me_number)
    if found is None:
        return await _gone(turn)
    ordered = in_order(line.mode, line.setup.followme)
    place = ordered.index(found)
    buttons: list[Row] = [
        go(_("Pause"), Pause.at(i_follow_me_number, "N"))
        if found.active
        else go(_("Ring again"), Pause.at(i_follow_me_number, "Y")),
        go(_("Change hours"), PutNumber.at(i_follow_me_number, "hours")),
        go(_("Change seconds"), PutNumber.at(i_follow_me_number, "seconds")),
        go(_("Change number"), PutNumber.at(i_follow_me_number, "number")),
        go(_("Name it"), PutNumber.at(i_follow_me_number, "name")),
    ]
    if line.mode is ForwardMode.ADVANCED:
        buttons.append(go(_("Number shown"), PutNumber.at(i_follow_me_number, "caller")))
    if place > 0:
        buttons.append(go(_("Move up"), Move.at(i_follow_me_number, place)))
    if place < len(ordered) - 1:
        buttons.append(go(_("Move down"), Move.at(i_follow_me_number, place + 2)))
    return View(
        Facts(found.name or destination(found), _facts(line.mode, found, place)),
        buttons=[*buttons, go(_("Delete"), Delete.at(i_follow_me_number))],
        back=numbers.at(),
        title=MODES[line.mode].title,
    )


def _facts(mode: ForwardMode, found: FollowMeNumber, place: int) -> dict[Text, object]:
    facts: dict[Text, object] = {
        _("Number"): destination(found),
        _("Active"): period_text(found) if found.active else _("paused"),
        _("Rings for"): _n("{n} second", "{n} seconds", found.timeout),
        _("Place in the list"): place + 1,
    }
    if not found.active:
        facts[_("Hours when it rings again")] = period_text(found)
    if mode is ForwardMode.ADVANCED:
        shown = CALLER_SHOWN.get(found.keep_original_cli, found.keep_original_cli)
        facts[_("Number shown there")] = shown
    return facts


def find(line: Line, i_follow_me_number: int) -> FollowMeNumber | None:
    numbered = (one for one in line.setup.followme.numbers)
    return next((one for one in numbered if one.i_follow_me_number == i_follow_me_number), None)


async def _gone(turn: Turn) -> View:
    shown = await numbers.function(turn)
    assert isinstance(shown, View)
    return shown.with_note(GONE)


class ListChange(Change):
    """A change of the list: what the list will be is all there is to say."""

    place_of: int | str

    def wanted(self, found: tuple[FollowMeNumber, ...]) -> tuple[FollowMeNumber, ...]:
        """The list as it will be. Done twice, it must not change any more."""
        raise NotImplementedError

    def after(self, line: Line) -> Setup:
        return line.setup.with_numbers(self.wanted(line.setup.followme.numbers))

    def steps(self, account: Account, line: Line) -> list[Writing]:
        return put_numbers(account, self.wanted(line.setup.followme.numbers))

    def remarks(self, line: Line) -> list[Text | Facts | None]:
        return [*_warnings(self.after(line))]

    def saved(self) -> Step:
        return numbers.at()


class OfOne(ListChange):
    """A change of one number of the list."""

    uid: int = keep()

    async def opened(self, turn: Turn) -> Result:
        self.uid = int(self.uid)
        if self.uid and find(await changes.read(turn), self.uid) is None:
            return await _gone(turn)
        return await super().opened(turn)

    def changed(self, one: FollowMeNumber) -> FollowMeNumber:
        return one

    def wanted(self, found: tuple[FollowMeNumber, ...]) -> tuple[FollowMeNumber, ...]:
        return tuple(
            self.changed(one) if one.i_follow_me_number == self.uid else one for one in found
        )


@area.form
class Pause(OfOne):
    """A number that does not ring for a while, or rings again."""

    given = ("uid", "active", "until")
    active: str = keep()
    until: str | None = ask_until()

    def changed(self, one: FollowMeNumber) -> FollowMeNumber:
        return replace(one, active=self.active == "Y")

    def accept(self) -> Text:
        return _("Ring again") if self.active == "Y" else _("Pause")


@area.form
class Move(OfOne):
    """Another place in the list, counted from 1."""

    given = ("uid", "place")
    place: int = keep()
    until: str | None = ask_until()

    def wanted(self, found: tuple[FollowMeNumber, ...]) -> tuple[FollowMeNumber, ...]:
        ordered = sorted(found, key=lambda one: one.i_follow_order)
        now = [one.i_follow_me_number for one in ordered].index(self.uid) + 1
        return moved(found, self.uid, int(self.place) - now)


@area.form
class Delete(OfOne):
    """Gone for good; a pause is offered first."""

    given = ("uid",)
    until: str | None = ask_until()

    def wanted(self, found: tuple[FollowMeNumber, ...]) -> tuple[FollowMeNumber, ...]:
        left = sorted(
            (one for one in found if one.i_follow_me_number != self.uid),
            key=lambda one: one.i_follow_order,
        )
        return tuple(replace(one, i_follow_order=n) for n, one in enumerate(left, 1))

    def remarks(self, line: Line) -> list[Text | Facts | None]:
        found = find(line, self.uid)
        return [
            _("{number} is deleted from the list.", number=destination(found)) if found else None,
            *super().remarks(line),
        ]

    def alternatives(self, line: Line) -> list[Row]:
        found = find(line, self.uid)
        if found is None or not found.active:
            return []
        return [go(_("Pause instead"), Pause.at(self.uid, "N"))]

    def accept(self) -> Text:
        return _("Delete")


# ---------------------------------------------------------------------- adding and editing


class Hours(Field):
    """When a number is active, kept as the provider's expression."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        return [(ALWAYS, _("Always")), *((one.expression, one.title) for one in PRESETS)]

    async def parse(self, turn: Turn, text: str) -> str:
        read = parse_hours(text)
        if read is None:
            raise Invalid(_("I need days and hours, for example mon-fri 9:00-17:30."))
        return read


class Goal(Destination):
    """What the mode of the line takes: advanced lists take SIP addresses too."""

    async def parse(self, turn: Turn, text: str) -> str:
        self_or_sip = Destination(addresses=turn.answers.get("mode") == ForwardMode.ADVANCED.value)
        return await self_or_sip.parse(turn, text)


async def _when_asked(form: PutNumber, turn: Turn) -> View:
    return View(
        _("When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”."),
        Listing(
            [
                _("{name}: {hours}", name=one.title, hours=period_text(_at(one.expression)))
                for one in PRESETS
            ]
        ),
    )


def _at(expression: str) -> FollowMeNumber:
    return FollowMeNumber("", period=expression, period_description=expression)


@area.form
class PutNumber(OfOne):
    """A new number, or one part of a number that is there."""

    given = ("uid", "part", "until")
    part: str | None = keep()
    mode: str = keep()
    number: str = ask(
        _("Which number should ring? Send a number or an extension."),
        Goal(),
        when=lambda form: form.part in (None, "number"),
    )
    hours: str = ask(_when_asked, Hours(), when=lambda form: form.part in (None, "hours"))
    seconds: str = ask(
        _("How long should it ring? You can also type the seconds."),
        Seconds(),
        when=lambda form: form.part in (None, "seconds"),
    )
    called: str = ask(
        _("What should this number be called? For example Office."),
        OneLine(32),
        when=lambda form: form.part == "name",
    )
    caller: str = ask(
        _("Whose number should be shown there when a call comes?"),
        Choice(CALLER_SHOWN),
        when=lambda form: form.part == "caller",
    )
    until: str | None = ask_until()

    faults = DOMAIN_REFUSED

    async def opened(self, turn: Turn) -> Result:
        result = await super().opened(turn)
        self.mode = (await changes.read(turn)).mode.value
        return result

    async def answered(self, turn: Turn, name: str) -> Result:
        if name == "number":
            aliases = await turn.api.get_alias_list()
            refuse_own(self.number.removeprefix("+"), [alias.id for alias in aliases])
        return None

    def goal(self) -> FollowMeNumber | None:
        return goal_of(self.number) if self.number else None

    def changed(self, one: FollowMeNumber) -> FollowMeNumber:
        match self.part:
            case "hours":
                return replace(one, period=self.hours, period_description=self.hours)
            case "seconds":
                return replace(one, timeout=int(self.seconds))
            case "name":
                return replace(one, name=self.called)
            case "caller":
                return replace(one, keep_original_cli=self.caller)
            case "number":
                goal = goal_of(self.number)
                return replace(one, redirect_number=goal.redirect_number, domain=goal.domain)
        return one

    def wanted(self, found: tuple[FollowMeNumber, ...]) -> tuple[FollowMeNumber, ...]:
        if self.uid:
            return super().wanted(found)
        new = goal_of(
            self.number,
            timeout=int(self.seconds),
            i_follow_order=max((one.i_follow_order for one in found), default=0) + 1,
            period=self.hours,
            period_description=self.hours,
        )
        # Tried again after a silence, it may be there already.
        there = any(replace(bare(one), i_follow_order=0) == _unplaced(new) for one in found)
        return found if there else (*found, new)

    def accept(self) -> Text:
        return _("Save") if self.uid else _("Add")


def _unplaced(number: FollowMeNumber) -> FollowMeNumber:
    return replace(bare(number), i_follow_order=0)
