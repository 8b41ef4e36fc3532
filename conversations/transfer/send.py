"""Sending: each question is checked with the provider at once, and the price is agreed to."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from conversations.transfer.base import KIND, area, is_open, left_today
from conversations.transfer.fields import LEAST, Credit, Recipient
from dialogs import Facts, Form, Invalid, Result, Turn, View, ask, go, keep
from line import credit
from locales import Money, Text, _
from portaswitch import Rejected, TransferQuote, TransferReceipt

NO_OPERATOR = "Server.Account.get_transfer_quote.unknown_operator"


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

    amount: Decimal = ask(how_much, Credit())
    quote: str | None = keep()

    faults = {
        "Server.Account.get_transfer_quote.daily_limit_exceeded": _(
            "That is more than the provider lets you send in a day. Send a smaller amount."
        ),
    }
    undone = _("Canceled. Nothing was sent.")
    review_lasts = timedelta(minutes=2)

    async def opened(self, turn: Turn) -> Result:
        if await left_today(turn) < LEAST:
            return View(
                _("You have sent as much today as may be sent in a day. You can go on tomorrow.")
            )
        return None

    async def answered(self, turn: Turn, name: str) -> Result:
        """What cannot be sent is told at once, and not after all has been answered."""
        if name == "number":
            await _not_while_open(turn, self.number)
        else:
            await self._quoted(turn)
        return None

    async def _quoted(self, turn: Turn) -> TransferQuote:
        """The price now. Raises Invalid, and asks for another number, where nobody sells there."""
        try:
            return await turn.api.get_transfer_quote(self.number, self.amount)
        except Rejected as refusal:
            if refusal.faultcode != NO_OPERATOR:
                raise
            del self.answers["number"]
            raise Invalid(
                _("No operator takes phone credit for this number. Send another one.")
            ) from None

    async def review(self, turn: Turn) -> View:
        info = await turn.api.get_account_info()
        quoted = await self._quoted(turn)
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
