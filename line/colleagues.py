"""Whoever stands in a directory of the company: the name, the numbers, a line of a list."""

from __future__ import annotations

from locales import Joined, Phone, Text, _
from portaswitch.account.directories import DirectoryRecord


def name_of(one: DirectoryRecord) -> str:
    return f"{one.first_name} {one.last_name}".strip()


def numbers_of(one: DirectoryRecord) -> dict[Text, str]:
    numbers = {
        _("Office"): one.office_number,
        _("Mobile"): one.mobile_number,
        _("Other"): one.other_number,
    }
    return {kind: number for kind, number in numbers.items() if number}


def in_list(one: DirectoryRecord) -> Text:
    numbers = Joined([Phone(number) for number in numbers_of(one).values()])
    if not name_of(one):
        return _("• {number}", number=numbers)
    return _("• {name}, {number}", name=name_of(one), number=numbers)
