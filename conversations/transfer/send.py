"""Sending: each question is checked with the provider at once, and the price is agreed to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from conversations.transfer.base import KIND, area, is_open, left_today
from conversations.transfer.recipient import Recipient
from dialogs import Amount, Facts, Form, Invalid, Result, Turn, View, ask, go, keep
from line import credit
from locales import Money, Text, _
from portaswitch import TransferReceipt


@area.start
class Transfer(Form):
    number: str = ask(
        _("Whose phone is the credit for? Send the number, or share the contact."), Recipient()
    )

    async def how_much(self, turn: Turn) -> Text:
        info = await turn.api.get_account_info()
        left = Money(await left_today(turn), info.currency)
        return _(
            "How much do you want to send, in {currency}? You can send up to {left} today.",
            currency=info.currency,
            left=left,
        )

    amount: Decimal = ask(how_much, Amount(Decimal("0.5"), Decimal(1000)))
    quote: str | None = keep()

    faults = {
        "Server.Account.get_transfer_quote.unknown_operator": _(
            "No operator takes phone credit for this number. Go back and send another one."
        ),
        "Server.Account.get_transfer_quote.daily_limit_exceeded": _(
            "That is more than the provider lets you send in a day. Send a smaller amount."
        ),
    }
    undone = _("Canceled. Nothing was sent.")
    review_lasts = timedelta(minutes=2)

    async def answered(self, turn: Turn, name: str) -> Result:
        """What cannot be sent is told at once, and not after all has been answered."""
        if name == "number":
            await _not_while_open(turn, self.number)
        elif self.amount > await left_today(turn):
            raise Invalid(_("That is more than may still be sent today. Send a smaller amount."))
        else:
            await turn.api.get_transfer_quote(self.number, self.amount)
        return None

    async def review(self, turn: Turn) -> View:
        info = await turn.api.get_account_info()
        quoted = await turn.api.get_transfer_quote(self.number, self.amount)
        self.quote = quoted.quote_id
        return View(
            Facts(_("Send phone credit?"), credit.price(quoted, info)),
            _("It cannot be taken back."),
            accept=_("Send {amount}", amount=Money(quoted.total, info.currency)),
        )

    async def submit(self, turn: Turn) -> View:
        assert self.quote is not None
        if self.amount > await left_today(turn):
            del self.answers["amount"]
            raise Invalid(_("Nothing was sent: that is more than may still be sent today."))
        info = await turn.api.get_account_info()
        sent = await turn.once(
            KIND,
            self.quote,
            TransferReceipt,
            turn.api.transfer_funds,
            self.quote,
            note={"number": self.number, "amount": str(self.amount)},
        )
        return View.receipt(
            Facts(_("The phone credit is sent."), credit.receipt(self.number, sent, info)),
            buttons=[go(_("Send more"), area.key), go(_("Something wrong?"), "help")],
        )


async def _not_while_open(turn: Turn, number: str) -> None:
    """Whoever does not know whether it arrived would send it again, and pay twice."""
    if await is_open(turn, number):
        raise Invalid(
            _(
                "It is not known yet whether your last transfer to this number was done. "
                "I will tell you as soon as it is; until then nothing more is sent there."
            )
        )
