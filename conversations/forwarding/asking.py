"""How the parts of a number of the list are asked for, each with what it is now."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from conversations.forwarding.fields import Destination
from dialogs import Form, Line, Listing, Turn, View
from dialogs.view import Said
from line.callflow import destination
from line.periods import PRESETS, period_text
from locales import Text, _, _n
from portaswitch.records import FollowMeNumber, ForwardMode

CALLER_SHOWN: Mapping[str, Text] = {
    "Y": _("The caller's"),
    "I": _("Caller, my name"),
    "N": _("Mine"),
}


def kept(number: FollowMeNumber | None) -> dict[str, Any] | None:
    """What a form keeps as `now`: the number as it was when it was opened."""
    return asdict(number) if number else None


def _now(answers: Mapping[str, Any]) -> FollowMeNumber | None:
    return FollowMeNumber(**answers["now"]) if answers.get("now") else None


def _asked(form: Form, text: Text, said: Callable[[FollowMeNumber], Said], *more: Listing) -> View:
    now = _now(form.answers)
    return View(text, _("Now: {state}", state=said(now)) if now else None, *more)


class Goal(Destination):
    """What the mode of the line takes: advanced lists take SIP addresses too."""

    async def parse(self, turn: Turn, text: str) -> str:
        advanced = turn.answers.get("mode") == ForwardMode.ADVANCED.value
        return await Destination(addresses=advanced).parse(turn, text)


class Name(Line):
    """What a number is called; it may lose its name again."""

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text]]:
        now = _now(turn.answers)
        return [("", _("No name"))] if now is not None and now.name else []


async def which(form: Form, turn: Turn) -> View:
    asked = _("Which number should ring? Send a number or an extension, or share a contact.")
    if form.answers.get("mode") == ForwardMode.ADVANCED.value:
        asked = _(
            "Which number should ring? Send a number, an extension or a SIP address, "
            "or share a contact."
        )
    return _asked(form, asked, destination)


async def when(form: Form, turn: Turn) -> View:
    presets = [
        _("{name}: {hours}", name=one.title, hours=period_text(_at(one.expression)))
        for one in PRESETS
    ]
    return _asked(
        form,
        _("When should it ring? Choose, or type days and hours such as “mon-fri 9:00-17:30”."),
        period_text,
        Listing(presets),
    )


def _at(expression: str) -> FollowMeNumber:
    return FollowMeNumber("", period=expression, period_description=expression)


async def how_long(form: Form, turn: Turn) -> View:
    return _asked(
        form,
        _("How long should it ring? You can also type the seconds."),
        lambda now: _n("{n} second", "{n} seconds", now.timeout),
    )


async def its_name(form: Form, turn: Turn) -> View:
    return _asked(
        form,
        _("What should this number be called? For example Office."),
        lambda now: now.name or _("no name"),
    )


async def whose(form: Form, turn: Turn) -> View:
    return _asked(
        form,
        _("Whose number should be shown there when a call comes?"),
        lambda now: CALLER_SHOWN.get(now.keep_original_cli, now.keep_original_cli),
    )
