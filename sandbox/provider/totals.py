"""What a period came to, by service and in all.

The two names are known; that they belong to `Account` and take a period is inferred, the keys of
their answers are ours.
"""

from collections import defaultdict
from decimal import Decimal

from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import ADJUSTMENTS, PAYMENTS, Row, Xdr
from sandbox.provider.xdr import SERVICES, between

_PERIOD = "i_account from_date to_date"


@serves("Account/get_services_consumption", _PERIOD, realms=BOTH, certainty="inferred")
def get_services_consumption(call: Call) -> Row:
    """Money and units of each service that has any; failed calls count for nothing."""
    by_service: dict[int, list[Xdr]] = defaultdict(list)
    for row in _charged(call):
        by_service[row.i_service].append(row)
    return {
        "services_consumption": [
            {
                "i_service": i_service,
                "service_name": SERVICES[i_service],
                "charged_amount": _sum(rows),
                "charged_quantity": sum(row.seconds for row in rows),
                "xdr_count": len(rows),
            }
            for i_service, rows in sorted(by_service.items())
        ]
    }


@serves("Account/get_transactions_total_info", _PERIOD, realms=BOTH, certainty="inferred")
def get_transactions_total_info(call: Call) -> Row:
    """Payments and refunds apart from charges: they are credits, negative as among the xDRs."""
    rows = _charged(call)
    payments = [row for row in rows if row.i_service == PAYMENTS]
    refunds = [row for row in rows if row.i_service == ADJUSTMENTS]
    charges = [row for row in rows if row.i_service not in (PAYMENTS, ADJUSTMENTS)]
    return {
        "transactions_total_info": {
            "charges": _sum(charges),
            "payments": _sum(payments),
            "refunds": _sum(refunds),
            "total": _sum(rows),
        }
    }


def _charged(call: Call) -> list[Xdr]:
    return [row for row in between(call, call.account()) if not row.failed]


def _sum(rows: list[Xdr]) -> Decimal:
    return sum((row.amount for row in rows), Decimal(0))
