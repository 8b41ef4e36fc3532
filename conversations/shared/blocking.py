"""The button that blocks or allows a caller, for every area that shows a call."""

from __future__ import annotations

import asyncio
import json

from dialogs import Button, Step, Turn, do
from line.screening import FEATURE, READS, WITHHELD, WRITES, Rules, plain
from locales import _
from portaswitch import ProviderError


async def is_on(turn: Turn) -> bool:
    feature = await turn.feature(FEATURE)
    return feature is not None and feature.on


async def rules(turn: Turn) -> Rules:
    """Nothing while screening is off: the switch then keeps the rules to itself."""
    if not await is_on(turn):
        return Rules()
    found, conditions = await asyncio.gather(
        turn.read("get_cp_rule_list"), turn.read("get_cp_condition_list")
    )
    return Rules(found, conditions)


async def block_button(turn: Turn, caller: str, here: Step) -> list[Button]:
    """None where the line has no screening, or only the provider may change it.

    `here` is where Back leads from what the button comes to.
    """
    feature, number = await turn.feature(FEATURE), plain(caller or WITHHELD)
    has = turn.services.provider.contract.has
    changeable = feature is not None and not feature.locked
    if not number or not changeable or not all(has(one) for one in (*READS, *WRITES)):
        return []
    if await _is_blocked(turn, number):
        label = _("Allow withheld calls") if number == WITHHELD else _("Allow this caller")
        return [do(label, Step("screening", "allow", (number, written(here))))]
    label = _("Block withheld calls") if number == WITHHELD else _("Block this caller")
    return [do(label, Step("screening", "block", (number, 0, written(here))))]


async def _is_blocked(turn: Turn, number: str) -> bool:
    """A call is shown all the same where the rules cannot be read."""
    try:
        known = await rules(turn)
    except ProviderError:
        return False
    return number in known.blocked() and known.is_blocked(number)


def written(step: Step) -> str:
    """A step as an argument of another one."""
    return json.dumps(step.to_json())


def step_of(text: str, otherwise: Step) -> Step:
    """What `written` wrote; buttons can be forged, so anything may stand there."""
    try:
        area, name, *args = json.loads(text)
    except (TypeError, ValueError):
        return otherwise
    return Step(str(area), str(name), tuple(str(arg) for arg in args))
