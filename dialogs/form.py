"""A form is a row of questions, a review, and one effect.

>>> @area.start
... class Recharge(Form):
...     number: str = ask(_("Send the voucher number."), Digits(8, 20, secret=True))
...
...     async def review(self, turn: Turn) -> View: ...
...     async def submit(self, turn: Turn) -> Result: ...

Answers lie in a sealed draft between the updates, so a form survives a restart. A form without
`review` runs `submit` as soon as the last question is answered.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, ClassVar, cast

from dialogs.area import Result, Step
from dialogs.fields import Field
from dialogs.view import View
from locales import Text

if TYPE_CHECKING:
    from dialogs.turn import Turn

Question = Text | Callable[[Any, Any], Awaitable[View | Text]]
"""The function is given the form and the turn."""


class Ask:
    """One question of a form; on an instance it is the answer, None until it is given."""

    def __init__(
        self, question: Question | None, field: Field | None, when: Callable[[Any], bool] | None
    ) -> None:
        self.question = question
        self.field = field
        self.when = when
        self.name = ""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, form: Form | None, owner: type | None = None) -> Any:
        return self if form is None else form.answers.get(self.name)

    def __set__(self, form: Form, value: Any) -> None:
        form.answers[self.name] = value


def ask(question: Question, field: Field, *, when: Callable[[Any], bool] | None = None) -> Any:
    """A question; asked only `when` the answers so far say so.

    The question is a text, or an async function of the form and the turn that gives a text or a
    view (for questions that show what is there now).
    """
    return Ask(question, field, when)


def keep() -> Any:
    """A value that travels with the form's draft without being asked."""
    return Ask(None, None, None)


class Form:
    """Subclass it, annotate its questions in their order, write `review` and `submit`.

    `opened`, `answered` and `submit` may drop an answer and raise Invalid: its question is asked
    again, with the reason.
    """

    area: ClassVar[str] = ""
    name: ClassVar[str] = ""
    faults: ClassVar[Mapping[str, Text]] = {}
    """Our words for the refusals that this form knows; they lead back to the question."""
    given: ClassVar[tuple[str, ...]] = ()
    """Which values the arguments of `at(...)` fill. They come back in a button, which a client of
    its own can forge, and no field reads them: `opened` must bear anything there. What is typed
    after a command answers the first question, and is read like any answer."""
    undone: ClassVar[Text | None] = None
    """What Cancel says was not done; a general sentence if None."""
    review_lasts: ClassVar[timedelta | None] = None
    """How long its review may wait for the confirming tap; as questions do if None."""
    asks: ClassVar[Mapping[str, Ask]] = MappingProxyType({})
    """The questions by name: those of its bases, the last one's first, then its own."""

    def __init_subclass__(cls) -> None:
        asks = {
            name: value
            for base in reversed(cls.__mro__)
            for name, value in vars(base).items()
            if isinstance(value, Ask)
        }
        cls.asks = MappingProxyType(asks)

    def __init__(self, answers: Mapping[str, Any] | None = None) -> None:
        self.answers: dict[str, Any] = dict(answers or {})

    @classmethod
    def at(cls, *args: str | int) -> Step:
        """This form with what is `given`. Raises TypeError when there is more of it."""
        if len(args) > len(cls.given):
            raise TypeError(f"{cls.area}.{cls.name} does not take {args}")
        return Step(cls.area, cls.name, args)

    def questions(self) -> list[Ask]:
        """The questions that apply to the answers so far, in order."""
        return [
            one
            for one in self.asks.values()
            if one.field is not None and (one.when is None or one.when(self))
        ]

    def next_question(self) -> Ask | None:
        return next((one for one in self.questions() if one.name not in self.answers), None)

    async def opened(self, turn: Turn) -> Result:
        """Runs when the form opens; a returned result is shown instead of the first question."""
        return None

    async def answered(self, turn: Turn, name: str) -> Result:
        """Runs once after each stored answer; a returned result ends the form."""
        return None

    async def review(self, turn: Turn) -> View | None:
        """What is about to happen, with the `accept` label; None submits at once."""
        return None

    async def submit(self, turn: Turn) -> Result:
        raise NotImplementedError


def is_form(step: object) -> bool:
    return isinstance(step, type) and issubclass(step, Form)


def as_form(step: object) -> type[Form]:
    return cast("type[Form]", step)
