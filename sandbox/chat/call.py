"""One call of the Bot API as it came over the wire, with Telegram's lenient readings of it."""

import re
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from sandbox.chat.errors import bad

Json = dict[str, Any]
LEADING_NUMBER = re.compile(r"\s*[+-]?\d{1,19}")


@dataclass(frozen=True, slots=True)
class Part:
    """A file part of a multipart body."""

    filename: str
    content_type: str
    data: bytes


@dataclass(slots=True)
class Call:
    """`params` hold text (query, form) or JSON values; the getters read both alike."""

    method: str
    params: Json
    wire: Literal["json", "form"] = "form"
    files: dict[str, Part] = field(default_factory=dict)

    def has(self, key: str) -> bool:
        """Whether the parameter was sent at all."""
        return self.params.get(key) is not None

    def text(self, key: str, default: str = "") -> str:
        """A string; JSON numbers and objects as their text, like Telegram takes them."""
        value = self.params.get(key)
        if isinstance(value, str):
            return value
        return default if value is None else orjson.dumps(value).decode()

    def integer(self, key: str, default: int = 0) -> int:
        """A whole number, what follows it is not read; without one as if absent."""
        value = self.params.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        match = LEADING_NUMBER.match(str(value)) if value is not None else None
        return int(match[0]) if match else default

    def number(self, key: str) -> float | None:
        """A number with a fraction, or None."""
        try:
            return float(self.text(key)) if self.has(key) else None
        except ValueError:
            return None

    def flag(self, key: str) -> bool:
        """True for true, yes and 1."""
        value = self.params.get(key)
        if isinstance(value, bool):
            return value
        return value is not None and str(value).lower() in {"true", "yes", "1"}

    def json(self, key: str, what: str) -> Any:
        """A JSON value sent as itself or as its text; None when absent or empty."""
        value = self.params.get(key)
        if not isinstance(value, str):
            return value
        if not value.strip():
            return None
        try:
            return orjson.loads(value)
        except orjson.JSONDecodeError:
            raise bad(f"can't parse {what} JSON object") from None
