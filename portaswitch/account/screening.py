"""Call screening (12), which the provider calls "call processing".

The methods' names are known; their service, parameters and records are proposals. The account needs
the feature `call_processing`. The portal only lists: the writes are for operators who map them.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from portaswitch import parse
from portaswitch.account.barring import number_patterns
from portaswitch.account.calls import Calls, changed
from portaswitch.parse import Json, required
from portaswitch.rows import READ, UNKNOWN, WRITE, Row, inside, row
from portaswitch.values import flag, integer, mapping, number_or, text, word, yes_no
from portaswitch.wire import Kind


def _row(method: str, kind: Kind, params: str, results: str = "") -> Row:
    return row(f"CallProcessing/{method}", kind, params, results, certainty=UNKNOWN)


_RULE = inside("cp_rule_info", "order enabled caller=from called=to time action description")
_CONDITION = inside("cp_condition_info", "name type number_pattern_list period")

ROWS = (
    _row("get_cp_rule_list", READ, "i_account", "cp_rule_list"),
    _row("add_cp_rule", WRITE, _RULE, "i_cp_rule"),
    _row("update_cp_rule", WRITE, f"{inside('cp_rule_info', 'i_cp_rule')} {_RULE}"),
    _row("delete_cp_rule", WRITE, "i_cp_rule"),
    _row("get_cp_condition_list", READ, "i_account", "cp_condition_list"),
    _row("add_cp_condition", WRITE, _CONDITION, "i_cp_condition"),
    _row(
        "update_cp_condition",
        WRITE,
        f"{inside('cp_condition_info', 'i_cp_condition')} {_CONDITION}",
    ),
    _row("delete_cp_condition", WRITE, "i_cp_condition"),
)


class ConditionType(StrEnum):
    """What of a call a condition looks at."""

    FROM = "from"
    TO = "to"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class ScreeningCondition:
    """`i_cp_condition` is 0 until the switch has assigned one."""

    name: str
    type: str
    """A `ConditionType`, or another word of the switch's."""
    number_patterns: tuple[str, ...] = ()
    """Of the caller or the called; `%` stands for any digits."""
    period: str = ""
    """When, in the provider's notation (7.3)."""
    i_cp_condition: int = 0


@dataclass(frozen=True, slots=True)
class ConditionSummary:
    """A condition as a rule shows it; the id is None where the switch tells the name alone."""

    i_cp_condition: int | None
    name: str


@dataclass(frozen=True, slots=True)
class ScreeningRule:
    """Rules are tried in their order; a condition of None fits every call."""

    order: int
    action: int
    """What becomes of the call: a mask of 1 ring, 2 forward, 4 voicemail; 0 rejects (6.5)."""
    caller: ConditionSummary | None = None
    called: ConditionSummary | None = None
    time: ConditionSummary | None = None
    enabled: bool = True
    description: str = ""
    i_cp_rule: int = 0
    """0 until the switch has assigned one."""


class Screening(Calls):
    async def get_cp_rule_list(self) -> tuple[ScreeningRule, ...]:
        """In the order in which they are tried. `Rejected` where the feature is off."""
        answer = await self._call("get_cp_rule_list", i_account=self.i_account)
        rules = parse.each("cp_rule", answer["cp_rule_list"], _rule)
        return tuple(sorted(rules, key=lambda rule: rule.order))

    async def add_cp_rule(self, rule: ScreeningRule) -> int:
        """The id that the switch assigned; 0 where it only says that it did."""
        answer = await self._call("add_cp_rule", **_rule_info(rule))
        return number_or(answer["i_cp_rule"], 0)

    async def update_cp_rule(self, before: ScreeningRule, after: ScreeningRule) -> None:
        """Only what differs is sent."""
        changes = changed(_rule_info(before), _rule_info(after))
        await self._call("update_cp_rule", i_cp_rule=before.i_cp_rule, **changes)

    async def delete_cp_rule(self, i_cp_rule: int) -> None:
        await self._call("delete_cp_rule", i_cp_rule=i_cp_rule)

    async def get_cp_condition_list(self) -> tuple[ScreeningCondition, ...]:
        answer = await self._call("get_cp_condition_list", i_account=self.i_account)
        return parse.each("cp_condition", answer["cp_condition_list"], _condition)

    async def add_cp_condition(self, condition: ScreeningCondition) -> int:
        """The id that the switch assigned; 0 where it only says that it did."""
        answer = await self._call("add_cp_condition", **_condition_info(condition))
        return number_or(answer["i_cp_condition"], 0)

    async def update_cp_condition(
        self, before: ScreeningCondition, after: ScreeningCondition
    ) -> None:
        """Only what differs is sent; every rule that rests on it changes with it."""
        changes = changed(_condition_info(before), _condition_info(after))
        await self._call("update_cp_condition", i_cp_condition=before.i_cp_condition, **changes)

    async def delete_cp_condition(self, i_cp_condition: int) -> None:
        """`Rejected` while a rule rests on it."""
        await self._call("delete_cp_condition", i_cp_condition=i_cp_condition)


def _rule(row: Json) -> ScreeningRule:
    return ScreeningRule(
        order=number_or(row.get("order"), 0),
        action=required(integer(row.get("action")), "action"),
        caller=_summary(row.get("from")),
        called=_summary(row.get("to")),
        time=_summary(row.get("time")),
        enabled=flag(row.get("enabled")) is not False,
        description=text(row.get("description")),
        i_cp_rule=required(integer(row.get("i_cp_rule")), "i_cp_rule"),
    )


def _summary(value: object) -> ConditionSummary | None:
    """An object, or nothing but words for one; an empty one fits every call."""
    fields = mapping(value) or {"name": value}
    found = ConditionSummary(integer(fields.get("i_cp_condition")), text(fields.get("name")))
    return found if found.i_cp_condition is not None or found.name else None


def _rule_info(rule: ScreeningRule) -> dict[str, object]:
    return {
        "order": rule.order,
        "enabled": yes_no(rule.enabled),
        "caller": _chosen(rule.caller),
        "called": _chosen(rule.called),
        "time": _chosen(rule.time),
        "action": rule.action,
        "description": rule.description,
    }


def _chosen(condition: ConditionSummary | None) -> dict[str, int | None]:
    """Empty for "any": what is None would not be sent, and so not change."""
    return {"i_cp_condition": condition.i_cp_condition} if condition else {}


def _condition(row: Json) -> ScreeningCondition:
    return ScreeningCondition(
        name=text(row.get("name")),
        type=word(ConditionType, row.get("type")),
        number_patterns=number_patterns(row),
        period=text(row.get("period")),
        i_cp_condition=required(integer(row.get("i_cp_condition")), "i_cp_condition"),
    )


def _condition_info(condition: ScreeningCondition) -> dict[str, object]:
    patterns = [{"number": pattern} for pattern in condition.number_patterns]
    return {
        "name": condition.name,
        "type": condition.type,
        "number_pattern_list": patterns,
        "period": condition.period,
    }
