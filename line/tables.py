"""Tables as files: CSV and XLSX that every spreadsheet opens and none can be harmed by."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import xlsxwriter

from portaswitch.account.history import FORMULA

Cell = str | int | Decimal | datetime | None
Row = tuple[Cell, ...]

BOM = "\ufeff"
"""Without it, Excel takes the letters of other languages for those of its own."""
WIDTH = 18


def csv_file(heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(heads)
    table.writerows([_plain(cell) for cell in row] for row in rows)
    return (BOM + out.getvalue()).encode()


def _plain(cell: Cell) -> object:
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d %H:%M:%S}"
    if isinstance(cell, str) and cell.lstrip().startswith(FORMULA):
        return f"'{cell}"  # a caller chooses their own name: it must not run as a formula
    return cell


def xlsx_file(heads: Sequence[str], rows: Sequence[Row]) -> bytes:
    """Texts are written as texts, so nothing in them is ever run."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "constant_memory": True}) as book:
        sheet = book.add_worksheet()
        bold = book.add_format({"bold": True})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        sheet.set_column(0, len(heads) - 1, WIDTH)
        sheet.freeze_panes(1, 0)
        for column, head in enumerate(heads):
            sheet.write_string(0, column, head, bold)
        for line, row in enumerate(rows, 1):
            for column, cell in enumerate(row):
                if isinstance(cell, datetime):
                    sheet.write_datetime(line, column, cell, moment)
                elif isinstance(cell, str):
                    sheet.write_string(line, column, cell)
                elif cell is not None:
                    sheet.write_number(line, column, cell)
    return out.getvalue()
