"""What a step shows: blocks of text, buttons, and perhaps a file.

A `View` says *what*; how it looks in a messenger (title line, navigation, escaping, layout of the
keyboard) is decided once, at the edge.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from typing import TYPE_CHECKING, Any

from locales import Text, _

if TYPE_CHECKING:
    from dialogs.area import Step

Said = Any
"""Anything a `locales.Reader` can say: a Text, Money, Moment, Phone, or plain data as str."""


class Style(Enum):
    """Decoration only: the label alone must carry the meaning."""

    PLAIN = ""
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Facts:
    """A heading and labelled values, one a line."""

    title: Said | None
    values: Mapping[Any, Said]


@dataclass(frozen=True, slots=True)
class Listing:
    """Items one a line, numbered when `numbered`."""

    items: Sequence[Said]
    numbered: bool = False


@dataclass(frozen=True, slots=True)
class Secret:
    """A value hidden under a spoiler."""

    value: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Go:
    """Opens a step; stateless, never expires."""

    step: Step


@dataclass(frozen=True, slots=True)
class Do:
    """Changes something; bound to the revision of the message that shows it."""

    step: Step


@dataclass(frozen=True, slots=True)
class Url:
    url: str


@dataclass(frozen=True, slots=True)
class Copy:
    """Puts a text into the subscriber's clipboard; nothing is sent."""

    text: str


@dataclass(frozen=True, slots=True)
class ShareContact:
    """A reply-keyboard button by which Telegram shares the sender's own contact."""


@dataclass(frozen=True, slots=True)
class Button:
    label: Said
    act: Go | Do | Url | Copy | ShareContact
    style: Style = Style.PLAIN


Row = Button | Sequence[Button]


@dataclass(frozen=True, slots=True)
class Voice:
    """A voice note ready for the messenger: OGG/Opus."""

    content: bytes = field(repr=False)
    seconds: int
    filename: str = "voice.ogg"
    note: Text | None = None


@dataclass(frozen=True, slots=True)
class Document:
    content: bytes = field(repr=False)
    filename: str
    content_type: str
    note: Text | None = None
    """A line to say with it."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A PNG or JPEG that is looked at in the chat; the view's text must say the same in words."""

    content: bytes = field(repr=False)
    filename: str = "picture.png"
    note: Text | None = None


File = Voice | Document | Picture
Media = File | Text
"""A file, or the sentence that says why there is none."""
ToFetch = Callable[[], Awaitable[Media]]
"""How to get it: called only when a new message will carry it."""


class Fate(Enum):
    """What becomes of the message that shows the view."""

    SCREEN = "screen"  # navigation: edited in place by the next one
    CARD = "card"  # an event or an answer worth keeping: only its own changes edit it
    RECEIPT = "receipt"  # never edited


class View:
    """One answer of the bot.

    >>> View(Facts(_("Redeem this voucher?"), {...}), accept=_("Redeem …{tail}", tail="3399"))

    `buttons` are laid out two a row where the labels are short; a nested sequence is a row of its
    own. `accept` is the confirming button of a form's review. `back` overrides the step that Back
    opens. `note` stands above everything else: what just happened. `redraw` is the step that draws
    it again, where that is not the step that showed it. What `lasts` is deleted after that time;
    like that, what is `protected` cannot be forwarded or saved. What is
    `pinned` stays on top of the chat.
    """

    __slots__ = (
        "accept",
        "back",
        "blocks",
        "buttons",
        "danger",
        "fate",
        "home",
        "lasts",
        "media",
        "note",
        "pinned",
        "protected",
        "redraw",
        "title",
    )

    def __init__(
        self,
        *blocks: Said | Facts | Listing,
        buttons: Sequence[Row] = (),
        accept: Text | None = None,
        danger: bool = False,
        back: Step | None = None,
        home: bool = True,
        note: Said | None = None,
        media: Media | ToFetch | None = None,
        fate: Fate = Fate.SCREEN,
        title: Said | None = None,
        redraw: Step | None = None,
        lasts: timedelta | None = None,
        protected: bool = False,
        pinned: bool = False,
    ) -> None:
        self.blocks = blocks
        self.buttons = buttons
        self.accept = accept
        self.danger = danger
        self.back = back
        self.home = home
        self.note = note
        self.media = media
        self.fate = fate
        self.title = title
        self.redraw = redraw
        self.lasts = lasts
        self.protected = protected
        self.pinned = pinned

    @classmethod
    def receipt(cls, *blocks: Said | Facts, buttons: Sequence[Row] = ()) -> View:
        """What was done, kept for ever: a new message that nothing edits."""
        return cls(*blocks, buttons=buttons, fate=Fate.RECEIPT)

    @classmethod
    def passing(
        cls,
        *blocks: Said | Facts,
        lasts: timedelta,
        media: Media | ToFetch | None = None,
        buttons: Sequence[Row] = (),
    ) -> View:
        """A secret to be read once: a new message, which the bot deletes after `lasts`."""
        return cls(*blocks, buttons=buttons, media=media, lasts=lasts, fate=Fate.RECEIPT)

    @classmethod
    def card(
        cls,
        *blocks: Said | Facts,
        buttons: Sequence[Row] = (),
        media: Media | ToFetch | None = None,
        back: Step | None = None,
        redraw: Step | None = None,
        pinned: bool = False,
    ) -> View:
        """An event: a new message whose own buttons change it in place."""
        return cls(
            *blocks,
            buttons=buttons,
            media=media,
            back=back,
            redraw=redraw,
            pinned=pinned,
            fate=Fate.CARD,
        )

    def with_blocks(self, *more: Said | None) -> View:
        """The same view with more blocks below."""
        other = self.with_note(self.note)
        other.blocks = (*self.blocks, *more)
        return other

    def with_note(self, note: Said | None) -> View:
        """The same view under a line that says what happened."""
        other = View(*self.blocks)
        for name in self.__slots__:
            setattr(other, name, getattr(self, name))
        other.note = note
        return other


BACK = _("Back")
HOME = _("Home")
CANCEL = _("Cancel")

__all__ = [
    "BACK",
    "CANCEL",
    "HOME",
    "Button",
    "Copy",
    "Do",
    "Document",
    "Facts",
    "Fate",
    "File",
    "Go",
    "Listing",
    "Media",
    "Picture",
    "Row",
    "Said",
    "Secret",
    "ShareContact",
    "Style",
    "Url",
    "View",
    "Voice",
]
