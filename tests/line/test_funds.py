"""Money and state of a line in words, for every kind of account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from line.funds import available_funds, funds_text, status_text
from portaswitch.records import AccountInfo, BillingModel

from .conftest import Say

STOCK: dict[str, Any] = {
    "i_account": 1,
    "id": "12065550100",
    "login": "alice",
    "i_customer": 2,
    "billing_model": BillingModel.DEBIT,
    "i_account_balance_control_type": 1,
    "balance": Decimal(0),
    "credit_limit": None,
    "currency": "USD",
    "bill_status": "O",
    "blocked": False,
    "status": "",
    "product_name": "",
    "time_zone_name": "UTC",
    "i_lang": "en",
    "iso_639_1": "en",
    "firstname": "",
    "lastname": "",
    "companyname": "",
    "email": "",
    "phone1": "",
    "extension_id": "",
    "sip_status": None,
    "last_recharge": None,
}


def info(**changes: Any) -> AccountInfo:
    for name in ("balance", "credit_limit", "customer_balance"):
        if isinstance(changes.get(name), str):
            changes[name] = Decimal(changes[name])
    return AccountInfo(**STOCK | changes)


DEBIT, CREDIT = BillingModel.DEBIT, BillingModel.CREDIT


@pytest.mark.row("S02")
@pytest.mark.parametrize(
    ("changes", "available", "words"),
    [
        ({"balance": "2.50"}, "2.50", "Available: $2.50"),
        ({"balance": "0"}, "0", "Available: $0.00"),
        ({"balance": "-1.20"}, "-1.20", "Overdrawn by $1.20"),
        ({"balance": None}, None, "The provider does not show a balance for this line"),
        (
            {"billing_model": BillingModel.VOUCHER, "balance": "5"},
            "5",
            "Available: $5.00",
        ),
        (
            {"billing_model": CREDIT, "balance": "12", "credit_limit": "50"},
            "38",
            "You owe $12.00 of a $50.00 limit",
        ),
        (
            {"billing_model": CREDIT, "balance": "60", "credit_limit": "50"},
            "-10",
            "You owe $60.00, more than the $50.00 limit",
        ),
        (
            {"billing_model": CREDIT, "balance": "0", "credit_limit": "50"},
            "50",
            "You owe nothing; available: $50.00",
        ),
        (
            {"billing_model": CREDIT, "balance": "-5", "credit_limit": "50"},
            "55",
            "You have paid $5.00 ahead; available: $55.00",
        ),
        ({"billing_model": CREDIT, "balance": "12"}, None, "You owe $12.00"),
        ({"billing_model": CREDIT, "balance": "-3"}, None, "You have paid $3.00 ahead"),
        ({"billing_model": CREDIT, "balance": "0"}, None, "You owe nothing"),
        (
            {"i_account_balance_control_type": 3, "balance": "7"},
            None,
            "This line is billed to the company",
        ),
        (
            {"i_account_balance_control_type": 3, "customer_balance": "-23.61693"},
            "23.61693",
            "This line is billed to the company, which has $23.62",
        ),
        (
            {"i_account_balance_control_type": 3, "customer_balance": "8"},
            None,
            "This line is billed to the company, which owes $8.00",
        ),
        (
            {"billing_model": BillingModel.BENEFICIARY, "balance": "9"},
            None,
            "This line spends another account's money",
        ),
        (
            {"billing_model": BillingModel.INTERNAL, "balance": "0"},
            None,
            "Calls on this line are not charged",
        ),
    ],
)
def test_funds_are_worded_by_the_accounts_type(
    changes: dict[str, Any], available: str | None, words: str, say: Say
) -> None:
    account = info(**changes)

    assert available_funds(account) == (None if available is None else Decimal(available))
    assert say(funds_text(account)) == words


@pytest.mark.parametrize("status", ["", "ok", "active", "OK"])
def test_a_good_line_has_nothing_to_say(status: str) -> None:
    assert status_text(info(status=status)) is None


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"status": "blocked"}, "This line is blocked. The provider can unblock it."),
        ({"blocked": True}, "This line is blocked. The provider can unblock it."),
        (
            {"status": "active", "blocked": True},
            "This line is blocked. The provider can unblock it.",
        ),
        ({"bill_status": "S"}, "This line is suspended. The provider can say why."),
        ({"bill_status": "C", "blocked": True}, "This line is closed for good."),
        ({"status": "expired"}, "This line has expired. The provider can renew it."),
        ({"status": "credit_exceeded"}, "The credit limit of this line is used up."),
        ({"status": "zero_balance"}, "The money on this line is used up."),
        (
            {"status": "customer_credit_exceed"},
            "The company that pays for this line has no funds left.",
        ),
        ({"status": "novelty"}, "The provider reports the state “novelty”."),
    ],
)
def test_what_is_wrong_is_said_in_plain_words(
    changes: dict[str, Any], words: str, say: Say
) -> None:
    text = status_text(info(**changes))

    assert text is not None
    assert say(text) == words
