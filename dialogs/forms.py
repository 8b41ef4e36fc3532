"""How forms look: questions with their buttons, the review, the way back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from dialogs.area import Step, do
from dialogs.draft import Draft
from dialogs.fields import Invalid
from dialogs.form import Ask, Form
from dialogs.view import BACK, CANCEL, Button, Do, Row, ShareContact, Style, View
from locales import Text, _, _n

if TYPE_CHECKING:
    from dialogs.turn import Turn


ORDINARY_LASTS = timedelta(hours=24)
SECRET_LASTS = timedelta(minutes=2)
"""A form that holds a password, a code or a voucher is not left lying open."""


LATE = _("That was open for too long, so it is closed. Nothing was done. Begin again.")


def lasts(form: Form) -> timedelta:
    """How long its question, or its review, may wait for an answer."""
    if form.review_lasts is not None and form.next_question() is None:
        return form.review_lasts
    asks = form.asks
    held = (asks[name].field for name in form.answers if name in asks)
    secret = any(field is not None and field.secret for field in held)
    return SECRET_LASTS if secret else ORDINARY_LASTS


def is_late(form: Form, draft: Draft, now: datetime) -> bool:
    return draft.shown_at is not None and now - draft.shown_at > lasts(form)


def closes_soon(form: Form) -> Text | None:
    """Said beforehand where a question does not wait for long."""
    if lasts(form) is ORDINARY_LASTS:
        return None
    minutes = SECRET_LASTS // timedelta(minutes=1)
    return _n("This stays open for {n} minute.", "This stays open for {n} minutes.", minutes)


def next_name(form: Form) -> str:
    """The first question without an answer; "" at the review."""
    ask = form.next_question()
    return ask.name if ask else ""


async def question_view(
    turn: Turn,
    form: Form,
    ask: Ask,
    note: Text | None,
    invalid: Invalid | None,
    *,
    again: bool = False,
) -> View:
    """A question, where it stands among the others, and the answers that can be tapped.

    `again`: its answer is there, but what it set off did not work.
    """
    assert ask.field is not None and ask.question is not None
    asked = ask.question if isinstance(ask.question, Text) else await ask.question(form, turn)
    view = asked if isinstance(asked, View) else View(asked)
    buttons: list[Row] = list(view.buttons)
    if invalid is not None and invalid.suggestion is not None:
        yes = _("Yes: {answer}", answer=invalid.said or invalid.suggestion)
        buttons.append(do(yes, Step(form.area, "!typed", (invalid.suggestion,)), primary=True))
    if again:
        buttons.append(do(_("Try again"), Step(form.area, "!again"), primary=True))
    for value, label in await ask.field.options(turn):
        buttons.append(do(label, Step(form.area, "!answer", (ask.name, value))))
    buttons += await ask.field.beside(turn, lambda *put: Step(form.area, "!answer", put))
    if ask.field.contact:
        buttons.append(Button(_("Share my contact"), ShareContact()))
    blocks = list(view.blocks)
    questions = form.questions()
    if len(questions) > 1:
        n = [one.name for one in questions].index(ask.name) + 1
        blocks.insert(0, _("Step {n} of {total}", n=n, total=len(questions)))
    if invalid is not None:
        note = invalid.reason
    note = note if note is not None else view.note
    return View(*blocks, closes_soon(form), buttons=buttons, note=note)


def question_navigation(form: Form, ask: Ask) -> tuple[Button, ...]:
    names = [one.name for one in form.questions()]
    before = names.index(ask.name) if ask.name in names else 0
    back = [_back(form, names[before - 1])] if before else []
    return (*back, _cancel(form))


def review_navigation(form: Form, view: View) -> tuple[Button, ...]:
    """Cancel first, then the confirming button; Back where there is more than one question."""
    names = [one.name for one in form.questions()]
    back = [_back(form, names[-1])] if len(names) > 1 else []
    accept = Button(
        view.accept or _("Confirm"),
        Do(Step(form.area, "!accept")),
        Style.DANGER if view.danger else Style.PRIMARY,
    )
    return (*back, _cancel(form), accept)


def retry_navigation(form: Form) -> tuple[Button, ...]:
    return (_cancel(form), do(_("Try again"), Step(form.area, "!again")))


def _back(form: Form, name: str) -> Button:
    return Button(BACK, Do(Step(form.area, "!back", (name,))))


def _cancel(form: Form) -> Button:
    return Button(CANCEL, Do(Step(form.area, "!cancel")))


__all__ = [
    "Invalid",
    "next_name",
    "question_navigation",
    "question_view",
    "retry_navigation",
    "review_navigation",
]
