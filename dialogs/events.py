"""What subscribers do, as the engine takes it from the edge."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tap:
    message_id: int
    data: str


@dataclass(frozen=True, slots=True)
class Said:
    """A typed message."""

    message_id: int
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Command:
    """A slash command; `rest` is what follows it, and may be secret."""

    message_id: int
    name: str
    rest: str = field(repr=False, default="")


@dataclass(frozen=True, slots=True)
class SharedContact:
    message_id: int
    phone: str
    own: bool
    """Whether the messenger vouches that it is the sender's own contact."""
    name: str = ""


@dataclass(frozen=True, slots=True)
class File:
    """A file in the chat, as the messenger describes it: nothing of it is fetched yet."""

    file_id: str
    size: int
    """Bytes; 0 where it is not told."""
    content_type: str = ""
    name: str = ""
    seconds: int = 0
    """Of a voice note or a track."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A voice note, a track, a document or a film."""

    message_id: int
    file: File


@dataclass(frozen=True, slots=True)
class Other:
    """A message that no area takes: a sticker, a location."""

    message_id: int


@dataclass(frozen=True, slots=True)
class Reachability:
    """The subscriber blocked the bot, or let it in again."""

    reachable: bool


@dataclass(frozen=True, slots=True)
class Event:
    """One update: who did what, in which chat."""

    update_id: int
    chat_id: int
    user_id: int
    name: str
    language_code: str
    what: Tap | Said | Command | SharedContact | SentFile | Other | Reachability
    payload: bytes | None = field(repr=False, default=None)
    """The update itself, when it has not come through the inbox."""
