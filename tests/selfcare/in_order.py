"""What every screen has in common: it says where one is, is translated, and fits the messenger."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator

from conversations import signin
from dialogs.paging import IN_ORDER, NEWEST_FIRST
from dialogs.view import CANCEL, HOME
from locales import PSEUDO, _
from tests.harness.chat import ChatUser
from tests.selfcare.walking import Json, buttons, labels, text_of

LONGEST_LABEL = 40
MOST_ROWS = 6
"""One more where a list pages: the rule's own exception (U26)."""


def is_in_order(message: Json, user: ChatUser, name: str) -> None:
    fits_the_messenger(message, user)
    says_where_one_is(message, user, name)
    if user.reader.language == PSEUDO:
        assert list(hard_coded(message, name)) == [], text_of(message)


def fits_the_messenger(message: Json, user: ChatUser) -> None:
    for button in buttons(message):
        assert len(button["text"]) <= LONGEST_LABEL, button
        assert button["text"].strip() == button["text"] != "", button
        assert len(button.get("callback_data", "").encode()) <= 64, button
    days = [one for one in buttons(message) if len(one["text"]) <= 2]
    assert len(buttons(message)) - len(days) <= 20, "but for a calendar of days"
    assert len(text_of(message)) <= 4096
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    turning = {user.reader.say(one) for one in (*IN_ORDER, *NEWEST_FIRST)}
    most = MOST_ROWS + bool(turning & labels(message))
    if user.reader.language != PSEUDO and not days:  # its brackets are longer than any language
        assert len(rows) <= most, f"{len(rows)} rows: {rows}"


def says_where_one_is(message: Json, user: ChatUser, name: str) -> None:
    """The account in the title, and a way out below."""
    title = text_of(message).split("\n")[0]
    # Signing in is about a line that is not there yet.
    assert title.endswith(name) or title == user.reader.say(signin.area.title), text_of(message)
    ways = (HOME, CANCEL, _("Refresh"), _("Try again"), _("Done"))
    ways_out = {user.reader.say(way) for way in ways}
    assert ways_out & labels(message), text_of(message)


def hard_coded(message: Json, name: str) -> Iterator[str]:
    """Words that were not translated: outside the brackets of the pseudo-locale, and no data."""
    data = {*DATA, *name.split()}
    for text in (text_of(message), *(button["text"] for button in buttons(message))):
        outside = text
        while (inner := INNERMOST.sub("", outside)) != outside:
            outside = inner
        yield from (word for word in WORD.findall(outside) if word not in data)


INNERMOST = re.compile(r"⟦[^⟦⟧]*⟧")
WORD = re.compile(r"[^\W\d_]{2,}")
MONTHS = {*calendar.month_abbr, *calendar.month_name, "Sept"} - {""}
RECORDS = {
    *("Voice", "Calls", "Payments", "Credits", "Adjustments", "Subscriptions"),
    *("Voucher", "recharge", "Manual", "payment", "Refund", "Monthly", "fee", "Mum", "Office"),
    *("Easy", "Prepaid"),
}
"""What the provider's services are called, what it wrote to them, and the phone book."""
COMPANY = {*("Alice", "Adams", "Bob", "Baker", "Carol", "Cole", "Erin", "Evans", "on", "hold")}
COMPANY |= {"Дмитро", "Коваленко"}
"""The company's directory and its music."""
OPERATORS = {"Door", "Sales", "Support", "Zoiper"}
PROFILE = {
    *("Main", "Street", "Seattle", "New", "York", "States", "Ukraine", "Київ", "Sons"),
    *("Los", "Angeles", "Kyiv"),
    *("alice", "bob", "carol", "dmytro", "example", "com"),
    *("Cost", "Center", "Department", "Paper", "invoice", "Yes", "No"),
    *("Desk", "phone", "Yealink", "Zoiper", "SIP"),
    *("Deutsch", "Español", "Français", "Polski", "PM"),
}
"""What the provider has of people, and by which names it calls devices, languages and fields."""
DATA = (
    frozenset({"English", "Українська", "Pseudo", "UAH", "min", "sec", "United", "Kingdom"})
    | MONTHS
    | COMPANY
    | OPERATORS
    | RECORDS
    | PROFILE
)
"""The languages by their own names, what CLDR writes by itself, and the names that others gave."""
