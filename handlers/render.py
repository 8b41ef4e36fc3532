"""From a drawn message to Telegram's HTML and keyboards: the one place where texts are escaped."""

from __future__ import annotations

from html import escape
from typing import Any

from dialogs.messenger import Block, Drawn, DrawnFacts, Key, Paragraph, Spoiler

TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024
COPY_LIMIT = 256
LONGEST_NAME = 200
"""Characters of a title or a fact. Callers choose their names: a long one may neither keep a
message from being sent nor push out of it what stands beside it."""
ELLIPSIS = "…"

Json = dict[str, Any]


def html(drawn: Drawn, limit: int = TEXT_LIMIT) -> str:
    """The text of a message; whole blocks fall away at its end when it exceeds Telegram's limit."""
    title = _short(drawn.title)
    parts = [f"<b>{escape(title, quote=False)}</b>"] if title else []
    size = _size(title)
    texts = ([_paragraph(drawn.note)] if drawn.note else []) + [
        _block(block) for block in drawn.blocks
    ]
    for plain, marked in texts:
        size += _size(plain) + 2
        if size > limit - 2:
            parts.append(ELLIPSIS)
            break
        parts.append(marked)
    return "\n\n".join(part for part in parts if part) or ELLIPSIS


def _size(text: str) -> int:
    """Telegram counts UTF-16 units."""
    return len(text.encode("utf-16-le")) // 2


def _block(block: Block) -> tuple[str, str]:
    """A block as plain text, whose length counts, and as HTML."""
    match block:
        case Paragraph(text):
            return _paragraph(text)
        case Spoiler(text):
            return text, f"<tg-spoiler>{escape(text, quote=False)}</tg-spoiler>"
        case DrawnFacts(title, values):
            lines = [(title, f"<b>{escape(title, quote=False)}</b>")] if title else []
            lines += [
                (
                    f"{label}: {value}",
                    f"{escape(label, quote=False)}: <b>{escape(value, quote=False)}</b>"
                    if value
                    else escape(label, quote=False),
                )
                for label, value in ((label, _short(value)) for label, value in values)
            ]
            return "\n".join(plain for plain, _ in lines), "\n".join(line for _, line in lines)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_NAME else text[: LONGEST_NAME - 1] + ELLIPSIS


def _paragraph(text: str) -> tuple[str, str]:
    return text, escape(text, quote=False)


def keyboard(drawn: Drawn) -> Json | None:
    """An inline keyboard; a reply keyboard only where a contact is asked for.

    As the Bot API takes it, which PTB sends on: its objects of keyboards and buttons cost a tenth
    of a step.
    """
    if any(key.contact for row in drawn.keys for key in row):
        rows = [[_contact_button(key)] for row in drawn.keys for key in row]
        return {"keyboard": rows, "resize_keyboard": True, "one_time_keyboard": True}
    if not drawn.keys:
        return None
    return {"inline_keyboard": [[_button(key) for key in row] for row in drawn.keys]}


def _contact_button(key: Key) -> Json:
    return {"text": key.label, **({"request_contact": True} if key.contact else {})}


def _button(key: Key) -> Json:
    style = {"style": key.style.value} if key.style.value else {}
    if key.url:
        return {"text": key.label, "url": key.url, **style}
    if key.copy:
        return {"text": key.label, "copy_text": {"text": key.copy[:COPY_LIMIT]}, **style}
    return {"text": key.label, "callback_data": key.data, **style}
