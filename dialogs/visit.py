"""One update's way: decide what it means, leave the revision, act, show what is, finish."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import structlog

from dialogs import buttons as wire
from dialogs import forms, guess
from dialogs.area import Result, Screen, Step, as_step, go
from dialogs.draft import Draft
from dialogs.events import (
    Command,
    Event,
    Other,
    Reachability,
    Said,
    SentFile,
    SharedContact,
    Tap,
)
from dialogs.faults import explain
from dialogs.fields import Field, NotTaken
from dialogs.filling import Filling, Stale
from dialogs.form import as_form, is_form
from dialogs.giveup import Canceled
from dialogs.lanes import Lease, LeaseLost
from dialogs.messenger import MessengerError, Refused, Unreachable
from dialogs.placing import Placing, close
from dialogs.present import Shown
from dialogs.progress import Progress
from dialogs.turn import Turn
from dialogs.view import CANCEL, Row, View
from locales import Text, _
from store import FenceLost, SealBroken, Sealed, messages
from store import dialogs as rows
from store.dialogs import KEEP, Begun, Keep
from store.links import Link
from store.messages import Message

if TYPE_CHECKING:
    from dialogs.engine import Engine

log = structlog.get_logger(__name__)

STALE = _("That button was from an earlier moment. Here is how it stands now.")
INTERRUPTED = _(
    "I was interrupted here, so it may have been done already. "
    "Please look at what is set now before you confirm again."
)
NOT_DELETED = _(
    "I could not delete your message. Please delete it yourself, because it holds a secret, "
    "and change that secret if somebody else may have seen it."
)
USED_AGAIN = timedelta(hours=1)
"""How exactly we remember when an account was last used: a write in each turn would be dear."""
DEPTH = 6
"""Steps that may lead to one another within one answer."""


class Visit:
    """The state of one update while it is answered."""

    def __init__(self, engine: Engine, event: Event, begun: Begun, lease: Lease) -> None:
        self.engine = engine
        self.event = event
        self.begun = begun
        self.lease = lease
        self.chat = begun.chat
        tapped = isinstance(event.what, Tap)
        self.message = begun.message if tapped else None
        """The one whose button was tapped, or typed."""
        self.live = None if tapped else begun.message
        """The one whose buttons may be typed."""
        self.left = begun.replayed
        self.progress = Progress(engine, self.chat.chat_id, lambda: self.turn.reader)
        self.draft = self.stored_draft()
        self.turn = self.turn_for(self._current_link())
        self.deleted = False
        self.acting = False
        """Whether a `do` led here: then a card is redrawn in place."""
        self.notes: list[Text] = []
        self.filling = Filling(self)

    # ------------------------------------------------------------------ the whole way

    async def run(self) -> None:
        """Raises MessengerError and StoreError when nobody has seen the answer, and LeaseLost."""
        finish: dict[str, Any] = {}
        try:
            async with self.progress:
                shown = await self._answer()
                if shown is not None:
                    finish = await self._shown(shown)
        except Canceled:
            self.lease.cut = True  # the /cancel that waits behind this turn answers for both
        except Unreachable:
            finish = {"chat": {"reachable": False}}
        except FenceLost:
            raise LeaseLost(self.chat.chat_id) from None
        await self._finish(finish)

    async def _shown(self, shown: Shown) -> dict[str, Any]:
        """Put it on the screen; what cannot be drawn is told plainly instead."""
        try:
            return await Placing(self).put(shown)
        except (LeaseLost, Canceled):
            raise
        except MessengerError as error:
            if not isinstance(error, Refused):
                raise
            failure: Exception = error
        except Exception as error:
            failure = error
        return await Placing(self).put(self._failed(failure))

    async def _answer(self) -> Shown | None:
        what = self.event.what
        if isinstance(what, Reachability):
            self.turn.wishes["reachable"] = what.reachable
            return None
        if not self.chat.reachable:
            self.turn.wishes["reachable"] = True
        try:
            if self.begun.replayed:
                return await self._redraw()
            return await self._decide(what)
        except Stale:
            self.notes = [STALE]
            return await self._guarded(self._redraw)
        except (LeaseLost, FenceLost, Canceled):
            raise
        except Exception as error:
            return self._failed(error)

    async def _guarded(self, way: Callable[[], Awaitable[Shown]]) -> Shown:
        try:
            return await way()
        except (LeaseLost, FenceLost, Canceled):
            raise
        except Exception as error:
            return self._failed(error)

    async def _decide(self, what: object) -> Shown | None:
        match what:
            case Tap(data=data):
                return await self._tapped(data)
            case Command(name=name, rest=rest):
                return await self._commanded(name, rest)
            case Said(text=text):
                return await self._said(text)
            case SharedContact(phone=phone):
                taken = await self._given(lambda field: field.parse_contact(self.turn, what))
                return taken or await self._said(phone)  # unasked, it is what its number would be
            case SentFile(file=file):
                taken = await self._given(lambda field: field.parse_file(self.turn, file))
                return taken or await self._not_taken()
            case Other():
                return await self._not_taken()
        return None

    # ------------------------------------------------------------------ what the subscriber did

    async def _tapped(self, data: str) -> Shown | None:
        act = wire.read(data)
        if isinstance(act, wire.Stored):
            kept = await self.turn.run(messages.get_token, act.token, self.chat.chat_id)
            act = wire.read(str(kept))
        match act:
            case wire.Opens(link_id, step):
                return await self._open_for(link_id, step)
            case wire.Changes(revision, index):
                return await self._changed(revision, index)
        raise Stale

    async def _open_for(self, link_id: int, step: Step) -> Shown:
        """`go`: authorised anew, and open on the account that the button names."""
        area = self.engine.areas.get(step.area)
        if area is not None and step.name in area.actions:
            raise Stale  # only `do` leads to an action: it is left first, and so runs once
        if link_id:
            link = self.link(link_id)
            if link is None:
                return await self.open(Step("home"), note=_("That account is signed out here."))
            self.turn = self.turn_for(link)
        self.filling.leave_for(step)
        return await self.open(step)

    async def _changed(self, revision: str, index: int) -> Shown | None:
        """`do`: only while the message still has the revision that showed it."""
        message = self.message
        step = _step_behind(message, index)
        if message is None or message.revision != revision or step is None:
            raise Stale
        if message.link_id:
            link = self.link(message.link_id)
            if link is None:
                raise Stale
            self.turn = self.turn_for(link)
        self.acting = True
        if step.name.startswith("!"):
            return await self.filling.tapped(message, step)
        await self.leave(message=(message.message_id, revision))
        return await self.open(step)

    async def _commanded(self, name: str, rest: str) -> Shown | None:
        if name == "cancel":
            return await self._cancel()
        if name == "start":
            # A deep link's payload is a secret until it has been used.
            if rest and "signin" in self.engine.areas:
                await self.forget_message()
                await self.leave()
                return await self.open(Step("signin", "by_link", (rest,)))
            self.filling.leave_for(Step("home"), anew=True)
            return await self.open(Step("home"))
        area = self.engine.commands.get(name)
        if area is None:
            return await self._guess(name.replace("_", " "))
        self.filling.leave_for(Step(area.key), anew=True)
        return await self.open(Step(area.key), typed=rest.strip())

    async def _said(self, text: str) -> Shown | None:
        form = self.filling.form()
        if (tap := await self._label(text)) is not None:
            return tap
        if form is not None and self.draft is not None and self.draft.asking:
            return await self.filling.typed(form, self.draft, text)
        if (answer := await self._confirmed(text)) is not None:
            return answer
        if guess.says(self.turn, text, CANCEL):
            return await self._cancel()
        named = await guess.named(self.engine, self.turn, text)
        if named is None:
            again = await self.filling.corrected(lambda one: one.parse(self.turn, text), text)
            if again is not None:
                return again
        for area in [named] if named else self.engine.areas.values():
            if area.heard and (area.public or self.turn.linked):
                step = await area.heard(self.turn, text)
                # What is heard costs nothing; whether the line has the area may ask the provider.
                if step is not None and await self.engine.available(self.turn, area):
                    self.filling.leave_for(step)
                    return await self.open(step)
        if named is not None:
            self.filling.leave_for(Step(named.key))
            return await self.open(Step(named.key))
        return await self._guess(text)

    async def _not_taken(self) -> Shown:
        """A file, a sticker, a contact that nobody asked for."""
        if (again := await self.filling.again()) is not None:
            return again
        sent = self.event.what
        if isinstance(sent, SentFile) and self.turn.linked:
            found = await guess.takers(self.engine, self.turn, sent.file)
            if found:
                here = Step(self.engine.home)
                return Shown(guess.view_for_file(found), here, self.turn.link_or_none)
        return await self.open(Step("home"), note=guess.NOT_TAKEN)

    async def _confirmed(self, text: str) -> Shown | None:
        """ "yes" or "no" to a review; to one about money only its own button says yes."""
        form, draft = self.filling.form(), self.draft
        if form is None or draft is None or draft.asking or draft.unknown:
            return None
        if guess.says(self.turn, text, guess.NO):
            return await self._cancel()
        message = self.live
        if message is None or form.review_lasts or not guess.says(self.turn, text, guess.YES):
            return None
        for _label, data, step in message.actions:
            if step and Step.from_json(step).name == "!accept":
                self.message = message
                return await self._tapped(data)
        return None

    async def _given(self, read: Callable[[Field], Awaitable[Any]]) -> Shown | None:
        """A contact or a file as an answer; None where nothing is open that could take one."""
        if self.draft is None or not self.draft.asking:
            return await self.filling.corrected(read)
        try:
            return await self.filling.given(read)
        except NotTaken:
            return await self._not_taken()

    async def _label(self, text: str) -> Shown | None:
        """A text wherever a button is: the label of the live message's button, typed."""
        message = self.live
        if message is None:
            return None
        wanted = text.strip().casefold()
        for label, data, _step in message.actions:
            if label.casefold() == wanted:
                self.message = message
                return await self._tapped(data)
        return None

    async def _guess(self, text: str) -> Shown:
        """What is open stays open: nothing that was typed before is lost by a word too many."""
        if (again := await self.filling.again(text)) is not None:
            return again
        self.filling.leave_for(Step(self.engine.home), anew=True)
        found = await guess.nearest(self.engine, self.turn, text)
        lacking = await guess.lacked(self.engine, self.turn, text)
        view = guess.view(self.turn, found, lacking)
        step = Step(self.engine.home if self.turn.linked else "signin")
        return Shown(view, step, self.turn.link_or_none)

    async def _cancel(self) -> Shown:
        """`/cancel`: ends an open form, and answers for the turn that it interrupted."""
        form = self.filling.form()
        interrupted, writing = self.lease.take_interruption()
        if interrupted and writing:
            self.draft = None
            note = _("Stopped. Part of it may have been done; look at what is set now.")
            return await self.open(Step("home"), note=note)
        if form is not None and self.draft is not None:
            return await self.filling.drop(form, self.draft)
        if interrupted:
            note = _("Stopped, as you asked. Nothing was changed.")
        else:
            note = _("There is nothing to cancel.")
        return await self.open(Step("home"), note=note)

    # ------------------------------------------------------------------ opening steps

    async def open(
        self, step: Step, *, note: Text | None = None, typed: str = "", depth: int = 0
    ) -> Shown:
        if note is not None:
            self.notes.append(note)
        area = self.engine.areas.get(step.area)
        try:
            target = area.step(step.name) if area else None
        except KeyError:
            target = None
        if area is None or target is None:
            return await self.open(Step(self.engine.home), note=STALE, depth=depth + 1)
        if not area.public and not self.turn.linked:
            area = self.engine.areas["signin"]
            step, target = Step("signin"), area.step("")
        elif not await self.engine.available(self.turn, area):
            view = guess.view(self.turn, [], lacking=area)
            return Shown(view, Step(self.engine.home), self.turn.link_or_none)
        if area.listed and not depth and step.name in ("", area.start_name):
            self.turn.uses(area.key)
        if isinstance(target, Screen):
            # What was typed after a command may mean nothing to its screen.
            spoken = typed and not step.args and target.takes((typed,))
            args = (typed,) if spoken else step.args
            if not target.takes(args):  # a button of another version of ours
                return await self.open(Step(self.engine.home), note=STALE, depth=depth + 1)
            result = await target(self.turn, *args)
            return await self.resolve(result, Step(area.key, target.name, step.args), depth)
        return await self.filling.open(as_form(target), step, typed)

    async def resolve(self, result: Result, step: Step, depth: int = 0) -> Shown:
        if isinstance(result, View):
            return Shown(result, result.redraw or step, self.turn.link_or_none)
        if result is None:
            result = Step(step.area)
        if depth >= DEPTH:
            raise RecursionError(step.area)
        return await self.open(as_step(result), depth=depth + 1)

    async def _redraw(self) -> Shown:
        """Show what is: the open form, else the screen of the message, else home."""
        form, draft = self.filling.form(), self.draft
        of_form = self.message is None or (draft and draft.message_id == self.message.message_id)
        if form is not None and draft is not None and of_form:
            if forms.is_late(form, draft, self.engine.services.clock()):
                late = INTERRUPTED if self._was_accepted() else forms.LATE
                return await self.filling.drop(form, draft, late)
            if draft.asking:
                return await self.filling.ask(form, draft)
            if self._was_accepted():
                self.notes.append(INTERRUPTED)
            return await self.filling.progress(form, draft)
        if self.message is not None and self.message.screen.get("step"):
            if self.message.link_id:
                link = self.link(self.message.link_id)
                if link is None:
                    return await self.open(Step(self.engine.home))
                self.turn = self.turn_for(link)
            self.acting = True
            return await self.open(self._safe(Step.from_json(self.message.screen["step"])))
        return await self.open(Step(self.engine.home))

    def _safe(self, step: Step) -> Step:
        """What a redraw of this step may open: no action again, and no question that is closed."""
        area = self.engine.areas.get(step.area)
        if area is None or step.name in area.actions:
            return Step(step.area)
        return self.filling.outside(area) if is_form(area.steps.get(step.name)) else step

    def _was_accepted(self) -> bool:
        """A review was confirmed, and what came of it was never shown."""
        if not (self.begun.replayed and isinstance(self.event.what, Tap) and self.message):
            return False
        act = wire.read(self.event.what.data)
        step = _step_behind(self.message, act.index) if isinstance(act, wire.Changes) else None
        return step is not None and step.name == "!accept"

    def _failed(self, error: BaseException) -> Shown:
        """A failure outside a form's effect, as a screen with a way on."""
        said = explain(error, changing=self.lease.wrote, changed=self.lease.changed)
        step = self._retry_step()
        again = [go(_("Try again"), step)] if said.retry else []
        refused = self.acting and not again and not said.buttons
        home = not again or step.area != self.engine.home
        view = View(
            said.text,
            buttons=[*said.buttons, *again, *([] if home else self._offline())],
            back=step if refused else None,
            home=home,
        )
        return Shown(view, step, self.turn.link_or_none)

    def _offline(self) -> list[Row]:
        """What asks the provider nothing, and so opens where home does not."""
        return [
            go(area.title, area.key)
            for area in self.engine.areas.values()
            if area.offline and (area.public or self.turn.linked)
        ]

    def _retry_step(self) -> Step:
        if isinstance(self.event.what, Tap):
            act = wire.read(self.event.what.data)
            if isinstance(act, wire.Opens):
                return act.step
            if self.message is not None and self.message.screen.get("step"):
                return Step.from_json(self.message.screen["step"])
        if isinstance(self.event.what, Command) and self.event.what.name in self.engine.commands:
            return Step(self.engine.commands[self.event.what.name].key)
        return Step(self.engine.home)

    # ------------------------------------------------------------------ leaving and finishing

    async def leave(
        self,
        *,
        message: tuple[int, str] | None = None,
        question: str | None = None,
        draft: Draft | Keep | None = KEEP,
    ) -> None:
        """The one conditional transaction before any effect. Raises Stale."""
        sealed: Sealed | Keep | None
        if isinstance(draft, Draft):
            sealed = self.engine.services.seal.seal(draft.to_bytes())
        else:
            sealed = draft
        done = await self.turn.run(
            rows.leave,
            self.chat.chat_id,
            self.lease.fence,
            self.event.update_id,
            message=message,
            question=question,
            draft=sealed,
            # Without a question of ours, the one that is open elsewhere stays open.
            next_question=self.chat.revision if question is None else wire.new_revision(),
            now=self.engine.services.clock(),
        )
        if not done:
            raise Stale
        self.left = True
        if not isinstance(draft, Keep):
            self.draft = draft

    async def ensure_left(self, draft: Draft) -> None:
        if not self.left:
            await self.leave(question=self.chat.revision or None, draft=draft)

    async def forget_message(self) -> None:
        """Delete the subscriber's message, which holds a secret; say so if it stays."""
        message_id = getattr(self.event.what, "message_id", None)
        if message_id is None or self.deleted:
            return
        try:
            self.deleted = await self.engine.messenger.delete(self.chat.chat_id, message_id)
        except MessengerError:
            self.deleted = False
        if not self.deleted:
            self.notes.append(NOT_DELETED)

    async def _finish(self, finish: Mapping[str, Any]) -> None:
        services = self.engine.services
        chat = {**finish.get("chat", {}), **self.turn.wishes}
        if self.turn.prefs:
            chat["prefs"] = {**chat.get("prefs", self.chat.prefs), **self.turn.prefs}
        chat["last_activity"] = services.clock()
        if self.chat.language is None and "language" not in chat:
            chat["language"] = self.turn.reader.language
        leaving = self.chat.link_id if "link_id" in chat else None
        link, now = self.turn.link_or_none, services.clock()
        used = link.id if link and now - link.last_active > USED_AGAIN else None
        await services.store.run(
            close,
            self.chat.chat_id,
            self.lease.fence,
            self.event.update_id,
            put=finish.get("put", ()),
            tokens=finish.get("tokens", {}),
            passing=finish.get("passing", ()),
            chat=chat,
            kill_link=leaving if leaving != chat.get("link_id") else None,
            used=used,
            now=now,
        )
        if "language" in self.turn.wishes:
            await services.say_commands(self.chat.chat_id, self.turn.wishes["language"])

    # ------------------------------------------------------------------ small things

    def stored_draft(self) -> Draft | None:
        if self.begun.chat.draft is None:
            return None
        try:
            return Draft.from_bytes(self.engine.services.seal.unseal(self.begun.chat.draft))
        except (
            SealBroken,
            ValueError,
            TypeError,
        ):  # of a dropped secret key, or of another version
            log.warning("draft given up", chat=self.chat.chat_id)
            return None

    def link(self, link_id: int) -> Link | None:
        return next((one for one in self.begun.links if one.id == link_id), None)

    def _current_link(self) -> Link | None:
        if self.chat.link_id:
            return self.link(self.chat.link_id)
        return self.begun.links[0] if self.begun.links else None

    def turn_for(self, link: Link | None) -> Turn:
        earlier: Turn | None = getattr(self, "turn", None)
        if earlier is not None and earlier.link_or_none is link:
            return earlier
        turn = Turn(
            self.engine.services,
            self.chat,
            self.engine.reader(self.chat, link, self.event.language_code),
            link,
            self.begun.links,
            live=self.live,
            name=self.event.name,
            user_id=self.event.user_id,
            update_id=self.event.update_id,
            guard=self.lease,
            engine=self.engine,
            progress=self.progress,
        )
        if earlier is not None:
            turn.wishes, turn.prefs = earlier.wishes, earlier.prefs
        return turn


def _step_behind(message: Message | None, index: int) -> Step | None:
    """What the `do` button with this index stands for."""
    if message is None or not 0 <= index < len(message.actions):
        return None
    stored = message.actions[index][2]
    return Step.from_json(stored) if stored else None
