"""The area itself, and what it may change."""

from __future__ import annotations

from dialogs import Area, Feature, OnOff, Panel, Setting, Step, Turn
from line.screening import FEATURE, READS, WRITES
from locales import _


async def is_listed(turn: Turn) -> bool:
    """The rules can be read at all."""
    has = turn.services.provider.contract.has
    return all(has(one) for one in READS) and await turn.feature(FEATURE) is not None


area = Area(
    "screening",
    _("Call screening"),
    icon="🛡",
    group="centrex",
    section="reached",
    command="screening",
    words=_(
        "call screening, block caller, blocked callers, blacklist, spam, withheld callers, "
        "unwanted calls, rules, allow caller, whitelist"
    ),
    needs=is_listed,
)

START = Step(area.key)
WIZARD = Step(area.key, "NewRule")
LIST = Step(area.key, "blocked")
switch = Panel(area, Setting(_("Screening"), Feature(FEATURE), OnOff()))


async def may_edit(turn: Turn) -> bool:
    feature = await turn.feature(FEATURE)
    has = turn.services.provider.contract.has
    return feature is not None and not feature.locked and all(has(one) for one in WRITES)
