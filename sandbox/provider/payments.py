"""Money that comes and goes outside calls: each move with the xDR that explains it."""

from decimal import Decimal

from sandbox.provider import seed
from sandbox.provider.methods import Call, as_money, serves
from sandbox.provider.model import Account, Row, Switch, Xdr
from sandbox.provider.tokens import ADMINS
from sandbox.provider.xdr import FEES, PAYMENTS

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
    """The request is known from two clients, the answer from none."""
    account = call.account()
    direction = ACTIONS.get(call.text("action").lower())
    amount = as_money(call.text("amount"))
    if direction is None:
        raise call.invalid("invalid_value", "There is no such action.")
    if amount is None or amount <= 0:
        raise call.invalid("invalid_amount", "The amount must be more than nothing.")
    if direction:
        comment = call.text("visible_comment") or call.text("action")
        charge(call.switch, account, -direction * amount, comment, PAYMENTS)
    return {"balance": account.balance}


def pay(switch: Switch, account: Account, amount: Decimal, description: str) -> None:
    """A payment: the money, and its xDR."""
    charge(switch, account, -amount, description, PAYMENTS)


def charge(
    switch: Switch, account: Account, amount: Decimal, description: str, i_service: int = FEES
) -> None:
    """Take money (a negative amount brings it), with the xDR that explains it."""
    history = seed.history(switch, account)
    history.append(
        Xdr(
            i_xdr=account.next_id("xdr"),
            i_service=i_service,
            started=switch.clock.now().replace(microsecond=0),
            seconds=0,
            amount=amount,
            description=description,
        )
    )
    switch.charge(account, amount)
