"""What a phone book means: who is in it, which codes are free, who can be a favorite, and why not.

The provider's limits are told beforehand; the switch checks them again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

from line.search import fits
from locales import Joined, Phone, Sayable, Text, _, _n
from portaswitch.account.phonebook import PhonebookLimits, PhonebookRecord, PhoneType

KINDS: Mapping[str, Text] = {
    PhoneType.MOBILE: _("mobile"),
    PhoneType.HOME: _("home"),
    PhoneType.WORK: _("work"),
    PhoneType.OTHER: _("other"),
}
LONGEST_NAME = 60
MOST_DIGITS = 9
"""Of a speed dial code, where the provider sets no limit."""


@dataclass(frozen=True, slots=True)
class Book:
    """All records, by name."""

    records: Sequence[PhonebookRecord]
    limits: PhonebookLimits

    def search(self, query: str) -> Sequence[PhonebookRecord]:
        return [one for one in self.records if fits(query, one.name, one.phone_number)]

    def find(self, key: int) -> PhonebookRecord | None:
        return next((one for one in self.records if one.i_account_phonebook == key), None)

    def with_number(self, number: str) -> PhonebookRecord | None:
        wanted = _bare(number)
        return next((one for one in self.records if _bare(one.phone_number) == wanted), None)

    # ------------------------------------------------------------------ speed dial

    @property
    def digits(self) -> int:
        """The longest code that there can be."""
        return self.limits.dial_id_digits or MOST_DIGITS

    @property
    def coded(self) -> Sequence[PhonebookRecord]:
        return sorted(
            (one for one in self.records if one.dial_id is not None),
            key=lambda one: one.dial_id or 0,
        )

    def free_codes(self, most: int) -> list[int]:
        """The lowest ones that nobody has."""
        taken = {one.dial_id for one in self.records}
        free = (code for code in count(1) if code not in taken)
        return [code for code in islice(free, most) if len(str(code)) <= self.digits]

    def no_code(self, code: int, mine: int = 0) -> Text | None:
        """Why the record `mine` cannot have this code; None if it can."""
        if len(str(code)) > self.digits:
            return _n(
                "A speed dial code has {n} digit at most.",
                "A speed dial code has {n} digits at most.",
                self.digits,
            )
        holder = next((one for one in self.records if one.dial_id == code), None)
        if holder is None or (mine and holder.i_account_phonebook == mine):
            return None
        return _("{name} already has the code {code}.", name=called(holder), code=code)

    # ------------------------------------------------------------------ favorites

    @property
    def marks(self) -> bool:
        """Whether subscribers mark favorites themselves, and the switch tells which ones are."""
        return (
            self.limits.favorite_change_allowed
            and self.limits.max_favorites != 0
            and any(one.favorite is not None for one in self.records)
        )

    @property
    def allowed(self) -> Joined:
        """The numbers that may be favorites, in words; `%` stands for any digits."""
        return _patterns(self.limits.favorite_allowed_patterns)

    @property
    def favorites(self) -> Sequence[PhonebookRecord]:
        return [one for one in self.records if one.favorite]

    def no_favorite(self, number: str, *, more: int = 1) -> Text | None:
        """Why a number cannot be a favorite; None if it can. `more` is 0 where one makes room."""
        if not self.limits.may_be_favorite(number):
            return _(
                "{number} cannot be a favorite. Your provider allows only {numbers}.",
                number=Phone(number),
                numbers=self.allowed,
            )
        most = self.limits.max_favorites
        if most is not None and len(self.favorites) + more > most:
            return _n(
                "You may have {n} favorite, and it is used. Take it away first.",
                "You may have {n} favorites, and all are used. Take one away first.",
                most,
            )
        return None


def called(record: PhonebookRecord) -> Sayable:
    return record.name or Phone(record.phone_number)


def in_list(record: PhonebookRecord) -> Text:
    """A contact as a line of a list."""
    number = Phone(record.phone_number)
    if not record.name:
        return _("• {number}", number=number)
    return _("• {name}, {number}", name=record.name, number=number)


def in_book(record: PhonebookRecord) -> Text:
    """The same with what the book makes of it: its code, its star."""
    line = in_list(record)
    if record.dial_id is not None:
        line = _("{contact}, speed dial {code}", contact=line, code=record.dial_id)
    return _("{contact}, favorite", contact=line) if record.favorite else line


def _bare(number: str) -> str:
    return number.strip().removeprefix("+")


def _patterns(patterns: Sequence[str]) -> Joined:
    begin = [one[:-1] for one in patterns if one.find("%") == len(one) - 1]
    said: list[Sayable] = [
        one.replace("%", "…") for one in patterns if one.find("%") != len(one) - 1
    ]
    if begin:
        said.insert(0, _("numbers that begin with {digits}", digits=Joined(begin, "or")))
    return Joined(said, "or")
