"""Whether a button leads somewhere: what a mistyped key or a forgotten argument would hide."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.area import Area, Screen, Step
from dialogs.form import as_form
from dialogs.view import Button, Do, Go


def problem_with(button: Button, areas: Mapping[str, Area]) -> str:
    """Why a tap on it could only be answered with "from an earlier moment"; "" if it could not."""
    if not isinstance(button.act, Go | Do) or button.act.step.name.startswith("!"):
        return ""  # `!…` belongs to the form that shows it
    step = button.act.step
    area = areas.get(step.area)
    if area is None:
        return "there is no such area"
    try:
        target = area.step(step.name)
    except KeyError:
        return "there is no such step"
    if not isinstance(target, Screen):
        return "" if len(step.args) <= len(as_form(target).given) else "too many arguments"
    if target.changes and isinstance(button.act, Go):
        return "an action needs do(), not go()"
    return "" if _fits(target, step) else "the arguments do not fit"


def _fits(target: Screen[...], step: Step) -> bool:
    return len(step.args) <= target.most and target.takes(step.args)
