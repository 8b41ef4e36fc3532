"""Cards and payments (16): the methods' names are known, what they take and answer is proposed.

`make_transaction` is known from the admin realm only. Here it is what a subscriber may do with it:
pay by the card that is stored, where the operator allows payments online.
"""

import re
from dataclasses import dataclass, field

from sandbox.provider.clock import wire_time
from sandbox.provider.methods import Call, Renaming, serves
from sandbox.provider.model import Row
from sandbox.provider.payments import may_pay_online, pay, transacted, wanted_amount

PAYMENT = "e-commerce payment"
_CARD = re.compile(r"\d{12,19}")
_EXPIRES = re.compile(r"\d{4}-\d\d-\d\d")
_STORED = ("payment_method", "number", "exp_date", "name", "address", "zip")


@dataclass(slots=True)
class Card:
    """What is stored of the account's card, as it is shown; empty where there is none."""

    shown: Row = field(default_factory=dict)
    transactions: list[Row] = field(default_factory=list)


@serves(
    "Account/get_payment_method_info",
    "i_account",
    certainty="proposed",
    renamed=Renaming("Account/show_card", {}, {"payment_method_info": "card"}),
)
def get_payment_method_info(call: Call) -> Row:
    return {"payment_method_info": call.account().part(Card).shown}


@serves(
    "Account/update_payment_method",
    "i_account payment_method_info",
    certainty="proposed",
    write=True,
    renamed=Renaming("Account/store_card", {"payment_method_info": "card_payment_method"}),
)
def update_payment_method(call: Call) -> Row:
    """Store another card; its number is shown by its last four digits, its code is not kept."""
    account, given = call.account(), call.record("payment_method_info")
    if not may_pay_online(account):
        raise call.invalid("access_denied", "Payments online are not allowed.")
    card = {key: call.words(key, given.get(key)) for key in _STORED}
    if not _CARD.fullmatch(card["number"] or ""):
        raise call.invalid("invalid_number", "The card number has 12 to 19 digits.")
    if not _EXPIRES.fullmatch(card["exp_date"] or ""):
        raise call.invalid("invalid_date", "exp_date must be YYYY-MM-DD.")
    if f"{card['exp_date']}" < f"{call.switch.clock.now():%Y-%m-%d}":
        raise call.invalid("card_expired", "The card has expired.")
    shown = f"{card['number']}"[-4:].rjust(16, "x")
    account.part(Card).shown = card | {"number": shown}
    call.switch.settings_changed(account)
    return {"success": 1}


@serves(
    "Account/make_transaction",
    "i_account action amount visible_comment internal_comment suppress_notification",
    certainty="proposed",
    write=True,
    renamed=Renaming("Account/pay_by_card", {"action": "kind"}, {"i_xdr": "payment"}),
)
def make_transaction(call: Call) -> Row:
    account, amount = call.account(), wanted_amount(call)
    card = account.part(Card)
    if call.text("action").lower() != PAYMENT or not may_pay_online(account):
        raise call.invalid("access_denied", "You are not allowed to make this transaction.")
    if not card.shown:
        raise call.invalid("no_payment_method", "There is no card to pay with.")
    row = pay(call.switch, account, amount, call.text("visible_comment") or "Card payment")
    answer = transacted(account, row)
    card.transactions.append(
        {
            "i_payment_transaction": row.i_xdr,
            "transaction_id": answer["transaction_id"],
            "date": wire_time(row.started),
            "amount": amount,
            "iso_4217": account.iso_4217,
            "status": "completed",
            "payment_method": card.shown["payment_method"],
        }
    )
    return answer


@serves(
    "Account/get_payment_transaction_list",
    "i_account from_date to_date limit offset get_total",
    certainty="proposed",
    renamed=Renaming("Account/list_card_payments", {}, {"payment_transaction_list": "payments"}),
)
def get_payment_transaction_list(call: Call) -> Row:
    """Newest first; both dates may be left out."""
    first, end = call.text("from_date"), call.text("to_date") or "9999"
    made = reversed(call.account().part(Card).transactions)
    rows = [row for row in made if first <= row["date"] < end]
    return call.listed("payment_transaction_list", call.page(rows), len(rows))
