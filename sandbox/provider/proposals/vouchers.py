"""Vouchers (16): `topup_account` exists; that it takes a voucher is our proposal."""

from sandbox.provider.faults import Fault
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Row
from sandbox.provider.payments import pay

VOUCHER_NOT_FOUND = "Server.Account.voucher_not_found"
VOUCHER_USED = "Server.Account.voucher_used"


@serves(
    "Account/topup_account",
    "i_account voucher_id",
    certainty="proposed",
    write=True,
    renamed=Renaming(
        "Account/use_voucher",
        {"voucher_id": "voucher_number"},
        {"amount": "credited", "new_balance": "balance"},
    ),
)
def topup_account(call: Call) -> Row:
    """Redeem a voucher: its amount is credited once, and a payment appears among the xDRs."""
    account = call.account()
    voucher = call.switch.vouchers.get(call.text("voucher_id"))
    if voucher is None:
        raise Fault(VOUCHER_NOT_FOUND, "There is no voucher with this number.")
    if voucher.redeemed_by is not None:
        raise Fault(VOUCHER_USED, "This voucher has already been used.")
    voucher.redeemed_by = account.i_account
    voucher.times += 1
    pay(call.switch, account, voucher.amount, f"Voucher recharge, ends in {voucher.number[-4:]}")
    return {"amount": voucher.amount, "new_balance": account.balance}
