"""Vouchers (16)."""

from __future__ import annotations

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.records import VoucherReceipt
from portaswitch.rows import UNKNOWN, WRITE, row

ROWS = (
    # A proposal: the method exists, that it takes a voucher is unproven.
    row(
        "Account/topup_account",
        WRITE,
        "i_account number=voucher_id",
        "amount new_balance",
        name="redeem_voucher",
        certainty=UNKNOWN,
    ),
)


class Money(Calls):
    async def redeem_voucher(self, number: str) -> VoucherReceipt:
        """Never repeat it after `Unavailable(sent=True)`: look for the payment among the xDRs."""
        answer = await self._call("redeem_voucher", i_account=self.i_account, number=number)
        return parse.voucher_receipt(answer["amount"], answer["new_balance"])
