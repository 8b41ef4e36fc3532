"""Redeem a voucher: its number, a review with what is there now, one tap that adds it once."""

from __future__ import annotations

from conversations.recharge.base import area
from dialogs import Digits, Facts, Form, Turn, View, ask, go
from line.funds import available_funds, funds_text
from line.vouchers import added
from locales import Money, Sayable, Text, _
from portaswitch import AccountInfo, ProviderError, VoucherReceipt


@area.start
class Recharge(Form):
    number: str = ask(
        _(
            "Send the voucher number: the digits under the scratch strip. "
            "I delete your message at once, so that nobody else can use it."
        ),
        Digits(8, 20, secret=True),
    )

    faults = {
        "Server.Account.voucher_not_found": _(
            "There is no voucher with this number. Check it and send it again."
        ),
        "Server.Account.voucher_used": _(
            "This voucher has already been used. Nothing was added. You can send another one."
        ),
    }
    undone = _("Canceled. No voucher was redeemed.")

    async def review(self, turn: Turn) -> View:
        info = await turn.api.get_account_info()
        funds = available_funds(info)
        facts: dict[Text, Sayable] = {
            _("Voucher"): turn.masked(self.number),
            _("Account"): turn.link.number,
        }
        if funds is None:
            facts[funds_text(info)] = ""
        else:
            facts[_("Available now")] = Money(funds, info.currency)
        return View(
            Facts(_("Redeem this voucher?"), facts),
            _("It cannot be taken back."),
            accept=_("Redeem …{tail}", tail=self.number[-4:]),
        )

    async def submit(self, turn: Turn) -> View:
        before = await turn.api.get_account_info()
        receipt = await turn.once(
            "voucher",
            self.number,
            VoucherReceipt,
            turn.api.redeem_voucher,
            self.number,
            note={"tail": self.number[-4:]},
        )
        return View.receipt(
            *added(receipt, before, await _after(turn)),
            buttons=[go(_("Something wrong?"), "help")],
        )


async def _after(turn: Turn) -> AccountInfo | None:
    """It is done, whatever the provider says or does not say now."""
    try:
        return await turn.api.get_account_info()
    except ProviderError:
        return None
