"""Calls and transactions (5)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.records import Service, Xdr, XdrPage
from portaswitch.rows import INFERRED, READ, row
from portaswitch.values import integer, wire_moment

VOICE_CALLS = 3

ROWS = (
    row(
        "Account/get_xdr_list",
        READ,
        "from_date to_date i_service_type i_service show_unsuccessful"
        " with_cr_download_ids limit offset get_total",
        "xdr_list total",
    ),
    row("Service/get_service_list", READ, "", "service_list", certainty=INFERRED),
)


class History(Calls):
    async def get_xdr_list(
        self,
        from_date: datetime,
        to_date: datetime,
        *,
        i_service_type: int | None = VOICE_CALLS,
        i_service: int | None = None,
        show_unsuccessful: bool = True,
        limit: int | None = None,
        offset: int = 0,
        get_total: bool = False,
    ) -> XdrPage:
        """xDRs billed from `from_date` until before `to_date`, newest first.

        The order in which the switch answers is not known, so `limit` may cut off the newest: to
        have the newest of a range, take all of it (no `limit`: read page by page, up to 20,000)
        and keep the range short, for a wide one is a burden on the switch (2.10).
        """
        query = {
            "from_date": wire_moment(from_date),
            "to_date": wire_moment(to_date),
            "i_service_type": i_service_type,
            "i_service": i_service,
            "show_unsuccessful": 1 if show_unsuccessful else None,
            "with_cr_download_ids": 1,
        }
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

    async def get_service_list(self) -> tuple[Service, ...]:
        answer = await self._call("get_service_list")
        return parse.each("service", answer["service_list"], parse.service)


def _newest_first(xdrs: Sequence[Xdr]) -> tuple[Xdr, ...]:
    return tuple(sorted(xdrs, key=lambda xdr: (xdr.bill_time, xdr.i_xdr), reverse=True))
