"""What call screening means: its rules as sentences, who is blocked, and the writes of each change.

Rules are tried in their order and the first that fits decides. A rule that rejects a caller at any
time, whatever number was dialed, blocks; its condition is the list of the blocked.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from line.party import is_withheld
from line.periods import ALWAYS, period_text
from line.route import Answer
from locales import Joined, Phone, Text, _, _n
from portaswitch import (
    ConditionSummary,
    ConditionType,
    Rejected,
    ScreeningCondition,
    ScreeningRule,
)
from portaswitch.patterns import means
from portaswitch.records import FollowMeNumber

if TYPE_CHECKING:
    from portaswitch import Account

READS = ("get_cp_rule_list", "get_cp_condition_list")
WRITES = (
    "add_cp_rule",
    "update_cp_rule",
    "delete_cp_rule",
    "add_cp_condition",
    "update_cp_condition",
    "delete_cp_condition",
)
FEATURE = "call_processing"
WITHHELD = "anonymous"
"""What stands for a caller who shows no number, among patterns as in a call's record [U]."""
MOST_NAMED = 3
"""Numbers of a condition that a sentence names."""

RING, FORWARD, VOICEMAIL = Answer.RING, Answer.FORWARD, Answer.VOICEMAIL
ACTIONS: Mapping[int, Text] = {
    Answer.REJECT: _("are rejected"),
    RING: _("ring your phone"),
    FORWARD: _("are forwarded"),
    RING | FORWARD: _("ring your phone and are then forwarded"),
    VOICEMAIL: _("go to voicemail"),
    RING | VOICEMAIL: _("ring your phone and then go to voicemail"),
    FORWARD | VOICEMAIL: _("are forwarded and then go to voicemail"),
    RING | FORWARD | VOICEMAIL: _("ring your phone, are then forwarded, and then go to voicemail"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """All that a line has, as it was read."""

    rules: Sequence[ScreeningRule] = ()
    conditions: Sequence[ScreeningCondition] = ()

    def condition(self, summary: ConditionSummary | None) -> ScreeningCondition | None:
        if summary is None:
            return None
        for one in self.conditions:
            if one.i_cp_condition == summary.i_cp_condition:
                return one
        return None

    def rule(self, i_cp_rule: int) -> ScreeningRule | None:
        return next((one for one in self.rules if one.i_cp_rule == i_cp_rule), None)

    # -- who is blocked -------------------------------------------------------------------------

    def blocking(self) -> list[tuple[ScreeningRule, ScreeningCondition]]:
        """The rules that block, each with its list."""
        found = [(rule, self.condition(rule.caller)) for rule in self.rules if _blocks(rule)]
        return [(rule, condition) for rule, condition in found if condition is not None]

    def blocked(self) -> list[str]:
        """Everybody who is on such a list."""
        lists = (condition.number_patterns for _rule, condition in self.blocking())
        return list(dict.fromkeys(pattern for patterns in lists for pattern in patterns))

    def decides(self, number: str) -> ScreeningRule | None:
        """The first rule that always decides about this caller; None where the line's mode does."""
        for rule in self.rules:
            if rule.enabled and rule.called is None and rule.time is None:
                condition = self.condition(rule.caller)
                if rule.caller is None or (condition and fits(condition, number)):
                    return rule
        return None

    def leaves_calls(self) -> bool:
        """Whether there are rules, and calls that none of them decides about."""
        for_all = (
            one.enabled and one.caller is None and one.called is None and one.time is None
            for one in self.rules
        )
        return bool(self.rules) and not any(for_all)

    def is_blocked(self, number: str) -> bool:
        rule = self.decides(number)
        return rule is not None and rule.action == Answer.REJECT

    def used(self, condition: ScreeningCondition) -> list[ScreeningRule]:
        """The rules that rest on a condition."""
        return [
            rule
            for rule in self.rules
            for side in (rule.caller, rule.called, rule.time)
            if side is not None and side.i_cp_condition == condition.i_cp_condition
        ]

    # -- sentences ------------------------------------------------------------------------------

    def sentence(self, rule: ScreeningRule) -> Text:
        """ "Calls from “Mum” (+1 212-555-0123) ring your phone." """
        calls = self._calls(rule)
        action = ACTIONS.get(rule.action, _("are treated in a way of the provider's own"))
        if rule.time is None:
            said = _("{calls} {action}.", calls=calls, action=action)
        else:
            said = _("{calls} {action}, {hours}.", calls=calls, action=action,
                     hours=self._hours(rule.time))  # fmt: skip
        return said if rule.enabled else _("{sentence} (paused)", sentence=said)

    def _calls(self, rule: ScreeningRule) -> Text:
        if rule.caller is None and rule.called is None:
            return _("All calls")
        if rule.called is None:
            return _("Calls from {who}", who=self._who(rule.caller))
        if rule.caller is None:
            return _("Calls to {number}", number=self._who(rule.called))
        return _(
            "Calls from {who} to {number}",
            who=self._who(rule.caller),
            number=self._who(rule.called),
        )

    def _who(self, summary: ConditionSummary | None) -> Text | Joined | str:
        condition = self.condition(summary)
        name = summary.name if summary else ""
        if condition is None or not condition.number_patterns:
            return _("“{name}”", name=name)
        patterns = condition.number_patterns
        numbers: Text | Joined = Joined([mentioned(pattern) for pattern in patterns])
        if len(patterns) > MOST_NAMED:
            numbers = _n("any of {n} number", "any of {n} numbers", len(patterns))
        if not name or name in patterns:
            return numbers
        return _("“{name}” ({numbers})", name=name, numbers=numbers)

    def _hours(self, summary: ConditionSummary) -> Text:
        condition = self.condition(summary)
        if condition is None:
            return _("“{name}”", name=summary.name)
        words = FollowMeNumber("", period=condition.period, period_description=condition.name)
        return period_text(words)


def party(pattern: str) -> Text | Phone:
    """One of the patterns of a condition in words, to stand alone: in a list, on a button."""
    if pattern == WITHHELD:
        return _("withheld numbers")
    if pattern.endswith("%"):
        return _("numbers that begin with {digits}", digits=pattern[:-1])
    return Phone(pattern)


def mentioned(pattern: str) -> Text | Phone:
    """The same inside a sentence: calls from …"""
    if pattern == WITHHELD:
        return _("any withheld number")
    if pattern.endswith("%"):
        return _("any number that begins with {digits}", digits=pattern[:-1])
    return Phone(pattern)


def plain(number: str) -> str:
    """A caller as the rules name one; "" for what is none."""
    if number and is_withheld(number):
        return WITHHELD
    digits = number.removeprefix("+")
    return digits if re.fullmatch(r"[0-9*#]{2,20}%?", digits) else ""


def fits(condition: ScreeningCondition, number: str) -> bool:
    """Whether a caller is meant; `%` stands for any digits."""
    return any(
        means(pattern, number)
        for pattern in condition.number_patterns
        if pattern != "%" or number != WITHHELD
    )


def _blocks(rule: ScreeningRule) -> bool:
    anywhere = rule.called is None and rule.time is None
    return rule.enabled and rule.action == Answer.REJECT and anywhere and rule.caller is not None


# ------------------------------------------------------------------ changes, by steps

# Each is one that the subscriber can repeat: what an earlier try has written is found and used.


async def block(
    api: Account, known: Rules, number: str, title: str, took_back: Callable[[], None]
) -> None:
    """Put a caller on the list; the rule that blocks becomes the first. `title` is its name."""
    for rule, condition in known.blocking():
        if len(known.used(condition)) == 1:
            if not fits(condition, number):
                longer = (*condition.number_patterns, number)
                await api.update_cp_condition(condition, replace(condition, number_patterns=longer))
            if rule is not known.rules[0]:
                await arrange(api, [rule, *(one for one in known.rules if one is not rule)])
            return
    caller = ScreeningCondition(title, ConditionType.FROM, number_patterns=(number,))
    await add_wished(api, known, Wish(ScreeningRule(0, Answer.REJECT), caller), took_back)


async def unblock(api: Account, known: Rules, number: str) -> None:
    """Take a caller off every list that names it; an empty list goes with its rule."""
    for rule, condition in known.blocking():
        rest = tuple(one for one in condition.number_patterns if one != number)
        if rest == condition.number_patterns:
            continue
        if rest:
            await api.update_cp_condition(condition, replace(condition, number_patterns=rest))
        else:
            await remove(api, known, rule)


async def add_wished(api: Account, known: Rules, wish: Wish, took_back: Callable[[], None]) -> None:
    """The rule of a wish with the conditions that it needs, in front of the others or behind them.

    `took_back` is told when the switch refused the rule and its conditions are gone again.
    """
    rule, made = wish.rule, list[ConditionSummary]()
    if wish.caller is not None:
        made.append(caller := await _condition(api, known, wish.caller))
        rule = replace(rule, caller=caller)
    if wish.time is not None:
        made.append(time := await _condition(api, known, wish.time))
        rule = replace(rule, time=time)
    order = 1
    if not wish.first:
        order += max((one.order for one in known.rules), default=0)
    elif known.rules and known.rules[0].order < 2:
        await arrange(api, known.rules, start=2)
    try:
        await api.add_cp_rule(replace(rule, order=order))
    except Rejected:
        for one in made:
            await api.delete_cp_condition(one.i_cp_condition or 0)
        took_back()
        raise


async def remove(api: Account, known: Rules, rule: ScreeningRule) -> None:
    """A rule, and the conditions that nothing else rests on."""
    await api.delete_cp_rule(rule.i_cp_rule)
    for summary in (rule.caller, rule.called, rule.time):
        condition = known.condition(summary)
        if condition is not None and known.used(condition) == [rule]:
            await api.delete_cp_condition(condition.i_cp_condition)


async def arrange(api: Account, wanted: Sequence[ScreeningRule], start: int = 1) -> None:
    """Number the rules in this order, the last one first: a stop in between mixes up nothing
    that was in order."""
    for order, rule in reversed([*enumerate(wanted, start)]):
        if rule.order != order:
            await api.update_cp_rule(rule, replace(rule, order=order))


async def _condition(api: Account, known: Rules, wanted: ScreeningCondition) -> ConditionSummary:
    """A condition that nothing rests on yet and that says the same, else a new one."""
    for one in known.conditions:
        if not known.used(one) and replace(one, i_cp_condition=0) == wanted:
            return ConditionSummary(one.i_cp_condition, one.name)
    made = await api.add_cp_condition(wanted)
    if not made:  # the switch only says that it did: the newest of those that are alike
        alike: Iterable[ScreeningCondition] = await api.get_cp_condition_list()
        made = max(one.i_cp_condition for one in alike if replace(one, i_cp_condition=0) == wanted)
    return ConditionSummary(made, wanted.name)


# ------------------------------------------------------------------ a rule that is wished


@dataclass(frozen=True, slots=True)
class Wish:
    """A rule to be, before the switch has given it any ids."""

    rule: ScreeningRule
    caller: ScreeningCondition | None = None
    time: ScreeningCondition | None = None

    @classmethod
    def of(cls, who: str, period: str, hours_name: str, action: int) -> Wish:
        """`who` is a pattern, "" for everybody; `period` in the provider's notation."""
        caller = time = None
        if who:
            caller = ScreeningCondition(who, ConditionType.FROM, number_patterns=(who,))
        if period != ALWAYS:
            time = ScreeningCondition(hours_name, ConditionType.TIME, period=period)
        return cls(ScreeningRule(0, action), caller, time)

    @property
    def first(self) -> bool:
        """What is about one caller goes before what is about everybody."""
        return self.caller is not None

    def sentence(self) -> Text:
        conditions: list[ScreeningCondition] = []
        rule = self.rule
        if self.caller is not None:
            conditions.append(replace(self.caller, i_cp_condition=1))
            rule = replace(rule, caller=ConditionSummary(1, self.caller.name))
        if self.time is not None:
            conditions.append(replace(self.time, i_cp_condition=2))
            rule = replace(rule, time=ConditionSummary(2, self.time.name))
        return Rules((rule,), conditions).sentence(rule)
