"""Mobile payment transfer (16): credit for a mobile phone elsewhere, paid by the account.

Two steps, so that nobody pays for what they have not seen: a quote says what arrives and what it
costs and is good for two minutes; confirming it moves the money, once. Nothing of this is public.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from sandbox.provider.clock import wire_time
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Account, Row
from sandbox.provider.payments import spend, wanted_amount

GOOD_FOR = timedelta(minutes=2)
CAP_PER_DAY = Decimal(50)
FEE = Decimal("0.50")

# Dialing code: country, operator, currency there, and what one unit of the account's money buys.
OPERATORS = {
    "380": ("UA", "Kyivstar", "UAH", Decimal("41.2")),
    "63": ("PH", "Globe", "PHP", Decimal("58.1")),
    "52": ("MX", "Telcel", "MXN", Decimal("18.4")),
}


@dataclass(slots=True)
class Quote:
    phone_number: str
    amount: Decimal
    expires: datetime
    transfer: Row | None = None


@dataclass(slots=True)
class Transfers:
    """The account's quotes by their id, and what it sent each day."""

    quotes: dict[str, Quote] = field(default_factory=dict)
    sent: dict[str, Decimal] = field(default_factory=dict)


@serves(
    "Account/get_transfer_quote",
    "i_account phone_number amount",
    certainty="proposed",
    renamed=Renaming(
        "Account/price_transfer",
        {"phone_number": "recipient"},
        {"quote_id": "offer", "total": "price"},
    ),
)
def get_transfer_quote(call: Call) -> Row:
    """What the transfer of `amount`, in the account's currency, gives and costs."""
    account, amount = call.account(), wanted_amount(call)
    number = call.text("phone_number").removeprefix("+")
    country, operator, currency, rate = _operator(call, number)
    _check_cap(call, account, amount)
    quote_id = f"Q{account.next_id('quote')}"
    quote = Quote(number, amount, call.switch.clock.now() + GOOD_FOR)
    account.part(Transfers).quotes[quote_id] = quote
    total = amount + FEE
    return {
        "quote_id": quote_id,
        "phone_number": number,
        "country": country,
        "operator": operator,
        "amount": amount,
        "fee": FEE,
        "total": total,
        "iso_4217": account.iso_4217,
        "received_amount": (amount * rate).quantize(Decimal("0.01"), ROUND_HALF_UP),
        "received_iso_4217": currency,
        "new_balance": account.balance_after(total),
        "expires_at": wire_time(quote.expires),
    }


@serves(
    "Account/transfer_funds",
    "i_account quote_id",
    certainty="proposed",
    write=True,
    renamed=Renaming(
        "Account/send_transfer", {"quote_id": "offer"}, {"transfer_id": "receipt", "i_xdr": "xdr"}
    ),
)
def transfer_funds(call: Call) -> Row:
    """Send what was quoted. The same quote again answers as the first time: it is sent once."""
    account = call.account()
    quote = account.part(Transfers).quotes.get(call.text("quote_id"))
    if quote is None:
        raise call.invalid("quote_not_found", "There is no such quote.")
    if quote.transfer is None:
        quote.transfer = _sent(call, account, quote)
    return quote.transfer


def _sent(call: Call, account: Account, quote: Quote) -> Row:
    if call.switch.clock.now() >= quote.expires:
        raise call.invalid("quote_expired", "The quote has expired.")
    _check_cap(call, account, quote.amount)
    description = f"Mobile transfer to {quote.phone_number}"
    row = spend(call, account, quote.amount + FEE, description)
    today, sent = _today(call), account.part(Transfers).sent
    sent[today] = sent.get(today, Decimal(0)) + quote.amount
    return {
        "transfer_id": f"M{row.i_xdr}",
        "i_xdr": row.i_xdr,
        "total": row.amount,
        "new_balance": account.balance,
    }


def _operator(call: Call, number: str) -> tuple[str, str, str, Decimal]:
    for code, operator in OPERATORS.items():
        if number.startswith(code) and number.isdecimal() and 8 <= len(number) <= 15:
            return operator
    raise call.invalid("unknown_operator", "No operator takes transfers for this number.")


def _check_cap(call: Call, account: Account, amount: Decimal) -> None:
    sent = account.part(Transfers).sent.get(_today(call), Decimal(0))
    if sent + amount > CAP_PER_DAY:
        left = CAP_PER_DAY - sent
        raise call.invalid("daily_limit_exceeded", f"Only {left} can still be sent today.")


def _today(call: Call) -> str:
    return f"{call.switch.clock.now():%Y-%m-%d}"
