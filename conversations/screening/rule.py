"""One rule: what it says, and what can be done with it."""

from __future__ import annotations

from dataclasses import replace

from conversations.screening.base import START, area, may_edit
from conversations.shared.blocking import rules as read
from dialogs import Result, Row, Step, Turn, View, do, go
from line import screening
from locales import _


@area.screen
async def card(turn: Turn, i_cp_rule: int, sure: str = "") -> Result:
    """One rule; `sure` is the question before it is deleted."""
    known = await read(turn)
    rule = known.rule(i_cp_rule)
    if rule is None or not await may_edit(turn):
        return START
    if sure:
        return View(
            _("Delete this rule? That cannot be undone."),
            known.sentence(rule),
            buttons=[do(_("Delete"), delete.at(i_cp_rule), danger=True)],
            back=card.at(i_cp_rule),
        )
    buttons: list[Row] = [
        do(_("Pause"), enable.at(i_cp_rule, "N"))
        if rule.enabled
        else do(_("Resume"), enable.at(i_cp_rule, "Y"))
    ]
    if known.rules.index(rule):
        buttons.append(do(_("Try it earlier"), earlier.at(i_cp_rule)))
    buttons.append(go(_("Delete"), card.at(i_cp_rule, "sure")))
    return View(
        _("Rule {n} of {total}", n=known.rules.index(rule) + 1, total=len(known.rules)),
        known.sentence(rule),
        _("Note: {note}", note=rule.description) if rule.description else None,
        buttons=buttons,
        back=START,
    )  # fmt: skip


@area.action
async def enable(turn: Turn, i_cp_rule: int, enabled: str) -> Step:
    rule = (await read(turn)).rule(i_cp_rule)
    if rule is not None and await may_edit(turn):
        await turn.api.update_cp_rule(rule, replace(rule, enabled=enabled == "Y"))
    return card.at(i_cp_rule)


@area.action
async def earlier(turn: Turn, i_cp_rule: int) -> Step:
    """Before the one that stands in front of it; a second tap finds it where it is."""
    known = await read(turn)
    rule = known.rule(i_cp_rule)
    place = known.rules.index(rule) if rule else 0
    if rule is not None and place and await may_edit(turn):
        wanted = [one for one in known.rules if one is not rule]
        wanted.insert(place - 1, rule)
        await screening.arrange(turn.api, wanted)
    return START


@area.action
async def delete(turn: Turn, i_cp_rule: int) -> Step:
    known = await read(turn)
    rule = known.rule(i_cp_rule)
    if rule is not None and await may_edit(turn):
        await screening.remove(turn.api, known, rule)
    return START
