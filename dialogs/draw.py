"""From a view to a message: translation, the title line, the layout of the keyboard."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from dialogs import buttons as wire
from dialogs.area import GROUPS, Area, Step
from dialogs.messenger import Block, Drawn, DrawnFacts, Key, Paragraph, Spoiler
from dialogs.view import (
    BACK,
    HOME,
    Button,
    Copy,
    Do,
    Facts,
    File,
    Go,
    Listing,
    Row,
    Said,
    Secret,
    ShareContact,
    Url,
    View,
)
from locales import Reader, Text, _
from store.links import Link

SHORT = 20
"""Labels up to this many characters stand two in a row."""


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawn message, and what its row must remember of its buttons."""

    drawn: Drawn
    actions: tuple[tuple[str, str, list[Any] | None], ...]
    """(label, data, step of a `do`) of every button that carries data, in order."""
    tokens: dict[str, str]
    """Data too long for a button, by the token that stands for it."""


def draw(
    view: View,
    reader: Reader,
    *,
    area: Area | None,
    link: Link | None,
    link_id: int,
    revision: str,
    navigation: Sequence[Button] = (),
    media: File | None = None,
) -> Drawing:
    """Draw a view for one reader. `navigation` is the last row: Back, Home, Cancel."""
    say = reader.say
    actions: list[tuple[str, str, list[Any] | None]] = []
    tokens: dict[str, str] = {}

    def key(button: Button) -> Key:
        label = say(button.label)
        match button.act:
            case Url(url):
                return Key(label, url=url, style=button.style)
            case Copy(text):
                return Key(label, copy=text, style=button.style)
            case ShareContact():
                return Key(label, contact=True)
            case Go(step):
                data = wire.opens(link_id, step)
                if len(data.encode()) > wire.LIMIT:
                    token = wire.new_token()
                    tokens[token] = data
                    data = wire.stored(token)
                actions.append((label, data, None))
            case Do(step):
                data = wire.changes(revision, len(actions))
                actions.append((label, data, step.to_json()))
        return Key(label, data=data, style=button.style)

    rows = [tuple(key(button) for button in row) for row in layout(view.buttons, reader)]
    if navigation:
        rows.append(tuple(key(button) for button in navigation))
    drawn = Drawn(
        title=title(view, reader, area, link),
        note=say(view.note) if view.note is not None else "",
        blocks=tuple(block for one in view.blocks for block in _block(one, reader)),
        keys=tuple(rows),
        media=media,
        protected=view.protected or view.lasts is not None,
    )
    return Drawing(drawn, tuple(actions), tokens)


def layout(rows: Sequence[Row], reader: Reader) -> Iterator[Sequence[Button]]:
    """Nested rows as they are; loose buttons two a row while their labels are short."""
    waiting: Button | None = None
    for row in rows:
        if not isinstance(row, Button):
            if waiting:
                yield (waiting,)
                waiting = None
            if row:
                yield tuple(row)
        elif len(reader.say(row.label)) > SHORT:
            if waiting:
                yield (waiting,)
                waiting = None
            yield (row,)
        elif waiting:
            yield (waiting, row)
            waiting = None
        else:
            waiting = row
    if waiting:
        yield (waiting,)


def title(view: View, reader: Reader, area: Area | None, link: Link | None) -> str:
    """ "Billing · Recharge — 12065550100": where one is, and on whose account."""
    if view.title is not None:
        here = reader.say(view.title)
    elif area is None:
        here = ""
    elif area.group:
        here = f"{reader.say(GROUPS[area.group])} · {reader.say(area.title)}"
    else:
        here = reader.say(area.title)
    if link is None:
        return here
    return f"{here} — {account_name(link)}" if here else account_name(link)


def account_name(link: Link) -> str:
    return f"{link.number} {link.name}".strip()


def _block(block: Said | Facts | Listing | Secret, reader: Reader) -> Iterator[Block]:
    say = reader.say
    match block:
        case None:
            return
        case Facts(heading, values):
            yield DrawnFacts(
                say(heading) if heading is not None else "",
                tuple((say(label), say(value)) for label, value in values.items()),
            )
        case Listing(items, numbered):
            if items:
                marks = (f"{n}. " if numbered else "" for n in range(1, len(items) + 1))
                yield Paragraph(
                    "\n".join(f"{mark}{say(item)}" for mark, item in zip(marks, items, strict=True))
                )
        case Secret(value):
            yield Spoiler(value)
        case _:
            yield Paragraph(say(block))


def back_and_home(view: View, here: Step | None, start: Step | None) -> list[Button]:
    """The navigation of a screen: Back to where it belongs, and Home."""
    row = []
    back = view.back or (start if here is not None and start is not None else None)
    if back is not None:
        row.append(Button(BACK, Go(back)))
    if view.home:
        row.append(Button(HOME, Go(Step("home"))))
    return row


NOT_CHANGED: Text = _("Nothing was changed.")
