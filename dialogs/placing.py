"""Where an answer goes: which message is edited, which loses its buttons, what is stored of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from dialogs import buttons as wire
from dialogs.events import Tap
from dialogs.form import is_form
from dialogs.messenger import MessengerError
from dialogs.present import Presenter, Shown
from dialogs.progress import passes
from dialogs.view import Fate
from store import dialogs as rows
from store import messages, notices
from store.links import touch
from store.messages import Message
from store.notices import NewNotice

if TYPE_CHECKING:
    from dialogs.visit import Visit


class Placing:
    """One answer on its way into the chat."""

    def __init__(self, visit: Visit) -> None:
        self._visit = visit

    async def put(self, shown: Shown) -> dict[str, Any]:
        """Send or edit the message; what the finishing transaction has to store."""
        await self._visit.lease.check()
        presenter = Presenter(self._visit.engine, self._visit.turn)
        target = await self._target(shown)
        revision = wire.new_revision()
        if self._visit.notes:
            notes = [*self._visit.notes, shown.view.note]
            say = self._visit.turn.reader.say
            note = "\n".join(say(one) for one in notes if one is not None)
            shown.view = shown.view.with_note(note)
        stripped = self._to_strip(shown, target)
        message = await presenter.present(shown, revision, target, stripped)
        await self._forget_what_was_read()
        chat: dict[str, Any] = {}
        if shown.view.fate is not Fate.CARD or shown.draft:
            chat["live_message_id"] = message.message_id
        if shown.draft is not None:
            draft = shown.draft.shown_in(message.message_id, message.created_at)
            chat["draft"] = self._visit.engine.services.seal.seal(draft.to_bytes())
            chat["revision"] = revision
        elif (self._visit.chat.draft is not None or self._visit.left) and not self._keeps_form():
            chat["draft"], chat["revision"] = None, ""
        if presenter.keyboard != bool(self._visit.chat.prefs.get("keyboard")):
            chat["prefs"] = {**self._visit.chat.prefs, "keyboard": presenter.keyboard}
        return {
            "put": [message],
            "chat": chat,
            "tokens": presenter.tokens,
            "passing": self._passing(shown, message),
        }

    def _passing(self, shown: Shown, message: Message) -> list[NewNotice]:
        """When the message is to be deleted: a row, so that a restart does not forget it."""
        if shown.view.lasts is None:
            return []
        return [
            passes(
                message.link_id,
                message.chat_id,
                message.message_id,
                message.created_at + shown.view.lasts,
            )
        ]

    async def _forget_what_was_read(self) -> None:
        """Whoever taps a passing message has read it; what fails here its own row still does."""
        message = self._visit.message
        if message is None or not message.screen.get("passing"):
            return
        with suppress(MessengerError):
            await self._visit.engine.messenger.delete(message.chat_id, message.message_id)

    def _keeps_form(self) -> bool:
        """A button elsewhere was tapped: the open form is not touched by it."""
        message = self._visit.message
        return (
            self._visit.draft is not None
            and message is not None
            and message.message_id != self._visit.draft.message_id
            and self._visit.acting
            and "link_id" not in self._visit.turn.wishes
        )

    async def _target(self, shown: Shown) -> Message | None:
        """The message to edit, or None for a new one."""
        if isinstance(self._visit.event.what, Tap):
            message = self._visit.message
            if message is None or shown.view.fate is Fate.RECEIPT:
                return None
            fate = message.screen.get("fate")
            if fate == Fate.SCREEN.value:
                # After a long wait nobody looks at the old message: a new one is noticed.
                late = self._visit.progress.long
                stays = shown.view.fate is not Fate.SCREEN or self._played(message) or late
                return None if stays else message
            if fate == Fate.CARD.value:
                step = message.screen.get("step")
                same = shown.step is not None and step == [*shown.step.to_json()[:2], *step[2:]]
                still = self._visit.acting and shown.view.fate is Fate.CARD
                return message if same or still else None
            return None
        if not self._visit.deleted or shown.view.fate is not Fate.SCREEN:
            return None
        if shown.view.note is not None:
            return None  # a second refusal in the same words would look like no answer at all
        return await self._question()

    def _played(self, message: Message) -> bool:
        """A file that a form showed for review: what comes next stands below it, not under it."""
        step = message.screen.get("step")
        if not message.screen.get("media") or not step:
            return False
        area = self._visit.engine.areas.get(step[0])
        return area is not None and is_form(area.steps.get(step[1]))

    async def _question(self) -> Message | None:
        """The question above a message that was deleted: it is the last one of the chat again."""
        draft = self._visit.stored_draft()
        if draft is None or self._visit.chat.prefs.get("keyboard"):
            return None
        chat_id = self._visit.chat.chat_id
        return await self._visit.turn.run(messages.get_message, chat_id, draft.message_id)

    def _to_strip(self, shown: Shown, target: Message | None) -> int:
        """A message whose buttons are dead and that is not going to be redrawn."""
        if target is not None:
            return 0
        if isinstance(self._visit.event.what, Tap):
            message = self._visit.message
            if message and self._visit.acting and message.screen.get("fate") == Fate.SCREEN.value:
                return message.message_id
            return 0
        if self._visit.chat.prefs.get("keyboard"):
            return 0  # its buttons are not inline, and the next message takes them away
        draft = self._visit.stored_draft()
        return draft.message_id if draft else 0


def close(
    conn: Connection,
    chat_id: int,
    fence: int,
    update_id: int,
    *,
    put: Sequence[Message],
    tokens: Mapping[str, str],
    passing: Sequence[NewNotice],
    chat: Mapping[str, Any],
    kill_link: int | None,
    used: int | None,
    now: datetime,
) -> bool:
    """The turn's last transaction: what is shown is stored, the lease given back."""
    for token, data in tokens.items():
        messages.put_token(conn, token, chat_id, data, now)
    notices.add(conn, passing, now)
    if kill_link is not None:
        messages.kill_actions(conn, chat_id, kill_link)
    if used is not None:
        touch(conn, used, now)
    return rows.finish(conn, chat_id, fence, update_id, put=put, chat=chat, now=now)
