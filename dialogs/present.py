"""Puts a view into the chat: fetches its file, draws it, edits or sends, remembers its buttons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

import structlog
from sqlalchemy import Connection

from dialogs import buttons as wire
from dialogs.area import Announces, Area, Screen, Step
from dialogs.draft import Draft
from dialogs.draw import Drawing, back_and_home, draw
from dialogs.faults import explain
from dialogs.giveup import Canceled
from dialogs.lanes import LeaseLost
from dialogs.messenger import Gone, MessengerError
from dialogs.targets import problem_with
from dialogs.turn import Turn
from dialogs.view import Button, Do, Fate, File, Go, Row, View
from locales import Text, _, decode
from portaswitch.errors import ProviderError
from store import messages
from store.links import Link
from store.messages import Message
from store.notices import NewNotice

if TYPE_CHECKING:
    from dialogs.engine import Engine


log = structlog.get_logger(__name__)

ASTRAY = "a button leads nowhere"
REDRAWN = "redrawn"
"""A notice that is not told: the message of the notice with its `key` is drawn again, as it is
now. Nothing is sent; where that message was never sent, or is gone, there is nothing to do."""


def redraws(
    link: Link, key: str, seen: object, due_at: datetime, expires_at: datetime | None = None
) -> NewNotice:
    """The notice that draws the message of another one again; `seen` is what it then shows anew."""
    return NewNotice(
        link_id=link.id,
        chat_id=link.chat_id,
        kind=REDRAWN,
        args={"key": key},
        dedupe_key=f"{REDRAWN}:{link.id}:{key}:{seen}",
        due_at=due_at,
        expires_at=expires_at,
    )


@dataclass(slots=True)
class Shown:
    """A view with what is needed to put it on the screen and to draw it again."""

    view: View
    step: Step | None
    link: Link | None
    draft: Draft | None = None
    navigation: tuple[Button, ...] | None = None
    """None: Back and Home as screens have them."""


class Presenter:
    """Draws a shown view and puts it into the chat."""

    def __init__(self, engine: Engine, turn: Turn) -> None:
        self.engine = engine
        self.turn = turn
        self.tokens: dict[str, str] = {}
        self.keyboard = bool(turn.chat.prefs.get("keyboard"))

    async def present(
        self,
        shown: Shown,
        revision: str,
        target: Message | None = None,
        strip: int = 0,
        *,
        anew: bool = True,
    ) -> Message:
        """`anew`: what cannot be edited any more is sent again; else it raises Gone."""
        chat_id = self.turn.chat.chat_id
        media, note = await self._media(shown.view, editing=target is not None)
        view = shown.view.with_note(note) if note is not None else shown.view
        drawing = self._draw(view, shown, revision, media)
        if self.keyboard and not any(key.contact for row in drawing.drawn.keys for key in row):
            thanks = self.turn.reader.say(_("Thank you."))
            drawing = replace(drawing, drawn=replace(drawing.drawn, thanks=thanks))
            self.keyboard = False
        elif any(key.contact for row in drawing.drawn.keys for key in row):
            self.keyboard, target = True, None
        self.tokens = drawing.tokens
        message_id, media = await self._put(chat_id, drawing, view, target, anew=anew)
        if strip:
            await self.engine.messenger.strip(chat_id, strip)
        kept = target.screen if target and target.message_id == message_id else {}
        fate = kept.get("fate") if kept.get("media") else view.fate.value
        return Message(
            chat_id=chat_id,
            message_id=message_id,
            revision=revision,
            link_id=shown.link.id if shown.link else None,
            screen={
                "step": self._kept(shown.step),
                "fate": fate,
                "media": bool(kept.get("media")) or media is not None,
                **({"passing": True} if view.lasts is not None else {}),
            },
            actions=[list(action) for action in drawing.actions],
            created_at=self.turn.services.clock(),
        )

    async def _put(
        self, chat_id: int, drawing: Drawing, view: View, target: Message | None, *, anew: bool
    ) -> tuple[int, File | None]:
        """The message's id, and the file that it carries if it is a new one."""
        drawn = drawing.drawn
        if target is not None:
            caption = bool(target.screen.get("media"))
            try:
                await self.engine.messenger.edit(chat_id, target.message_id, drawn, caption=caption)
            except Gone:  # then it is sent anew, with its file
                if not anew:
                    raise
                media, _note = await self._media(view, editing=False)
                drawn = replace(drawn, media=media)
            else:
                return target.message_id, None
        return await self.engine.messenger.send(chat_id, drawn), drawn.media

    async def _media(self, view: View, *, editing: bool) -> tuple[File | None, Text | None]:
        """The file of a view, fetched only for a new message, and a line to say with it."""
        if view.media is None or editing:
            return None, None
        try:
            media = await view.media() if callable(view.media) else view.media
        except (ProviderError, LeaseLost, MessengerError, Canceled):
            raise
        except Exception as error:
            return None, explain(error, changing=False).text
        return (None, media) if isinstance(media, Text) else (media, media.note)

    def _draw(self, view: View, shown: Shown, revision: str, media: File | None) -> Drawing:
        area = self.engine.areas.get(shown.step.area) if shown.step else None
        # A passing message leads nowhere: what it was opened from still stands above it.
        navigation = shown.navigation if view.lasts is None else ()
        if navigation is None:
            start = self._start_of(area, shown.step)
            navigation = tuple(back_and_home(view, shown.step, start))
        self._complain([*view.buttons, navigation])
        return draw(
            view,
            self.turn.reader,
            area=area,
            link=shown.link,
            link_id=shown.link.id if shown.link else 0,
            revision=revision,
            navigation=navigation,
            media=media,
        )

    def _complain(self, rows: Sequence[Row]) -> None:
        """A button that leads nowhere is our mistake: the log says it, and every test fails."""
        for row in rows:
            for button in [row] if isinstance(row, Button) else row:
                problem = problem_with(button, self.engine.areas)
                if problem and isinstance(button.act, Go | Do):
                    step = button.act.step
                    log.error(ASTRAY, button=f"{step.area}.{step.name}", problem=problem)

    def _kept(self, step: Step | None) -> list[Any] | None:
        """The step as its message remembers it, to be drawn again.

        Of an action only the name: it never runs again, and its arguments may be secret.
        """
        area = self.engine.areas.get(step.area) if step else None
        if step is None or (area is not None and step.name in area.actions):
            return [step.area, step.name] if step else None
        return step.to_json()

    def _start_of(self, area: Area | None, step: Step | None) -> Step | None:
        """Where Back leads by default: the area's first screen, unless this is it, or is home."""
        if area is None or step is None or step.name in ("", area.start_name):
            return None
        if area.key == self.engine.home:
            return None
        return Step(area.key)


class Announcement:
    """A stored notice on its way into a chat."""

    def __init__(self, engine: Engine, turn: Turn, area: Area) -> None:
        self.engine = engine
        self.turn = turn
        self.area = area

    async def send(self, announces: Announces, args: Mapping[str, Any]) -> int | None:
        result: Any = await announces(self.turn, **decode(dict(args)))
        step = None
        while isinstance(result, Step):
            step = result
            screen = self.area.step(step.name)
            if not isinstance(screen, Screen):
                return None
            result = await screen(self.turn, *step.args)
        if not isinstance(result, View):
            return None
        if result.fate is Fate.SCREEN:
            result.fate = Fate.CARD
        step = result.redraw or step or Step(self.area.key)
        return await self._show(Shown(result, step, self.turn.link))

    async def again(self, message: Message) -> int | None:
        """A message that was sent, drawn again in its place.

        None for one that shows no screen, and for one that the subscriber has deleted.
        """
        step = Step.from_json(message.screen["step"])
        screen = self.area.steps.get(step.name or self.area.start_name)
        if not isinstance(screen, Screen) or screen.changes:
            return None
        view = await screen(self.turn, *step.args)
        if not isinstance(view, View):
            return None
        try:
            return await self._show(Shown(view, view.redraw or step, self.turn.link), message)
        except Gone:
            return None

    async def _show(self, shown: Shown, target: Message | None = None) -> int:
        presenter = Presenter(self.engine, self.turn)
        message = await presenter.present(shown, wire.new_revision(), target, anew=target is None)
        await self.turn.run(_put, message, presenter.tokens)
        if shown.view.pinned and target is None:
            await self.engine.messenger.pin(message.chat_id, message.message_id)
        return message.message_id


def _put(conn: Connection, message: Message, tokens: Mapping[str, str]) -> None:
    for token, data in tokens.items():
        messages.put_token(conn, token, message.chat_id, data, message.created_at)
    messages.put_message(conn, message)
