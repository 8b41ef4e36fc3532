"""Recharge the account with a prepaid voucher."""

from __future__ import annotations

import asyncio
from decimal import Decimal

from dialogs import Area, Digits, Facts, Form, Turn, View, ask, go
from dialogs.alerts import Alerts
from line.funds import available_funds, funds_text
from line.history import DayCache, Spending, spending
from locales import Money, Text, _, _n
from portaswitch import AccountInfo, Operation, ProviderError, VoucherReceipt

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
        funds = available_funds(info)
        return View(
            Facts(
                _("Redeem this voucher?"),
                {
                    _("Voucher"): turn.masked(self.number),
                    _("Account"): turn.link.number,
                    **(
                        {_("Available now"): Money(funds, info.currency)}
                        if funds is not None
                        else {funds_text(info): ""}
                    ),
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


async def _added(turn: Turn, receipt: VoucherReceipt, before: AccountInfo) -> list[Text]:
    """What came of it, from the provider's own answer; the funds are read again."""
    added = (
        _("{amount} added.", amount=Money(receipt.amount, before.currency))
        if receipt.amount is not None
        else _("The voucher was redeemed.")
    )
    try:
        after = await turn.api.get_account_info()
    except ProviderError:
        return [added]  # it is done, whatever the provider says or does not say now
    had, has = available_funds(before), available_funds(after)
    if had is None or has is None or receipt.amount is None:
        return [added, funds_text(after)]
    if had == has:
        return [added, _("This voucher was added before, and only once."), funds_text(after)]
    return [
        _(
            "{amount} added: {before} → {after}",
            amount=Money(receipt.amount, after.currency),
            before=Money(had, after.currency),
            after=Money(has, after.currency),
        )
    ]


@area.notice("low_balance")
async def low_balance(turn: Turn, **_found: object) -> View | None:
    """Money runs low: told with what is left now and for how long, and the way to add some."""
    info, money = await asyncio.gather(turn.api.get_account_info(), _spending(turn))
    funds = available_funds(info)
    wishes = Alerts.from_json(turn.link.alerts, turn.options.low_balance)
    if funds is None or funds >= wishes.threshold:
        return None  # somebody has recharged while the alert was on its way
    left = money.days_left(funds) if money is not None else None
    return View.card(
        _("Your balance is getting low."),
        funds_text(info),
        _n(
            "At this pace it is enough for {n} day.",
            "At this pace it is enough for {n} days.",
            left,
        )
        if left is not None
        else None,
        buttons=[go(_("Enter voucher"), area.key), go(_("Alerts"), "alerts")],
    )


async def _spending(turn: Turn) -> Spending | None:
    """None where it cannot be read: the alert does not wait for it."""
    cache = turn.services.shared(DayCache)
    try:
        return await spending(turn.api, turn.link.i_account, turn.now, cache=cache)
    except ProviderError:
        return None


@area.notice("voucher_settled", urgent=True)
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


@area.notice("voucher_unknown", urgent=True)
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
