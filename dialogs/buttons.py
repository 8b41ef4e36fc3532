"""What lies in a button's 64 bytes.

`g|link|area|step|args…` opens; it needs no memory. `d|revision|index` changes; its meaning lies
in the message's row. `t|token` is a `g` that was too long, kept in the store.
"""

from __future__ import annotations

import base64
import random
import secrets
from dataclasses import dataclass
from urllib.parse import quote, unquote

from dialogs.area import Step

LIMIT = 64


@dataclass(frozen=True, slots=True)
class Opens:
    link_id: int
    step: Step


@dataclass(frozen=True, slots=True)
class Changes:
    revision: str
    index: int


@dataclass(frozen=True, slots=True)
class Stored:
    token: str


def opens(link_id: int, step: Step) -> str:
    """The data of a button that opens; the caller stores it when it exceeds LIMIT bytes."""
    args = (quote(str(arg), safe="+@:.,") for arg in step.args)
    return "|".join(("g", str(link_id), step.area, step.name, *args))


def changes(revision: str, index: int) -> str:
    return f"d|{revision}|{index}"


def stored(token: str) -> str:
    return f"t|{token}"


def read(data: str) -> Opens | Changes | Stored | None:
    """None for data that no version of ours has written."""
    kind, *parts = data.split("|")
    try:
        if kind == "g":
            link_id, area, name, *args = parts
            return Opens(int(link_id), Step(area, name, tuple(unquote(arg) for arg in args)))
        if kind == "d":
            revision, index = parts
            return Changes(revision, int(index)) if revision else None
        if kind == "t":
            return Stored(parts[0])
    except (ValueError, IndexError):
        pass
    return None


# Seeded by the system once, and not asked of it for each screen, as `secrets` does: that costs a
# system call. A revision need only not come again. Who guesses one can tap what his own chat
# shows, and nothing else: the message is looked up by the chat that the messenger vouches for.
_dice = random.Random()  # noqa: S311 - no secret, see above


def new_revision() -> str:
    """Random, not counted: a number that comes again could give an old button a new meaning."""
    return base64.urlsafe_b64encode(_dice.randbytes(6)).decode()


def new_token() -> str:
    return secrets.token_urlsafe(12)
