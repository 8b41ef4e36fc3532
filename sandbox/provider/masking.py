"""What the desk's log may show of a call: everything but secrets."""

import re
from typing import Any

HIDDEN = "***"
_SECRET = re.compile(
    r"password(?!_less)|token|secret|session_id|voucher|payment_method_info|card_|(^|_)pin$",
    re.IGNORECASE,
)
_DEEPEST = 20


def masked(value: Any, depth: int = 0) -> Any:
    """The same value without the words that must not be read on a screen.

    What is nested deeper than any client nests is left out: the log must stay printable.
    """
    if depth > _DEEPEST:
        return HIDDEN
    if isinstance(value, dict):
        return _without_secrets(value, depth)
    return [masked(item, depth + 1) for item in value] if isinstance(value, list) else value


def _without_secrets(record: dict[str, Any], depth: int) -> dict[str, Any]:
    """Secrets lie under a telling key, or in an attribute with a telling name."""
    named = is_secret(str(record.get("name", "")))
    return {
        key: HIDDEN
        if inner and (is_secret(key) or (named and key in _HOLDERS))
        else masked(inner, depth + 1)
        for key, inner in record.items()
    }


_HOLDERS = ("values", "effective_values", "db_value", "text_value")


def is_secret(key: str) -> bool:
    return _SECRET.search(key) is not None
