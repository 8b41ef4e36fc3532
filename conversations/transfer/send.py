"""Sending: each answer is checked as soon as it is given, and the price is agreed to."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from decimal import ROUND_DOWN, Decimal

from conversations.shared import records
from conversations.transfer.base import (
    KIND,
    area,
    is_looked_for,
    left_today,
    recipients,
    unknown,
)
from conversations.transfer.fields import LEAST, Credit, Recipient
from dialogs import Facts, Form, Invalid, Result, Step, Turn, View, ask, go, keep
from line import credit
from line.funds import available_funds
from locales import Day, Money, Text, _
from portaswitch import AccountInfo, Rejected, TransferQuote, TransferReceipt

NO_OPERATOR = "Server.Account.get_transfer_quote.unknown_operator"
TOO_MUCH = _("That is more than the provider lets you send in a day. Send a smaller amount.")
CENT = Decimal("0.01")


@area.start
class Transfer(Form):
    number: str = ask(
        _(
            "Whose phone is the credit for? Send the number or a name from your phone book, or "
            "share the contact."
        ),
        Recipient(),
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
    named: Mapping[str, str] | None = keep()
    """The name that came along with a number: another number must not get it."""
    quote: str | None = keep()
    arrives: Mapping[str, object] | None = keep()

    faults = {
        "Server.Account.get_transfer_quote.daily_limit_exceeded": TOO_MUCH,
        "Server.Account.transfer_funds.daily_limit_exceeded": TOO_MUCH,
        "Server.Account.transfer_funds.quote_expired": _(
            "That price was good for two minutes only. Nothing was sent. "
            "Try again, and look at the price of now."
        ),
        "Server.Account.transfer_funds.insufficient_funds": _(
            "There is not enough money on this line any more. Nothing was sent."
        ),
    }
    undone = _("Canceled. Nothing was sent.")
    review_lasts = timedelta(minutes=2)

    async def opened(self, turn: Turn) -> Result:
        if await left_today(turn) < LEAST:
            return View(
                _("You have sent as much today as may be sent in a day. You can go on tomorrow.")
            )
        info = await turn.api.get_account_info()
        funds = available_funds(info)
        if funds is not None and funds < LEAST:
            return View(
                _("There is not enough money on this line to send any."),
                _("Available now: {funds}", funds=Money(funds, info.currency)),
                buttons=[go(_("Recharge"), "recharge")] if await turn.has("recharge") else [],
            )
        return None

    async def answered(self, turn: Turn, name: str) -> Result:
        """What cannot be sent is told at once, and not after all has been answered."""
        if name == "number":
            await _not_while_open(turn, self.number)
        else:
            await self._quoted(turn, await turn.api.get_account_info())
        return None

    async def _quoted(self, turn: Turn, info: AccountInfo) -> TransferQuote:
        """The price now. Raises Invalid, and asks again, for what nobody sells or pays for."""
        try:
            quoted = await turn.api.get_transfer_quote(self.number, self.amount)
        except Rejected as refusal:
            if refusal.faultcode != NO_OPERATOR:
                raise
            del self.answers["number"]
            raise Invalid(
                _("No operator takes phone credit for this number. Send another one.")
            ) from None
        funds = available_funds(info)
        if funds is not None and funds < quoted.total:
            raise self._too_dear(turn, quoted, info, funds)
        return quoted

    def _too_dear(
        self, turn: Turn, quoted: TransferQuote, info: AccountInfo, funds: Decimal
    ) -> Invalid:
        enough = (self.amount - (quoted.total - funds)).quantize(CENT, ROUND_DOWN)
        del self.answers["amount"]
        return Invalid(
            _(
                "That would cost {total}, and there is only {funds} on this line. "
                "Send a smaller amount, or recharge first.",
                total=Money(quoted.total, info.currency),
                funds=Money(funds, info.currency),
            ),
            turn.reader.say(enough) if enough >= LEAST else None,
        )

    async def review(self, turn: Turn) -> View:
        info = await turn.api.get_account_info()
        quoted = await self._quoted(turn, info)
        self.quote, self.arrives = quoted.quote_id, credit.arriving(quoted)
        return View(
            Facts(
                _("Send phone credit?"),
                credit.price(quoted, info, turn.link.number, await self._name(turn)),
            ),
            await self._doubt(turn, info),
            _("It cannot be taken back."),
            accept=_("Send {amount}", amount=Money(quoted.total, info.currency)),
            danger=True,
        )

    async def _name(self, turn: Turn) -> str:
        """Of whoever gets it: as it came with the contact, from the phone book, or from before."""
        shared = (self.named or {}).get(self.number)
        book = await records.names(turn)
        return shared or book.name(self.number) or (await recipients(turn)).get(self.number, "")

    async def _doubt(self, turn: Turn, info: AccountInfo) -> Text | None:
        """Of one that nothing proved in a day; a person can tell, so it may be sent again."""
        before = await unknown(turn, self.number)
        if before is None:
            return None
        return _(
            "It is still not known whether the {amount} that you sent there on {day} arrived. "
            "Ask your provider first, or you may pay twice.",
            amount=Money(Decimal(before.note["amount"]), info.currency),
            day=Day(before.claimed_at.astimezone(turn.reader.zone).date()),
        )

    async def submit(self, turn: Turn) -> View:
        assert self.quote is not None
        await _not_while_open(turn, self.number)
        info, name = await turn.api.get_account_info(), await self._name(turn)
        sent = await turn.once(
            KIND,
            self.quote,
            TransferReceipt,
            self._sent,
            turn,
            note={"number": self.number, "amount": str(self.amount), "name": name},
        )
        return View.receipt(
            Facts(
                _("The phone credit is sent."),
                credit.receipt(self.number, name, self.arrives, sent, info),
            ),
            buttons=[go(_("Send more"), area.key), go(_("Something wrong?"), Step("help"))],
        )

    async def _sent(self, turn: Turn) -> TransferReceipt:
        """By now it counts as sent: of two chats that share the rest of a day, none gets beyond."""
        if await left_today(turn) < 0:
            del self.answers["amount"]
            raise Invalid(_("Nothing was sent: that is more than may still be sent today."))
        assert self.quote is not None
        return await turn.api.transfer_funds(self.quote)


async def _not_while_open(turn: Turn, number: str) -> None:
    """Whoever does not know whether it arrived would send it again, and pay twice."""
    before = await unknown(turn, number)
    if before is not None and is_looked_for(turn, before):
        raise Invalid(
            _(
                "It is not known yet whether your last transfer to this number was done. "
                "I will tell you as soon as it is; until then nothing more is sent there."
            )
        )
