"""Money that comes and goes outside calls: each move with the xDR that explains it."""

from decimal import Decimal

from sandbox.provider import seed
from sandbox.provider.methods import Call, as_money, serves
from sandbox.provider.model import CREDIT, FEES, PAYMENTS, Account, Row, Switch, Xdr
from sandbox.provider.tokens import ADMINS

# What an action does to the account's money: it brings (1), takes (-1) or only asks a bank (0).
ACTIONS = {
    "manual charge": -1,
    "manual credit": 1,
    "manual payment": 1,
    "promotional credit": 1,
    "e-commerce payment": 1,
    "e-commerce refund": -1,
    "authorization only": 0,
    "capture payment": 1,
    "refund": -1,
}


@serves(
    "Account/make_transaction",
    "i_account action amount visible_comment internal_comment suppress_notification",
    realms=(ADMINS,),
    certainty="inferred",
    write=True,
)
def make_transaction(call: Call) -> Row:
    """The request is known from two clients of this method, the answer from one of its twin."""
    account, amount = call.account(), wanted_amount(call)
    direction = ACTIONS.get(call.text("action").lower())
    if direction is None:
        raise call.invalid("invalid_value", "There is no such action.")
    row = None
    if direction:
        comment = call.text("visible_comment") or call.text("action")
        row = charge(call.switch, account, -direction * amount, comment, PAYMENTS)
    return transacted(account, row)


def wanted_amount(call: Call) -> Decimal:
    amount = as_money(call.text("amount"))
    if amount is None or amount <= 0:
        raise call.invalid("invalid_amount", "The amount must be more than nothing.")
    return amount


def transacted(account: Account, row: Xdr | None) -> Row:
    """As `Customer/make_transaction` answers; without an xDR where no money moved."""
    i_xdr = row and row.i_xdr
    return {
        "balance": account.balance,
        "i_xdr": i_xdr,
        "transaction_id": i_xdr and f"T{i_xdr}",
        "result_code": "A01",
        "authorization": None,
    }


def pay(switch: Switch, account: Account, amount: Decimal, description: str) -> Xdr:
    """A payment: the money, and its xDR."""
    return charge(switch, account, -amount, description, PAYMENTS)


def charge(
    switch: Switch, account: Account, amount: Decimal, description: str, i_service: int = FEES
) -> Xdr:
    """Take money (a negative amount brings it), with the xDR that explains it."""
    row = Xdr(
        i_xdr=account.next_id("xdr"),
        i_service=i_service,
        started=switch.clock.now().replace(microsecond=0),
        seconds=0,
        amount=amount,
        description=description,
    )
    seed.history(switch, account).append(row)
    switch.charge(account, amount)
    return row


def available(account: Account) -> Decimal | None:
    """What the account may still spend; None where no limit of its own applies."""
    if account.billing_model != CREDIT:
        return account.balance
    return None if account.credit_limit is None else account.credit_limit - account.balance


def spend(call: Call, account: Account, amount: Decimal, description: str) -> Xdr:
    """Take money that the account has; else nothing is done."""
    funds = available(account)
    if funds is not None and funds < amount:
        raise call.invalid("insufficient_funds", "There are not enough funds for this.")
    return charge(call.switch, account, amount, description)


def may_pay_online(account: Account) -> bool:
    """A company pays for its lines itself."""
    return not account.billed_to_company
