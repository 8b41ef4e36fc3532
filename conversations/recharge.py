"""Recharge the account with a prepaid voucher."""

from __future__ import annotations

from decimal import Decimal

from dialogs import Area, Digits, Facts, Form, Turn, View, ask, go
from line.funds import available_funds, funds_text
from locales import Money, Text, _
from portaswitch import AccountInfo, Operation, VoucherReceipt

area = Area(
    "recharge",
    _("Recharge"),
    icon="🎟",
    group="billing",
    command="recharge",
    about=_("Redeem a voucher"),
    words=_("recharge, voucher, top up, topup, refill, add money, scratch card, code"),
    needs=Operation("redeem_voucher"),
)


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
        return View(
            Facts(
                _("Redeem this voucher?"),
                {
                    _("Voucher"): turn.masked(self.number),
                    _("Account"): turn.link.number,
                    _("Now"): funds_text(info),
                },
            ),
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
            *await _added(turn, receipt, before), buttons=[go(_("Something wrong?"), "help")]
        )


async def _added(turn: Turn, receipt: VoucherReceipt, before: AccountInfo) -> list[Text | Facts]:
    """What came of it, from the provider's own answer; the rest is read again."""
    after = await turn.api.get_account_info()
    currency = after.currency
    had, has = available_funds(before), available_funds(after)
    amount = receipt.amount
    if amount is None:
        return [_("The voucher was redeemed."), funds_text(after)]
    if had is None or has is None or has == had:
        return [
            _("{amount} added.", amount=Money(amount, currency)),
            _("This voucher was added before, and only once.") if has == had else funds_text(after),
        ]
    return [
        _(
            "{amount} added: {before} → {after}",
            amount=Money(amount, currency),
            before=Money(had, currency),
            after=Money(has, currency),
        )
    ]


@area.notice("low_balance")
async def low_balance(turn: Turn, **_found: object) -> View | None:
    """Money runs low: told with what is left now, and the way to add some."""
    info = await turn.api.get_account_info()
    if available_funds(info) is None:
        return None
    return View.card(
        _("Your balance is getting low."),
        funds_text(info),
        buttons=[go(_("Enter voucher"), "recharge"), go(_("Alerts"), "alerts")],
    )


@area.notice("voucher_settled")
async def settled(turn: Turn, tail: str = "", amount: Decimal | None = None) -> View:
    """An outcome that was unknown is known now: it was added."""
    info = await turn.api.get_account_info()
    if amount is None:
        done = _("The voucher …{tail} was added after all, once.", tail=tail)
    else:
        done = _(
            "The voucher …{tail} was added after all, once: {amount}.",
            tail=tail,
            amount=Money(amount, info.currency),
        )
    return View.card(done, funds_text(info))


@area.notice("voucher_unknown")
async def still_unknown(turn: Turn, tail: str = "") -> View:
    """Nothing proves that it was added, and absence proves nothing: a person must look."""
    return View.card(
        _(
            "I still cannot see whether the voucher …{tail} was added. Please do not redeem it "
            "again; ask your provider, who can look it up.",
            tail=tail,
        ),
        buttons=[go(_("Talk to a person"), "help")],
    )
