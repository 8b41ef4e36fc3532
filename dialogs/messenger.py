"""The messenger as the layers below the Telegram edge see it.

`handlers` implements `Messenger`; a console or another messenger could too. Texts arrive here
already translated, and not yet escaped.
"""

from __future__ import annotations

from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Protocol

from dialogs.view import File, Style


@dataclass(frozen=True, slots=True)
class Key:
    """One button. Exactly one of `data`, `url`, `copy` and `contact` is set."""

    label: str
    data: str = ""
    url: str = ""
    copy: str = ""
    contact: bool = False
    style: Style = Style.PLAIN


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str


@dataclass(frozen=True, slots=True)
class DrawnFacts:
    title: str
    values: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Spoiler:
    text: str = field(repr=False)


Block = Paragraph | DrawnFacts | Spoiler


@dataclass(frozen=True, slots=True)
class Drawn:
    """A message ready for the messenger, in the reader's language."""

    title: str
    note: str
    blocks: tuple[Block, ...]
    keys: tuple[tuple[Key, ...], ...]
    media: File | None = None
    silent: bool = False
    protected: bool = False
    """Not to be forwarded or saved: it holds a secret that passes, or what others said."""
    thanks: str = ""
    """A line to say first, to take the contact keyboard away; empty when there is none."""


class MessengerError(Exception):
    """The messenger did not take it."""


class Unreachable(MessengerError):
    """The subscriber blocked the bot or is gone: stop until they come back."""


class Overloaded(MessengerError):
    """The messenger asks to wait."""

    def __init__(self, retry_after: float) -> None:
        super().__init__(f"retry after {retry_after} s")
        self.retry_after = retry_after


class Refused(MessengerError):
    """The messenger understood and will not: asking again makes no sense. `words` in lower case."""

    def __init__(self, words: str) -> None:
        super().__init__(words)
        self.words = words


class Gone(MessengerError):
    """The message to edit is no longer there, or can no longer be edited."""


patience: ContextVar[float] = ContextVar("patience", default=5.0)
"""Seconds that a call waits by itself when the messenger asks it to; longer waits are the caller's.

Whoever sends to many chats sets it to zero, since what one of them is asked holds for all.
"""


class Messenger(Protocol):
    """Sends, edits and deletes; every failure is one of the errors above."""

    async def send(self, chat_id: int, drawn: Drawn) -> int:
        """A new message; its id."""

    async def edit(self, chat_id: int, message_id: int, drawn: Drawn, *, caption: bool) -> None:
        """Redraw a message in place; "not modified" is success. Raises Gone."""

    async def strip(self, chat_id: int, message_id: int) -> None:
        """Take the keyboard of a message away; a message that is gone is success."""

    async def pin(self, chat_id: int, message_id: int) -> None:
        """Keep a message on top of the chat; where that is refused, it is one like others."""

    async def unpin(self, chat_id: int, message_id: int) -> None:
        """Take it from the top of the chat again."""

    async def delete(self, chat_id: int, message_id: int) -> bool:
        """Whether the message is gone now."""

    async def fetch(self, file_id: str, limit_bytes: int) -> bytes:
        """A file that the subscriber sent. Raises Refused where it is larger or gone."""

    async def busy(self, chat_id: int) -> None:
        """Show that work is going on, for some seconds."""

    async def commands(self, chat_id: int, language: str) -> None:
        """Show the commands menu of this chat in a language."""
