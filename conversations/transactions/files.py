"""The records as a file in the chat, under the same search."""

from __future__ import annotations

import asyncio

from conversations.transactions.base import (
    MONTHLY,
    ONE,
    WAYS,
    Found,
    area,
    counted,
    find,
    overview_of,
    sought_said,
)
from dialogs import Document, Fate, Result, Step, Turn, View, do, go
from dialogs.sent import JustSent
from dialogs.setting import OFF, ON
from line import ledger, tables
from line.ledger import Kind, Way
from locales import Text, _
from portaswitch import Xdr

FORMATS = {
    "csv": (tables.csv_file, "text/csv"),
    "xlsx": (
        tables.xlsx_file,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}
COLUMNS: tuple[Text, ...] = (
    _("Time"),
    _("Kind"),
    _("Direction"),
    _("From"),
    _("To"),
    _("Name"),
    _("Seconds"),
    _("Amount"),
    _("Currency"),
    _("Service"),
    _("Description"),
    _("Number of the record"),
)


@area.screen
async def files(turn: Turn, period: str, sought: str = "") -> View:
    found, wish = await asyncio.gather(find(turn, period, sought), MONTHLY.read(turn))
    monthly = wish is not None and wish.value == ON
    return View(
        counted(found),
        sought_said(turn, found),
        _("On the first of each month, the file of the month before comes by itself.")
        if monthly
        else None,
        _("Excel opens both. CSV is for other programs, too."),
        buttons=[
            go(_("CSV"), file.at("csv", period, sought)),
            go(_("Excel (XLSX)"), file.at("xlsx", period, sought)),
            do(
                _("Monthly file: on") if monthly else _("Monthly file: off"),
                Step(area.key, "every_month", (OFF if monthly else ON, period, sought)),
            ),
        ],
        back=overview_of(period, sought),
    )


@area.screen
async def file(turn: Turn, kind: str, period: str, sought: str = "") -> Result:
    """A new message with the file; a second quick tap sends no second one."""
    here = files.at(period, sought)
    sent, what = turn.services.shared(JustSent), f"{kind} {period} {sought}"
    if sent.by_another_tap(turn, what):
        return here
    view = await made(turn, kind, period, sought)
    sent.add(turn, what)
    return view


async def made(turn: Turn, kind: str, period: str, sought: str) -> View:
    """The file in a new message."""
    found = await find(turn, period, sought)
    make, content_type = FORMATS["xlsx" if kind == "xlsx" else "csv"]
    named = f"transactions-{found.period.first}-{found.period.last}.{kind}"
    rows = [_row(turn, found, xdr) for xdr in found.xdrs]
    heads = [turn.reader.say(column) for column in COLUMNS]
    content = await asyncio.to_thread(make, heads, rows)
    return View(
        counted(found),
        sought_said(turn, found),
        media=Document(content, named, content_type),
        back=files.at(period, sought),
        fate=Fate.RECEIPT,
    )


def _row(turn: Turn, found: Found, xdr: Xdr) -> tables.Row:
    """In the order of COLUMNS. Credits are negative, so that a sum is what is to be paid."""
    kind = ledger.kind_of(xdr)
    call = kind is Kind.CALL
    own = turn.link.number
    way = WAYS[Way.OUT if ledger.is_outgoing(xdr, own) else Way.IN]
    return (
        ledger.began(xdr).astimezone(turn.reader.zone).replace(tzinfo=None),
        turn.reader.say(ONE[kind]),
        turn.reader.say(way) if call else "",
        xdr.cli if call else "",
        xdr.cld if call else "",
        found.names.name(ledger.party_of(xdr, own)) if call else "",
        xdr.charged_quantity if call else None,
        xdr.charged_amount,
        turn.link.currency or "",
        xdr.service_name,
        xdr.description,
        xdr.i_xdr,
    )
