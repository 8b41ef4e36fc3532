"""The classes of numbers that can be barred, as the provider tells them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace

from dialogs import Turn
from locales import Text, _
from portaswitch import BarringClass, BarringOption, NotMapped, Rejected

FEATURE, RULES = "call_barring", "call_barring_rules"


@dataclass(frozen=True, slots=True)
class Class:
    """A class of numbers; `patterns` is None where the provider does not say which."""

    key: int
    name: Text | str
    barred: bool
    patterns: Sequence[str] | None


async def read(turn: Turn) -> tuple[bool, list[Class]]:
    """Whether the subscriber may change them, and all classes that there are."""
    feature, found = await asyncio.gather(turn.feature(FEATURE), options(turn))
    infos = await asyncio.gather(*(_info(turn, one.i_cp_condition) for one in found))
    classes = [
        Class(
            one.i_cp_condition,
            one.name or (info.name if info else "") or _("class {key}", key=one.i_cp_condition),
            bool(one.barred),
            info.number_patterns if info else None,
        )
        for one, info in zip(found, infos, strict=True)
    ]
    return feature is not None and not feature.locked, classes


async def options(turn: Turn) -> list[BarringOption]:
    """All classes that there are, each with whether it is barred."""
    feature, offered = await asyncio.gather(turn.feature(FEATURE), _offered(turn))
    if feature is None:
        return []
    rules = [int(one) for one in feature.effective.get(RULES, ()) if one.isdecimal()]
    known = {one.i_cp_condition for one in offered}
    # What is barred without being offered is barred all the same.
    every = [*offered, *(BarringOption(one, "", None) for one in rules if one not in known)]
    return [
        replace(
            one,
            barred=feature.on
            and (one.i_cp_condition in rules if one.barred is None else one.barred),
        )
        for one in every
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
