"""The pseudo-locale: English in disguise, so that a text that is not translated shows.

Every translated text comes out as ⟦Ťéẋť⟧ with its parameters as they are; what stands outside
the brackets was hard-coded. It is offered only when `SELFCARE_PSEUDO_LOCALE=1` is in the
environment, or after `enable_pseudo_locale()`.
"""

from __future__ import annotations

import os
from collections.abc import Sequence

from locales.catalogues import offer

PSEUDO = "en-XA"

_DISGUISE = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ȦƁĆĎÉƑĜĤÍĴĶĹḾŃÓƤɊŔŚŤÚṼŴẊÝŽȧƀćďéƒĝĥíĵķĺḿńóƥɋŕśťúṽŵẋýž",
)


def enable_pseudo_locale() -> None:
    """Offer the pseudo-locale among the languages, for tests."""
    offer(PSEUDO, "Pseudo")


def disguised(pattern: Sequence[tuple[str, str | None]]) -> tuple[tuple[str, str | None], ...]:
    """A split template with accents on its letters and brackets around the whole."""
    accented = [(before.translate(_DISGUISE), name) for before, name in pattern]
    return _opened(accented[0], accented[1:]) if accented else (("⟦⟧", None),)


def _opened(
    first: tuple[str, str | None], rest: list[tuple[str, str | None]]
) -> tuple[tuple[str, str | None], ...]:
    parts = [(f"⟦{first[0]}", first[1]), *rest]
    before, name = parts[-1]
    if name is None:
        return (*parts[:-1], (f"{before}⟧", None))
    return (*parts, ("⟧", None))


if os.environ.get("SELFCARE_PSEUDO_LOCALE") == "1":
    enable_pseudo_locale()
