"""Whether people see the own number, and the codes that decide it for one call (6.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from locales import Phone, Text, _
from portaswitch.records import Feature

FEATURE = "clir"
SHOWN, HIDDEN, BY_CODE = "N", "Y", "P"


class Codes(NamedTuple):
    """What is dialed before a number; "" where the provider has not written it down."""

    hide: str = ""
    show: str = ""


NOTE = re.compile(r"#\s*hide=(?P<hide>\S*)\s+show=(?P<show>\S*)\s*$")
"""How the provider writes them down for its own self-care portal."""


def codes(features: Mapping[str, Feature]) -> Codes:
    feature = features.get(FEATURE)
    found = NOTE.search(feature.value("clir_note")) if feature else None
    return Codes(**found.groupdict()) if found else Codes()


def hidden(features: Mapping[str, Feature]) -> str:
    """SHOWN, HIDDEN, or BY_CODE."""
    feature = features.get(FEATURE)
    return feature.effective_flag_value if feature else SHOWN


def people_see(state: str, own: str) -> Text:
    number = Phone(own)
    if state == HIDDEN:
        return _("When you call, people do not see your number.")
    if state == BY_CODE:
        return _(
            "When you call, a code that you dial before the number decides "
            "whether people see {number}.",
            number=number,
        )
    return _("When you call, people see {number}.", number=number)
