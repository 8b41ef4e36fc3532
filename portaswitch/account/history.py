"""Calls and transactions (5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum
from typing import Any

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.errors import Unavailable
from portaswitch.records import Document, Service, Xdr, XdrPage
from portaswitch.rows import INFERRED, READ, row
from portaswitch.values import integer, wire_moment
from portaswitch.wire import NO_FILE

VOICE_CALLS = 3
TABLE_LIMIT = 20_000_000
"""Bytes of a table of xDRs."""

# Known from the customer's twin of the method, inferred here; some of their meanings are not told.
FILTERS = (
    "cli cld call_id h323_conf_id history_pattern connect_time_after connect_time_before"
    " call_recording billing_model i_dest_group for_current_period roaming get_split_xdrs"
    " with_netaccess_usage"
)
PERIOD = "from_date to_date i_service_type i_service show_unsuccessful"

ROWS = (
    row(
        "Account/get_xdr_list",
        READ,
        f"{PERIOD} with_cr_download_ids limit offset get_total {FILTERS}",
        "xdr_list total",
    ),
    row(
        "Account/get_xdr_list",
        READ,
        f"{PERIOD} format {FILTERS}",
        name="get_xdr_table",
        certainty=INFERRED,
    ),
    row("Service/get_service_list", READ, "", "service_list", certainty=INFERRED),
)


class Side(IntEnum):
    """Which way the money went (`billing_model` of the filters, which means no model here)."""

    CREDITS = 1
    DEBITS = -1


@dataclass(frozen=True, slots=True)
class XdrFilters:
    """What to leave out of a list of xDRs [I]; None filters nothing.

    `%` stands for any characters in a text. A switch may not know a filter and ignore it: what must
    not be there has to be left out by the caller too.
    """

    cli: str | None = None
    cld: str | None = None
    call_id: str | None = None
    h323_conf_id: str | None = None
    history_pattern: str | None = None
    connect_time_after: datetime | None = None
    connect_time_before: datetime | None = None
    call_recording: bool | None = None
    """Only what was recorded."""
    billing_model: Side | None = None
    i_dest_group: int | None = None
    for_current_period: bool | None = None
    roaming: bool | None = None
    get_split_xdrs: bool | None = None
    with_netaccess_usage: bool | None = None

    def wire(self) -> dict[str, Any]:
        return {field.name: _wire(getattr(self, field.name)) for field in fields(self)}


NO_FILTERS = XdrFilters()


class History(Calls):
    async def get_xdr_list(
        self,
        from_date: datetime,
        to_date: datetime,
        *,
        i_service_type: int | None = VOICE_CALLS,
        i_service: int | None = None,
        show_unsuccessful: bool = True,
        filters: XdrFilters = NO_FILTERS,
        limit: int | None = None,
        offset: int = 0,
        get_total: bool = False,
    ) -> XdrPage:
        """xDRs billed from `from_date` until before `to_date`, newest first.

        The order in which the switch answers is not known, so `limit` may cut off the newest: to
        have the newest of a range, take all of it (no `limit`: read page by page, up to 20,000)
        and keep the range short, for a wide one is a burden on the switch (2.10).
        """
        period = _period(from_date, to_date, i_service_type, i_service, show_unsuccessful)
        query = {**period, **filters.wire(), "with_cr_download_ids": 1}
        if limit is not None:
            total = 1 if get_total else None
            answer = await self._call(
                "get_xdr_list", **query, limit=limit, offset=offset, get_total=total
            )
            xdrs = parse.each("xdr", answer["xdr_list"], parse.xdr)
            return XdrPage(_newest_first(xdrs), integer(answer["total"]))
        found = await self._all_rows("get_xdr_list", "xdr_list", offset, **query)
        xdrs = parse.each("xdr", found, parse.xdr)
        return XdrPage(_newest_first(xdrs), offset + len(found) if get_total else None)

    async def get_xdr_table(
        self,
        from_date: datetime,
        to_date: datetime,
        format: str = "csv",  # noqa: A002 - the provider's name for it
        *,
        i_service_type: int | None = None,
        i_service: int | None = None,
        show_unsuccessful: bool = True,
        filters: XdrFilters = NO_FILTERS,
        limit_bytes: int = TABLE_LIMIT,
    ) -> Document:
        """The xDRs as a file of the switch's own making [I]. Raises `TooLarge`.

        `Unavailable` with the reason `NO_FILE`: it answered something else; see `export_xdrs`.
        """
        period = _period(from_date, to_date, i_service_type, i_service, show_unsuccessful)
        reply = await self._file(
            "get_xdr_table", limit_bytes, **period, **filters.wire(), format=format
        )
        return Document(reply.body, reply.content_type, reply.filename)

    async def export_xdrs(
        self, from_date: datetime, to_date: datetime, *, i_service: int | None = None
    ) -> Document:
        """A CSV of all services or of one: the switch's, or where it makes none, ours."""
        if self._provider.contract.has("get_xdr_table"):
            try:
                return await self.get_xdr_table(from_date, to_date, i_service=i_service)
            except Unavailable as problem:
                if problem.reason != NO_FILE:
                    raise
        page = await self.get_xdr_list(from_date, to_date, i_service_type=None, i_service=i_service)
        return Document(_csv(page.xdrs), filename="xdrs.csv")

    async def get_service_list(self) -> tuple[Service, ...]:
        answer = await self._call("get_service_list")
        return parse.each("service", answer["service_list"], parse.service)


def _period(
    from_date: datetime,
    to_date: datetime,
    i_service_type: int | None,
    i_service: int | None,
    show_unsuccessful: bool,
) -> dict[str, Any]:
    return {
        "from_date": wire_moment(from_date),
        "to_date": wire_moment(to_date),
        "i_service_type": i_service_type,
        "i_service": i_service,
        "show_unsuccessful": 1 if show_unsuccessful else None,
    }


def _wire(value: object) -> object:
    """Switches are 1 and 0 in requests (2.4)."""
    if isinstance(value, datetime):
        return wire_moment(value)
    return int(value) if isinstance(value, bool | IntEnum) else value


COLUMNS = ("cli", "cld", "charged_quantity", "charged_amount", "service_name", "description")


def _csv(xdrs: Sequence[Xdr]) -> bytes:
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(("bill_time", *COLUMNS))
    for xdr in xdrs:
        values = (getattr(xdr, column) for column in COLUMNS)
        table.writerow([wire_moment(xdr.bill_time), *map(_harmless, values)])
    return out.getvalue().encode()


FORMULA = ("=", "+", "-", "@", "\t", "\r")


def _harmless(value: object) -> object:
    """A caller chooses their own name: a spreadsheet must not take it for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _newest_first(xdrs: Sequence[Xdr]) -> tuple[Xdr, ...]:
    return tuple(sorted(xdrs, key=lambda xdr: (xdr.bill_time, xdr.i_xdr), reverse=True))
