"""Periodic fees: what is charged each month, what will be, what was."""

from datetime import date, timedelta
from decimal import Decimal

from sandbox.provider.clock import next_month
from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import CREDIT, Account, Row

PENDING, ACTIVE, CLOSED = 0, 1, 2


@serves(
    "Account/get_subscriptions",
    "i_account with_effective_fees with_promotional_periods_info with_regular_discount_list "
    "with_upcharge_list",
    realms=BOTH,
)
def get_subscriptions(call: Call) -> Row:
    """Dates have no time; a fee that has not begun lacks what only a begun one has."""
    account = call.account()
    today = call.switch.clock.now().date()
    rows = [_active(account, today), _pending(account, today), _closed(account, today)]
    if "subscriptions" in account.empty:
        rows = []
    for row in rows:
        if call.switched_on("with_effective_fees"):
            row["effective_fees_info"] = _fees(row, today)
        for switch, key in _LISTS.items():
            if call.switched_on(switch):
                row[key] = []
    return {"subscriptions": rows}


_LISTS = {
    "with_regular_discount_list": "regular_discount_list",
    "with_upcharge_list": "upcharge_list",
}


def _active(account: Account, today: date) -> Row:
    """Who pays afterwards does so for less: ten percent off."""
    fee = Decimal("5.99")
    row = _row(account, 1, ACTIVE, account.product.visible_name, fee, "Y") | {
        "start_date": f"{account.created:%Y-%m-%d}",
        "activation_date": f"{account.created:%Y-%m-%d}",
        "billed_to": _month_end(today),
        "effective_fee": fee,
        "finish_date": None,
    }
    if account.billing_model == CREDIT:
        row["has_discount"], row["effective_fee"] = 1, Decimal("5.39")
        row["discount_list"] = [{"discount_rate": 10, "start_date": row["start_date"]}]
    return row


def _pending(account: Account, today: date) -> Row:
    return _row(account, 2, PENDING, "Call Recording", Decimal("2.50"), "N") | {
        "start_date": f"{today + timedelta(days=10)}",
        "finish_date": None,
    }


def _closed(account: Account, today: date) -> Row:
    finish = today - timedelta(days=40)
    return _row(account, 3, CLOSED, "Second Number", Decimal("1.00"), "N") | {
        "start_date": f"{account.created:%Y-%m-%d}",
        "activation_date": f"{account.created:%Y-%m-%d}",
        "billed_to": f"{finish}",
        "effective_fee": Decimal("1.00"),
        "finish_date": f"{finish}",
        "is_finished": "Y",
    }


def _row(
    account: Account, ordinal: int, status: int, name: str, fee: Decimal, obligatory: str
) -> Row:
    return {
        "i_account_subscription": account.i_account * 10 + ordinal,
        "i_subscription": 200 + ordinal,
        "i_product": account.product.i_product,
        "name": name,
        "invoice_description": f"{name}, monthly fee",
        "subscription_level_invoice_description": None,
        "int_status": status,
        "is_finished": "N",
        "monthly_fee": fee,
        "has_discount": 0,
        "discount_list": [],
        "multi_month_discount_list": [],
        "i_discount_next": None,
        "obligatory": obligatory,
        "multiple": 0,
        "generate_daily_charge": "N",
    }


def _fees(row: Row, today: date) -> Row:
    """What is charged in this period and the next; an empty one is a list."""
    amount = row.get("effective_fee", row["monthly_fee"])
    fee = {"amount": amount, "charged_to": _month_end(today), "included_periods": 1}
    running = row["int_status"] == ACTIVE
    return {"current": fee if running else [], "next": fee if running else []}


def _month_end(today: date) -> str:
    return f"{next_month(today) - timedelta(days=1)}"
