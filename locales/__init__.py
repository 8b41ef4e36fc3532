"""Texts that are translated later, the formats of what they carry, and the catalogues."""

from locales.catalogues import LANGUAGES, language_for
from locales.numbers import parse_decimal
from locales.pseudo import PSEUDO, enable_pseudo_locale
from locales.reader import Reader
from locales.speech import Sayable
from locales.text import Text, _, _c, _n
from locales.times import Age, Day, Moment
from locales.values import City, Country, Joined, Measure, Money, Number, Phone, Span, money
from locales.wire import decode, encode

__all__ = [
    "LANGUAGES",
    "PSEUDO",
    "Age",
    "City",
    "Country",
    "Day",
    "Joined",
    "Measure",
    "Moment",
    "Money",
    "Number",
    "Phone",
    "Reader",
    "Sayable",
    "Span",
    "Text",
    "_",
    "_c",
    "_n",
    "decode",
    "enable_pseudo_locale",
    "encode",
    "language_for",
    "money",
    "parse_decimal",
]
