"""One field at a time; a phone is confirmed by the subscriber's own contact."""

from __future__ import annotations

from functools import partial

from conversations.profile.base import (
    EMAILS,
    FIELDS,
    OWN_PHONES,
    PHONE,
    area,
    at,
    contact_of,
    said,
    save,
)
from conversations.profile.trust import remember
from conversations.shared.onevalue import Value, one_value
from dialogs import Turn
from locales import _


async def _about(turn: Turn, name: str) -> Value | None:
    if name not in FIELDS or name in EMAILS:
        return None
    _of, title, field = FIELDS[name]
    asked = _("{setting}: what shall it be?", setting=title)
    if field is PHONE:
        asked = _("{setting}: which number? Send it, or share a contact.", setting=title)
    return Value(
        title,
        asked,
        getattr(await contact_of(turn), name),
        field,
        shown=lambda value: said(name, value),
        vouch=partial(_vouch, name) if name in OWN_PHONES else None,
    )


async def _vouch(name: str, turn: Turn, value: str, confirmed: bool) -> None:
    await remember(turn, name, value, confirmed)


Change = one_value(area, _about, save, lambda name: at(FIELDS[name][0]))
