"""Vouchers, payments, bundles and transfers (16).

Whatever moves money is sent once and never repeated by itself. After `Unavailable(sent=True)`
nobody knows whether it was done: look for it among the xDRs before anything else.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.records import VoucherReceipt
from portaswitch.rows import INFERRED, READ, UNKNOWN, WRITE, inside, row
from portaswitch.values import day, decimal, integer, mapping, moment, text, wire_moment, yes_no

CARD = "payment_method number exp_date cvv name address zip"

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
    # Verified with an administrator's session; nobody has been seen to do it with an account's.
    row(
        "Account/make_transaction",
        WRITE,
        "i_account action amount visible_comment internal_comment suppress_notification",
        "balance i_xdr transaction_id result_code",
        certainty=UNKNOWN,
    ),
    # Names are verified, nothing else.
    row(
        "Account/get_payment_method_info",
        READ,
        "i_account",
        "payment_method_info",
        certainty=UNKNOWN,
    ),
    row(
        "Account/update_payment_method",
        WRITE,
        f"i_account {inside('payment_method_info', CARD)}",
        certainty=UNKNOWN,
    ),
    row(
        "Account/get_payment_transaction_list",
        READ,
        "i_account from_date to_date limit offset",
        "payment_transaction_list",
        certainty=UNKNOWN,
    ),
    # Verified in the customer's realm; what names the bundle is inferred with the rest.
    row(
        "Account/activate_bundle",
        WRITE,
        "i_account i_product automatic_renewal delay_activation_till",
        certainty=INFERRED,
    ),
    row(
        "DiscountPlan/get_topup_option_info",
        READ,
        "i_vd_dg i_vd_topup",
        "topup_option_info",
        certainty=INFERRED,
    ),
    # Nothing is known of transfers: a proposal in two steps.
    row(
        "Account/get_transfer_quote",
        READ,
        "i_account phone_number amount",
        "quote_id phone_number country operator amount fee total received_amount"
        " received_currency=received_iso_4217 new_balance expires_at",
        certainty=UNKNOWN,
    ),
    row(
        "Account/transfer_funds",
        WRITE,
        "i_account quote_id",
        "transfer_id i_xdr total new_balance",
        certainty=UNKNOWN,
    ),
)


class Action(StrEnum):
    """What a transaction does; the switch compares without case."""

    MANUAL_CHARGE = "Manual Charge"
    MANUAL_CREDIT = "Manual Credit"
    MANUAL_PAYMENT = "Manual Payment"
    PROMOTIONAL_CREDIT = "Promotional Credit"
    E_COMMERCE_PAYMENT = "E-Commerce Payment"
    E_COMMERCE_REFUND = "E-Commerce Refund"
    AUTHORIZATION_ONLY = "Authorization Only"
    CAPTURE_PAYMENT = "Capture Payment"
    REFUND = "Refund"


@dataclass(frozen=True, slots=True)
class TransactionReceipt:
    """What a transaction came to, as the customer's twin answers; None and "" where untold."""

    balance: Decimal | None
    i_xdr: int | None = None
    transaction_id: str = ""
    result_code: str = ""


@dataclass(frozen=True, slots=True)
class PaymentMethod:
    """The stored card; of its number the switch shows what it likes, we keep the last four digits.

    `exp_date` is the day until which it is good.
    """

    payment_method: str
    last_digits: str
    exp_date: date | None
    name: str = ""


@dataclass(frozen=True, slots=True)
class Card:
    """A card to store. Nothing of it may be written anywhere."""

    payment_method: str = field(repr=False)
    """The provider's word for the kind, such as `VISA`."""
    number: str = field(repr=False)
    exp_date: date = field(repr=False)
    cvv: str = field(default="", repr=False)
    name: str = field(default="", repr=False)
    address: str = field(default="", repr=False)
    zip: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class PaymentTransaction:
    """A payment by card, whatever became of it; `amount` is in `currency`."""

    transaction_id: str
    at: datetime
    amount: Decimal | None
    currency: str = ""
    status: str = ""
    """The switch's own word."""
    payment_method: str = ""


@dataclass(frozen=True, slots=True)
class TopupOption:
    """`topup_fee` buys `topup_amount` more on the counter `i_vd_dg`, in the counter's unit."""

    i_vd_topup: int
    i_vd_dg: int | None
    topup_amount: Decimal | None
    topup_fee: Decimal | None


@dataclass(frozen=True, slots=True)
class TransferQuote:
    """What a transfer gives and costs; confirm it by `quote_id` before `expires_at`.

    `amount`, `fee`, `total` and `new_balance` are the account's money, `received_amount` is what
    arrives, in `received_currency`.
    """

    quote_id: str
    phone_number: str
    amount: Decimal
    total: Decimal
    """What the account pays."""
    received_amount: Decimal | None
    received_currency: str
    fee: Decimal | None = None
    new_balance: Decimal | None = None
    expires_at: datetime | None = None
    country: str = ""
    """ISO 3166 code."""
    operator: str = ""


@dataclass(frozen=True, slots=True)
class TransferReceipt:
    transfer_id: str
    total: Decimal | None
    new_balance: Decimal | None
    i_xdr: int | None = None


class Money(Calls):
    async def redeem_voucher(self, number: str) -> VoucherReceipt:
        """Never repeat it after `Unavailable(sent=True)`: look for the payment among the xDRs."""
        answer = await self._call("redeem_voucher", i_account=self.i_account, number=number)
        return parse.voucher_receipt(answer["amount"], answer["new_balance"])

    async def make_transaction(
        self,
        action: Action,
        amount: Decimal,
        *,
        visible_comment: str = "",
        internal_comment: str = "",
        suppress_notification: bool = False,
    ) -> TransactionReceipt:
        """Which actions an account may take is up to its access rights. Never repeat it."""
        answer = await self._call(
            "make_transaction",
            i_account=self.i_account,
            action=action.value,
            amount=_wire_money(amount),
            visible_comment=visible_comment or None,
            internal_comment=internal_comment or None,
            suppress_notification=1 if suppress_notification else None,
        )
        return TransactionReceipt(
            balance=decimal(answer["balance"]),
            i_xdr=integer(answer["i_xdr"]),
            transaction_id=text(answer["transaction_id"]),
            result_code=text(answer["result_code"]),
        )

    async def get_payment_method_info(self) -> PaymentMethod | None:
        """None where no card is stored."""
        answer = await self._call("get_payment_method_info", i_account=self.i_account)
        info = mapping(answer["payment_method_info"])
        return payment_method(info) if text(info.get("number")) else None

    async def update_payment_method(self, card: Card) -> None:
        """Store another card in place of the present one."""
        details = asdict(card) | {"exp_date": card.exp_date.isoformat()}
        sent = {name: value or None for name, value in details.items()}
        await self._call("update_payment_method", i_account=self.i_account, **sent)

    async def get_payment_transaction_list(
        self, from_date: datetime, to_date: datetime
    ) -> tuple[PaymentTransaction, ...]:
        """Payments by card in a period, newest first."""
        found = await self._all_rows(
            "get_payment_transaction_list",
            "payment_transaction_list",
            i_account=self.i_account,
            from_date=wire_moment(from_date),
            to_date=wire_moment(to_date),
        )
        parsed = parse.each("payment_transaction", found, payment_transaction)
        return tuple(sorted(parsed, key=lambda one: one.at, reverse=True))

    async def activate_bundle(
        self,
        i_product: int,
        *,
        automatic_renewal: bool = False,
        delay_activation_till: datetime | None = None,
    ) -> None:
        """Buy an add-on at its price; it begins at once or later. Never repeat it."""
        await self._call(
            "activate_bundle",
            i_account=self.i_account,
            i_product=i_product,
            automatic_renewal=yes_no(automatic_renewal),
            delay_activation_till=delay_activation_till and wire_moment(delay_activation_till),
        )

    async def get_topup_option_info(
        self, *, i_vd_dg: int | None = None, i_vd_topup: int | None = None
    ) -> TopupOption:
        """By its own id, or by the counter that it fills. Raises `Rejected` where there is none."""
        answer = await self._call("get_topup_option_info", i_vd_dg=i_vd_dg, i_vd_topup=i_vd_topup)
        return self._found("get_topup_option_info", answer["topup_option_info"], topup_option)

    async def get_transfer_quote(self, phone_number: str, amount: Decimal) -> TransferQuote:
        """The price of a transfer to a mobile phone; moves nothing.

        Raises `Rejected` for a number or an amount that cannot be, and above the cap of a day; also
        (`not_found`) for an answer that leaves out what it costs.
        """
        answer = await self._call(
            "get_transfer_quote",
            i_account=self.i_account,
            phone_number=phone_number,
            amount=_wire_money(amount),
        )
        return self._found("get_transfer_quote", answer, transfer_quote)

    async def transfer_funds(self, quote_id: str) -> TransferReceipt:
        """Send what was quoted. Never repeat it after `Unavailable(sent=True)`.

        In our proposal a quote is sent once, however often it is confirmed; whether a real switch
        does so is unknown.
        """
        answer = await self._call("transfer_funds", i_account=self.i_account, quote_id=quote_id)
        return TransferReceipt(
            transfer_id=text(answer["transfer_id"]),
            total=decimal(answer["total"]),
            new_balance=decimal(answer["new_balance"]),
            i_xdr=integer(answer["i_xdr"]),
        )


LAST = 4


def payment_method(info: Json) -> PaymentMethod:
    digits = "".join(sign for sign in text(info.get("number")) if sign.isdecimal())
    return PaymentMethod(
        payment_method=text(info.get("payment_method")),
        last_digits=digits[-LAST:],
        exp_date=day(info.get("exp_date")),
        name=text(info.get("name")),
    )


def payment_transaction(row: Json) -> PaymentTransaction:
    return PaymentTransaction(
        transaction_id=required(
            text(row.get("transaction_id")) or text(row.get("i_payment_transaction")),
            "transaction_id",
        ),
        at=required(moment(row.get("date")), "date"),
        amount=decimal(row.get("amount")),
        currency=text(row.get("iso_4217")),
        status=text(row.get("status")),
        payment_method=text(row.get("payment_method")),
    )


def topup_option(info: Json) -> TopupOption:
    return TopupOption(
        i_vd_topup=required(integer(info.get("i_vd_topup")), "i_vd_topup"),
        i_vd_dg=integer(info.get("i_vd_dg")),
        topup_amount=decimal(info.get("topup_amount")),
        topup_fee=decimal(info.get("topup_fee")),
    )


def transfer_quote(info: Json) -> TransferQuote:
    """What it costs must be told: nobody confirms an unknown price."""
    return TransferQuote(
        quote_id=required(text(info.get("quote_id")), "quote_id"),
        phone_number=text(info.get("phone_number")),
        amount=required(decimal(info.get("amount")), "amount"),
        total=required(decimal(info.get("total")), "total"),
        received_amount=decimal(info.get("received_amount")),
        received_currency=text(info.get("received_currency")),
        fee=decimal(info.get("fee")),
        new_balance=decimal(info.get("new_balance")),
        expires_at=moment(info.get("expires_at")),
        country=text(info.get("country")),
        operator=text(info.get("operator")),
    )


def _wire_money(amount: Decimal) -> str:
    """As text, exactly: a JSON number would go through a float."""
    return f"{amount:f}"
