"""What the provider knows, by groups; each group has a button for each of its fields."""

from __future__ import annotations

from collections.abc import Mapping

from conversations.profile.base import FIELDS, GROUPS, area, asking, at, contact_of, said
from conversations.profile.trust import told
from dialogs import Facts, Result, Row, Step, Turn, View, go
from dialogs.view import Said
from locales import Text, _

NOTHING_YET = _("Your provider has no details of you yet. Choose below what you want to fill in.")


@area.start
async def profile(turn: Turn) -> View:
    contact = await contact_of(turn)
    known = {name: value for name in FIELDS if (value := getattr(contact, name))}
    words = await _in_words(turn, known)
    blocks = [
        Facts(
            title,
            {FIELDS[name][1]: one for name, one in words.items() if FIELDS[name][0] == key},
        )
        for key, title in GROUPS.items()
    ]
    info = await turn.read("get_account_info")
    more: list[Row] = [go(_("Extra information"), "extra")] if info.has_custom_fields else []
    return View(
        *(block for block in blocks if block.values),
        None if known else NOTHING_YET,
        buttons=[*(go(title, at(key)) for key, title in GROUPS.items()), *more],
    )


@area.screen
async def group(turn: Turn, key: str) -> Result:
    return await fields_of(turn, key) if key in GROUPS else Step(area.key)


async def fields_of(turn: Turn, key: str, note: Text | None = None) -> View:
    contact = await contact_of(turn)
    mine = {name: getattr(contact, name) for name, field in FIELDS.items() if field[0] == key}
    words = await _in_words(turn, mine)
    return View(
        Facts(GROUPS[key], {FIELDS[name][1]: one for name, one in words.items()}),
        _("Tap what you want to change."),
        buttons=[go(FIELDS[name][1], asking(name)) for name in mine],
        back=Step(area.key),
        note=note,
    )


async def _in_words(turn: Turn, values: Mapping[str, str]) -> dict[str, Said]:
    return await told(turn, {name: said(name, value) for name, value in values.items()}, values)
