"""What a period came to (5.2): names are verified, service inferred, the answers' keys unknown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.records import Xdr
from portaswitch.rows import INFERRED, READ, row
from portaswitch.values import decimal, integer, number_or, text, wire_moment

ROWS = (
    row(
        "Account/get_services_consumption",
        READ,
        "i_account from_date to_date",
        "services=services_consumption",
        certainty=INFERRED,
    ),
    row(
        "Account/get_transactions_total_info",
        READ,
        "i_account from_date to_date",
        "charges=transactions_total_info.charges payments=transactions_total_info.payments"
        " refunds=transactions_total_info.refunds total=transactions_total_info.total",
        certainty=INFERRED,
    ),
)


@dataclass(frozen=True, slots=True)
class ServiceTotal:
    """Charges of one service; `amount` is negative where credits outweigh them."""

    i_service: int | None
    service_name: str
    amount: Decimal
    quantity: int
    """Seconds of calls; units of the service else."""
    count: int


@dataclass(frozen=True, slots=True)
class TransactionsTotal:
    """Sums of a period, credits negative; None where the switch tells it in keys unknown to us."""

    charges: Decimal | None
    payments: Decimal | None
    refunds: Decimal | None
    total: Decimal | None


class Totals(Calls):
    async def get_services_consumption(
        self, from_date: datetime, to_date: datetime
    ) -> tuple[ServiceTotal, ...] | None:
        """The switch's own sums; None where its answer is not what we propose: then `added_up`."""
        answer = await self._call(
            "get_services_consumption",
            i_account=self.i_account,
            from_date=wire_moment(from_date),
            to_date=wire_moment(to_date),
        )
        if not isinstance(answer["services"], list):
            return None
        totals = parse.each("service_total", answer["services"], _service_total)
        return totals if len(totals) == len(answer["services"]) else None

    async def get_transactions_total_info(
        self, from_date: datetime, to_date: datetime
    ) -> TransactionsTotal:
        answer = await self._call(
            "get_transactions_total_info",
            i_account=self.i_account,
            from_date=wire_moment(from_date),
            to_date=wire_moment(to_date),
        )
        return TransactionsTotal(**{name: decimal(answer[name]) for name in answer})


def added_up(xdrs: Iterable[Xdr]) -> tuple[ServiceTotal, ...]:
    """The sums of xDRs by service, right on any switch: in the order of their ids, those without
    one last. Failed calls do not count.
    """
    by_service: dict[tuple[int | None, str], list[Xdr]] = defaultdict(list)
    for xdr in xdrs:
        if not xdr.failed:
            by_service[xdr.i_service, xdr.service_name].append(xdr)
    totals = (
        ServiceTotal(
            i_service=i_service,
            service_name=name,
            amount=sum((xdr.charged_amount for xdr in found), Decimal(0)),
            quantity=sum(xdr.charged_quantity for xdr in found),
            count=len(found),
        )
        for (i_service, name), found in by_service.items()
    )
    return tuple(sorted(totals, key=lambda one: (one.i_service is None, one.i_service or 0)))


def _service_total(row: Json) -> ServiceTotal:
    return ServiceTotal(
        i_service=integer(row.get("i_service")),
        service_name=text(row.get("service_name")) or text(row.get("name")),
        amount=required(decimal(row.get("charged_amount")), "charged_amount"),
        quantity=number_or(row.get("charged_quantity"), 0),
        count=number_or(row.get("xdr_count"), 0),
    )
