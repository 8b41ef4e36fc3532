"""Send phone credit: recipient, amount, a full review with the price, one tap that pays once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from conversations.shared.fields import PhoneNumber
from dialogs import Amount, Area, Facts, Form, Invalid, Result, Turn, View, ask, go, keep
from line.numbers import can_be_mobile
from locales import Country, Money, Phone, Text, _
from portaswitch import AccountInfo, BillingModel, Operation, TransferQuote, TransferReceipt
from store import operations

area = Area(
    "transfer",
    _("Send phone credit"),
    icon="📲",
    group="billing",
    command="transfer",
    words=_("transfer, send credit, top up a friend, mobile payment, share balance, phone credit"),
    needs=Operation("transfer_funds"),
)

KIND = "transfer"
OPEN = frozenset({"claimed", "unknown"})
REMEMBERED = 50
SAVED = 3
"""Earlier recipients that stand on buttons."""


class Recipient(PhoneNumber):
    """A mobile number, typed or shared as a contact; earlier recipients are there to tap."""

    async def parse(self, turn: Turn, text: str) -> str:
        number = await super().parse(turn, text)
        if not can_be_mobile(number):
            raise Invalid(
                _(
                    "{number} is no mobile number. Phone credit goes to mobile phones, "
                    "for example +380 67 123 4567.",
                    number=Phone(number),
                )
            )
        return number

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        sent = await turn.run(operations.of_link, turn.link.id, REMEMBERED)
        numbers = [one.note["number"] for one in sent if one.kind == KIND and one.state == "done"]
        return [(number, turn.reader.say(Phone(number))) for number in dict.fromkeys(numbers)][
            :SAVED
        ]


@area.start
class Transfer(Form):
    number: str = ask(
        _("Whose phone is the credit for? Send the number, or share the contact."), Recipient()
    )
    amount: Decimal = ask(
        lambda form, turn: form.how_much(turn), Amount(Decimal("0.5"), Decimal(1000))
    )
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

    async def how_much(self, turn: Turn) -> Text:
        info = await turn.api.get_account_info()
        return _(
            "How much do you want to send, in {currency}? You can send up to {left} today.",
            currency=info.currency,
            left=Money(max(await _left_today(turn), Decimal(0)), info.currency),
        )

    async def answered(self, turn: Turn, name: str) -> Result:
        """What cannot be sent is told at once, and not after all has been answered."""
        if name == "number":
            await self._not_while_unknown(turn)
        elif self.amount > await _left_today(turn):
            raise Invalid(_("That is more than may still be sent today. Send a smaller amount."))
        else:
            await turn.api.get_transfer_quote(self.number, self.amount)
        return None

    async def review(self, turn: Turn) -> View:
        info = await turn.api.get_account_info()
        quoted = await turn.api.get_transfer_quote(self.number, self.amount)
        self.quote = quoted.quote_id
        return View(
            Facts(_("Send phone credit?"), _facts(quoted, info)),
            _("It cannot be taken back."),
            accept=_("Send {amount}", amount=Money(quoted.total, info.currency)),
        )

    async def submit(self, turn: Turn) -> View | None:
        assert self.quote is not None
        if self.amount > await _left_today(turn):
            self.answers.pop("amount")
            raise Invalid(_("Nothing was sent: that is more than may still be sent today."))
        info = await turn.api.get_account_info()
        receipt = await turn.once(
            KIND,
            self.quote,
            TransferReceipt,
            turn.api.transfer_funds,
            self.quote,
            note={"number": self.number, "amount": str(self.amount)},
        )
        facts: dict[Text, Any] = {_("To"): Phone(self.number)}
        if receipt.total is not None:
            facts[_("Paid")] = Money(receipt.total, info.currency)
        if receipt.new_balance is not None:
            owes = info.billing_model is BillingModel.CREDIT
            label = _("You owe now") if owes else _("Balance now")
            facts[label] = Money(receipt.new_balance, info.currency)
        if receipt.transfer_id:
            facts[_("Receipt")] = receipt.transfer_id
        return View.receipt(
            Facts(_("The phone credit is sent."), facts),
            buttons=[go(_("Send more"), area.key), go(_("Something wrong?"), "help")],
        )

    async def _not_while_unknown(self, turn: Turn) -> None:
        """Whoever does not know whether it arrived would send it again, and pay twice."""
        for one in await turn.run(operations.of_link, turn.link.id, REMEMBERED):
            if one.kind == KIND and one.state in OPEN and one.note.get("number") == self.number:
                raise Invalid(
                    _(
                        "It is not known yet whether your last transfer to this number was done. "
                        "I will tell you as soon as it is; until then nothing more is sent there."
                    )
                )


def _facts(quoted: TransferQuote, info: AccountInfo) -> dict[Text, Any]:
    facts: dict[Text, Any] = {_("To"): Phone(quoted.phone_number)}
    if quoted.country:
        facts[_("Country")] = Country(quoted.country)
    if quoted.operator:
        facts[_("Operator")] = quoted.operator
    if quoted.received_amount is not None and quoted.received_currency:
        facts[_("Arrives there")] = Money(quoted.received_amount, quoted.received_currency)
    if quoted.fee is not None:
        facts[_("Fee")] = Money(quoted.fee, info.currency)
    facts[_("You pay")] = Money(quoted.total, info.currency)
    if quoted.new_balance is not None:
        owes = info.billing_model is BillingModel.CREDIT
        label = _("You will owe") if owes else _("Balance afterwards")
        facts[label] = Money(quoted.new_balance, info.currency)
    return facts


async def _left_today(turn: Turn) -> Decimal:
    """Of the operator's cap for a day; what may have been sent counts as sent."""
    midnight = turn.now.replace(hour=0, minute=0, second=0, microsecond=0)
    made = await turn.run(operations.of_link, turn.link.id, REMEMBERED)
    return Decimal(turn.options.transfer_cap) - sum(
        (
            Decimal(one.note["amount"])
            for one in made
            if one.kind == KIND and one.state != "refused" and _since(one.claimed_at, midnight)
        ),
        Decimal(0),
    )


def _since(moment: datetime, midnight: datetime) -> bool:
    return moment.astimezone(midnight.tzinfo) >= midnight


@area.notice("transfer_settled", urgent=True)
async def settled(
    turn: Turn, number: str = "", amount: Decimal | None = None, **_more: object
) -> View:
    """An outcome that was unknown is known now: it was sent."""
    info = await turn.api.get_account_info()
    paid = {_("Paid"): Money(amount, info.currency)} if amount is not None else {}
    return View.card(
        Facts(_("The phone credit was sent after all, once."), {_("To"): Phone(number), **paid})
    )


@area.notice("transfer_unknown", urgent=True)
async def still_unknown(turn: Turn, number: str = "", **_more: object) -> View:
    return View.card(
        _(
            "I still cannot see whether the phone credit for {number} was sent. Please do not "
            "send it again; ask your provider, who can look it up.",
            number=Phone(number),
        ),
        buttons=[go(_("Talk to a person"), "help")],
    )
