"""The rules, read out in the order in which they are tried."""

from __future__ import annotations

from conversations.screening.base import LIST, WIZARD, area, may_edit, switch
from conversations.screening.rule import card
from conversations.shared.blocking import is_on
from conversations.shared.blocking import rules as read
from dialogs import Listing, Row, Step, Turn, View, go, paged
from locales import Text, _

PAGE = 6


@area.start
async def rules(turn: Turn, page: int = 0) -> View:
    if not await is_on(turn):
        return await switch.view(
            turn, _("Screening is off: every call is treated alike, whoever calls.")
        )
    known, edit = await read(turn), await may_edit(turn)
    shown = paged([*enumerate(known.rules, 1)], page, PAGE, rules.at)
    end_of_rows: Row = []
    buttons: list[Row] = [end_of_rows]
    if edit:
        buttons += [go(_("Rule {n}", n=n), card.at(one.i_cp_rule)) for n, one in shown.items]
    buttons.append(shown.turning)
    if edit:
        buttons.append([go(_("New rule"), WIZARD), go(_("Blocked callers"), LIST)])
    else:
        buttons.append(go(_("Ask to change rules"), _request(turn)))
    return await switch.view(
        turn,
        _("The first rule that fits a call decides what becomes of it:")
        if known.rules
        else _("There are no rules yet: every call is treated alike, whoever calls."),
        Listing([_numbered(n, known.sentence(one)) for n, one in shown.items]),
        _("All other calls are treated as usual.") if known.leaves_calls() else None,
        None if edit else _("Locked: only your provider can change the rules."),
        buttons=buttons,
    )


def _numbered(n: int, sentence: Text) -> Text:
    return _("{n}. {sentence}", n=n, sentence=sentence)


def _request(turn: Turn) -> Step:
    wish = turn.reader.say(_("Please change my call screening rules."))
    return Step("help", "request", (wish, area.key))
