"""How a form is filled: questions, answers, the review, the effect, and the ways out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from dialogs import forms, guess
from dialogs.area import Area, Result, Screen, Step
from dialogs.draft import Draft
from dialogs.events import Tap
from dialogs.faults import NotNow, explain
from dialogs.fields import Field, NotTaken
from dialogs.form import Ask, Form, as_form, is_form
from dialogs.money import StillUnknown
from dialogs.present import Shown
from dialogs.view import Fate, View
from locales import Text, _
from portaswitch.errors import ProviderError, SessionExpired, Unavailable
from store.links import Link
from store.messages import Message

if TYPE_CHECKING:
    from dialogs.visit import Visit


UNKNOWN = _("It may have been done or not: look at what is set now before you try again.")


class Stale(Exception):
    """Somebody has acted on this message before: a second tap, a redelivery."""


class Filling:
    """The open form of a visit."""

    def __init__(self, visit: Visit) -> None:
        self.visit = visit

    def form(self) -> Form | None:
        """The open form, if this version still has it."""
        if self.visit.draft is None:
            return None
        try:
            step = self.visit.engine.areas[self.visit.draft.area].step(self.visit.draft.form)
        except KeyError:
            return None
        if self.visit.draft.link_id:
            link = self.visit.link(self.visit.draft.link_id)
            if link is None:
                return None
            self.visit.turn = self.visit.turn_for(link)
        if not is_form(step):
            return None
        form = as_form(step)(self.visit.draft.answers)
        self.visit.turn.answers = form.answers
        return form

    async def tapped(self, message: Message, step: Step) -> Shown | None:
        form, draft = self.form(), self.visit.draft
        # A form's buttons live and die with its question: both must still be the same.
        if form is None or draft is None or message.revision != self.visit.chat.revision:
            raise Stale
        where = (message.message_id, message.revision)
        if step.name != "!cancel" and (late := await self._late(form, draft, where)):
            return late
        match step.name, *step.args:
            case "!answer", str(name), value:
                # None for what stands beside the answers, such as a calendar's month.
                ask = form.asks.get(name)
                if ask is not None and ask.field is not None:
                    value = ask.field.chosen(value)
                return await self.store_answer(form, draft, name, value, where)
            case "!typed", str(text):
                return await self.typed(form, draft, text, where)
            case "!back", str(name):
                back = replace(draft, asking=name)
                await self.visit.leave(message=where, question=message.revision, draft=back)
                return await self.ask(form, back)
            case "!cancel", *_rest:
                await self.visit.leave(message=where, question=message.revision, draft=None)
                return await self.drop(form, draft)
            case "!accept", *_rest:
                await self.visit.leave(message=where, question=message.revision, draft=draft)
                return await self._submit(form, draft)
            case "!again", *_rest:
                if draft.asking in form.answers:
                    again = replace(draft, asking=forms.next_name(form))
                    return await self._after_answer(form, again, draft.asking)
                return await self.progress(form, draft)
        raise Stale

    async def typed(
        self, form: Form, draft: Draft, text: str, where: tuple[int, str] | None = None
    ) -> Shown | None:
        """A typed answer, or with `where` its correction that was tapped there."""
        ask = form.asks.get(draft.asking)
        if ask is None or ask.field is None:
            raise Stale
        if where is None and ask.field.holds_secret(text):
            await self.visit.forget_message()
        return await self._given(form, draft, ask, ask.field.parse(self.visit.turn, text), where)

    async def given(self, read: Callable[[Field], Awaitable[Any]]) -> Shown | None:
        """A contact or a file as the answer. Raises NotTaken where no question wants it."""
        form, draft = self.form(), self.visit.draft
        ask = form.asks.get(draft.asking) if form and draft else None
        if form is None or draft is None or ask is None or ask.field is None:
            raise NotTaken
        return await self._given(form, draft, ask, read(ask.field))

    async def again(self, text: str = "") -> Shown | None:
        """The open question, or review, once more: what came was no answer. None without one."""
        form, draft = self.form(), self.visit.draft
        if form is None or draft is None or draft.unknown:
            return None
        if any(ask.field is not None and ask.field.holds_secret(text) for ask in form.questions()):
            await self.visit.forget_message()
        if late := await self._late(form, draft):
            return late
        if draft.asking:
            return await self.ask(form, draft, note=guess.NOT_AN_ANSWER)
        shown = await self._reviewed(form, replace(draft, answers=form.answers))
        if shown is not None:
            self.visit.notes.append(guess.NO_TAP)
        return shown

    async def corrected(
        self, read: Callable[[Field], Awaitable[Any]], text: str = ""
    ) -> Shown | None:
        """Another answer while the review is open, to the last question that can take it.

        None where there is no review, or none of its questions takes that.
        """
        form, draft = self.form(), self.visit.draft
        if form is None or draft is None or draft.asking or draft.unknown:
            return None
        for ask in reversed(form.questions()):
            if ask.field is None or not await ask.field.tells(self.visit.turn):
                continue
            try:
                value = await read(ask.field)
            except (forms.Invalid, NotTaken):
                continue
            if text and value == form.answers.get(ask.name):
                return await self.again(text)
            if ask.field.holds_secret(text):
                await self.visit.forget_message()
            return await self._late(form, draft) or await self.store_answer(
                form, draft, ask.name, value
            )
        return None

    async def _given(
        self,
        form: Form,
        draft: Draft,
        ask: Ask,
        reading: Awaitable[Any],
        where: tuple[int, str] | None = None,
    ) -> Shown | None:
        try:
            value = await reading
        except forms.Invalid as invalid:
            return await self._late(form, draft, where) or await self.ask(
                form, draft, invalid=invalid
            )
        return await self._late(form, draft, where) or await self.store_answer(
            form, draft, ask.name, value, where
        )

    async def _late(
        self, form: Form, draft: Draft, where: tuple[int, str] | None = None
    ) -> Shown | None:
        """Lets go of a form that has waited too long; None where it may go on."""
        if not forms.is_late(form, draft, self.visit.engine.services.clock()):
            return None
        question = self.visit.chat.revision
        await self.visit.leave(message=where, question=question, draft=None)
        return await self.drop(form, draft, forms.LATE)

    async def store_answer(
        self,
        form: Form,
        draft: Draft,
        name: str,
        value: Any,
        where: tuple[int, str] | None = None,
    ) -> Shown | None:
        """Leave the question with its answer stored, then run what the answer sets off."""
        form.answers[name] = value
        after = replace(draft, answers=form.answers, asking=forms.next_name(form))
        await self.visit.leave(message=where, question=self.visit.chat.revision, draft=after)
        return await self._after_answer(form, after, name)

    async def _after_answer(self, form: Form, draft: Draft, name: str) -> Shown | None:
        given = set(form.answers)
        try:
            result = await form.answered(self.visit.turn, name)
        except forms.Invalid as invalid:
            if given <= set(form.answers):  # else the form has said itself what does not fit
                form.answers.pop(name, None)
            again = replace(draft, answers=dict(form.answers))
            return await self._invalid(form, again, invalid)
        except ProviderError as error:
            return await self._refused(form, draft, error, name)
        if result is not None:
            self.visit.draft = None
            return await self._ended(form, result)
        return await self.progress(form, replace(draft, answers=form.answers))

    async def progress(self, form: Form, draft: Draft) -> Shown:
        """The next question, or the review, or, where there is none, the effect."""
        name = forms.next_name(form)
        if name:
            return await self.ask(form, replace(draft, asking=name))
        draft = replace(draft, asking="", answers=form.answers)
        if (shown := await self._reviewed(form, draft)) is not None:
            return shown
        if self.visit.begun.replayed:  # its effect may have run: show what is instead
            self.visit.draft = None
            return await self.visit.open(Step(form.area))
        return await self._submit(form, draft)

    async def _invalid(self, form: Form, draft: Draft, invalid: forms.Invalid) -> Shown:
        """What was given does not fit: the first question without an answer, with the reason."""
        again = replace(draft, asking=forms.next_name(form))
        return await self.ask(form, again, invalid=invalid)

    async def _reviewed(self, form: Form, draft: Draft) -> Shown | None:
        """The review, or what stands in its way; None where there is nothing to look at."""
        try:
            view = await form.review(self.visit.turn)
        except forms.Invalid as invalid:
            return await self._invalid(form, replace(draft, answers=form.answers), invalid)
        except ProviderError as error:
            return await self._refused(form, draft, error)
        if view is None:
            return None
        return Shown(
            view.with_blocks(forms.closes_soon(form)),
            Step(form.area, form.name),
            self._form_link(draft),
            draft,
            forms.review_navigation(form, view),
        )

    async def ask(
        self,
        form: Form,
        draft: Draft,
        *,
        note: Text | None = None,
        invalid: forms.Invalid | None = None,
        again: bool = False,
    ) -> Shown:
        ask = form.asks[draft.asking]
        view = await forms.question_view(self.visit.turn, form, ask, note, invalid, again=again)
        navigation = forms.question_navigation(form, ask)
        return Shown(view, Step(form.area, form.name), self._form_link(draft), draft, navigation)

    async def _submit(self, form: Form, draft: Draft) -> Shown:
        await self.visit.ensure_left(draft)
        try:
            result = await form.submit(self.visit.turn)
        except forms.Invalid as invalid:
            return await self._invalid(form, replace(draft, answers=form.answers), invalid)
        except (ProviderError, StillUnknown, NotNow) as error:
            return await self._refused(form, draft, error)
        self.visit.draft = None
        return await self._ended(form, result)

    async def _refused(
        self, form: Form, draft: Draft, error: BaseException, name: str = ""
    ) -> Shown:
        """The provider refused the form: back to the question it knows, or a way to try again."""
        said = explain(
            error,
            changing=self.visit.lease.wrote,
            changed=self.visit.lease.changed,
            words=form.faults,
        )
        if isinstance(error, StillUnknown | SessionExpired):
            self.visit.draft = None
            view = View(said.text, buttons=said.buttons)
            return Shown(view, Step(form.area, form.name), self._form_link(draft))
        asked = [one.name for one in form.questions()]
        if said.known and (name or len(asked) == 1):
            again = name or asked[0]
            form.answers.pop(again, None)
            answers = dict(form.answers)
            return await self.ask(
                form, replace(draft, asking=again, answers=answers), note=said.text
            )
        if name:  # the step after this answer failed: ask it again, with what was said
            field = form.asks[name].field
            kept = said.retry and field is not None and not field.secret
            if not kept:
                form.answers.pop(name, None)
            asked_again = replace(draft, asking=name, answers=dict(form.answers))
            return await self.ask(form, asked_again, note=said.text, again=kept)
        view = View(said.text, buttons=said.buttons)
        navigation = forms.retry_navigation(form)
        stays = replace(draft, asking="", answers=form.answers, unknown=self._is_unknown(error))
        return Shown(view, Step(form.area, form.name), self._form_link(draft), stays, navigation)

    async def _ended(self, form: Form, result: Result) -> Shown:
        """What the form came to; a screen that nothing else opens leads back to the area.

        One under a note is a screen of the area, shown again; one without Home has its own ways.
        """
        if isinstance(result, View) and _ends_here(result):
            back = self.outside(self.visit.engine.areas[form.area])
            result.back = result.back or (back if back.area == form.area else None)
        return await self.visit.resolve(result, Step(form.area))

    def _is_unknown(self, error: BaseException) -> bool:
        """Whether a write went out, and its answer never came."""
        return isinstance(error, Unavailable) and error.sent and self.visit.lease.wrote

    async def drop(self, form: Form, draft: Draft, why: Text | None = None) -> Shown:
        """Close the form with nothing done, and say so; or that nobody knows."""
        self.visit.draft = None
        note = why or form.undone or _("Canceled. Nothing was changed.")
        if draft.unknown:
            note = UNKNOWN
        back = draft.back or self.outside(self.visit.engine.areas[form.area])
        return await self.visit.open(back, note=note)

    def _opened_from(self, area: Area, link: Link | None) -> Step | None:
        """The screen of the same area whose button opened a form: Cancel keeps its place."""
        event, message = self.visit.event.what, self.visit.message
        if not isinstance(event, Tap) or message is None or not message.screen.get("step"):
            return None
        if message.screen.get("media"):  # it would be sent a second time
            return None
        step = Step.from_json(message.screen["step"])
        here = step.area == area.key and link is not None and message.link_id == link.id
        if not here or step.name in area.actions:
            return None
        return step if isinstance(area.steps.get(step.name or area.start_name), Screen) else None

    def outside(self, area: Area) -> Step:
        """Where whoever leaves a form of this area is led."""
        public_or_form = area.public or is_form(area.step(""))
        return Step(self.visit.engine.home if public_or_form else area.key)

    def leave_for(self, step: Step, *, anew: bool = False) -> None:
        """Opening something else ends an open question; say so if it was about something else.

        `anew`: by a command, which begins again even within the same area.
        """
        turn = self.visit.turn
        form = self.form() if self.visit.draft else None
        self.visit.turn = turn  # the draft's line need not be the one that is opened now
        if form is not None and form.answers and (anew or form.area != step.area):
            area = self.visit.engine.areas[form.area]
            left = _("“{what}” was left; nothing of it was done.", what=area.title)
            unknown = self.visit.draft is not None and self.visit.draft.unknown
            self.visit.notes.append(UNKNOWN if unknown else left)
        self.visit.draft = None

    def _form_link(self, draft: Draft) -> Link | None:
        return self.visit.link(draft.link_id) if draft.link_id else self.visit.turn.link_or_none

    async def open(self, form_type: type[Form], step: Step, typed: str) -> Shown:
        form = form_type(dict(zip(form_type.given, step.args, strict=False)))
        self.visit.turn.answers = form.answers
        area = self.visit.engine.areas[form.area]
        link = None if area.public else self.visit.turn.link_or_none
        back = self._opened_from(area, link)
        draft = Draft(form.area, form.name, link.id if link else 0, "", form.answers, back=back)
        try:
            result = await form.opened(self.visit.turn)
        except forms.Invalid as invalid:
            return await self._invalid(form, draft, invalid)
        if result is not None:
            return await self._ended(form, result)
        first = form.next_question()
        if typed and first is not None and first.field is not None:
            if first.field.holds_secret(typed):
                await self.visit.forget_message()
            try:
                form.answers[first.name] = await first.field.parse(self.visit.turn, typed)
            except forms.Invalid as invalid:
                return await self._invalid(form, draft, invalid)
            await self.visit.ensure_left(replace(draft, answers=form.answers))
            return await self._after_answer(form, draft, first.name) or Shown(View(), None, link)
        return await self.progress(form, draft)


def _ends_here(view: View) -> bool:
    return view.fate is Fate.SCREEN and view.home and view.note is None
