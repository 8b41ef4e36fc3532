"""What stands in the way of an account, if anything: its own state and its customer's."""

from dataclasses import dataclass
from datetime import date

from sandbox.provider.model import CREDIT, DEBIT, Account, Row

_BY_BILL_STATUS = {"C": "closed", "I": "inactive", "S": "suspended"}


@dataclass(slots=True)
class Standing:
    """What only an administrator changes; all is well with a fresh one.

    `fraud` is `quarantine` or `screening` while the switch looks into it. The account works from
    `activation_date` on, where that is not the day on which it was made.
    """

    fraud: str = ""
    activation_date: str = ""
    customer_bill_status: str = "O"
    customer_blocked: str = "N"
    customer_bill_suspended: int = 0
    customer_credit_exceeded: int = 0
    cust_bill_suspension_delayed: int = 0


def customer_state(account: Account) -> Row:
    standing = account.part(Standing)
    return {
        "customer_name": account.customer_name,
        "customer_bill_status": standing.customer_bill_status,
        "customer_blocked": standing.customer_blocked,
        "customer_bill_suspended": standing.customer_bill_suspended,
        "cust_bill_suspension_delayed": standing.cust_bill_suspension_delayed,
    }


def activation_date(account: Account) -> str:
    return account.part(Standing).activation_date or f"{account.created:%Y-%m-%d}"


def status(account: Account, today: date) -> str:
    """The first thing wrong with the account, in the portal's order, or `ok`."""
    standing, day = account.part(Standing), today.isoformat()
    wrong = {
        standing.fraud: bool(standing.fraud),
        _BY_BILL_STATUS.get(account.bill_status, ""): account.bill_status in _BY_BILL_STATUS,
        "customer_suspended": bool(standing.customer_bill_suspended),
        "blocked": account.blocked == "Y",
        "customer_blocked": standing.customer_blocked == "Y",
        "expired": bool(account.expiration_date and account.expiration_date < day),
        "not_yet_active": activation_date(account) > day,
        "credit_exceeded": _owes_too_much(account),
        "customer_credit_exceed": bool(standing.customer_credit_exceeded),
        "zero_balance": _is_empty(account),
        "customer_suspension_delayed": bool(standing.cust_bill_suspension_delayed),
    }
    return next((word for word, applies in wrong.items() if applies), "ok")


def works(word: str) -> bool:
    """Whether an account with this status is active in the switch's eyes."""
    return word in {"ok", "zero_balance", "customer_suspension_delayed"}


def _owes_too_much(account: Account) -> bool:
    limit = account.credit_limit
    owes = account.billing_model == CREDIT and not account.billed_to_company
    return owes and limit is not None and account.balance >= limit


def _is_empty(account: Account) -> bool:
    pays_ahead = account.billing_model == DEBIT and not account.billed_to_company
    return pays_ahead and account.balance <= 0
