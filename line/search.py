"""Finding people by what somebody remembers of them: a part of the name or of the number."""

from __future__ import annotations

import re

FEWEST_DIGITS = 2


def fits(query: str, *texts: str) -> bool:
    """Whether each word of the query stands in one of the texts, or its digits in a number.

    Numbers are found however they are typed: "044 123" finds 380441234567.
    """
    whole = " ".join(texts).casefold()
    if all(word in whole for word in query.casefold().split()):
        return True
    digits = re.sub(r"\D", "", query).lstrip("0")
    if len(digits) < FEWEST_DIGITS or re.search(r"[^\W\d_]", query):
        return False
    return any(digits in re.sub(r"\D", "", text) for text in texts)
