"""The records as a file in the chat, under the same search."""

from __future__ import annotations

import asyncio

from conversations.transactions.base import MONTHLY, area, find, overview_of
from conversations.transactions.said import counted, sought_said
from dialogs import Document, Facts, Fate, Result, Step, Turn, View, do, go
from dialogs.sent import JustSent
from dialogs.setting import OFF, ON
from line import tables
from line.statement import COLUMNS
from locales import City, _

FORMATS = {
    "csv": (tables.csv_file, "text/csv"),
    "xlsx": (
        tables.xlsx_file,
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ),
}


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
        _("XLSX is for Excel and other spreadsheets, CSV for other programs."),
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
    rows = [found.told.row(xdr) for xdr in found.xdrs]
    heads = [turn.reader.say(column) for column in COLUMNS]
    turn.doing(_("Writing the file…"))
    content = await asyncio.to_thread(make, heads, rows)
    return View(
        counted(found),
        sought_said(turn, found),
        Facts(None, {_("Time zone"): City(str(turn.reader.zone))}),
        media=Document(content, named, content_type),
        back=files.at(period, sought),
        fate=Fate.RECEIPT,
    )
