"""Buttons that lead nowhere are found where they are drawn, and steps where they are written."""

from __future__ import annotations

from pathlib import Path

import pytest

from dialogs import Area, Button, Form, Step, Turn, View, do, go
from dialogs.targets import problem_with
from locales import Text
from tests.harness.world import world as make_world

area = Area("shelf", Text("Shelf"), command="read")


@area.start
async def shelf(turn: Turn, page: int = 0) -> View:
    return View(Text("A shelf."))


@area.action
async def lend(turn: Turn, book: str) -> None: ...


@area.form
class Writing(Form):
    given = ("title",)


SHOWN = [
    (go("", "shelf"), ""),
    (go("", shelf), ""),
    (go("", shelf.at(2)), ""),
    (go("", Writing.at("Ulysses")), ""),
    (do("", lend.at("Ulysses")), ""),
    (do("", Step("shelf", "!cancel")), ""),
    (go("", "shelv"), "there is no such area"),
    (do("", Step("shelf", "burn")), "there is no such step"),
    (go("", lend.at("Ulysses")), "an action needs do(), not go()"),
    (do("", lend), "the arguments do not fit"),
    (go("", Step("shelf", "", ("two",))), "the arguments do not fit"),
    (go("", Step("shelf", "", (1, 2))), "the arguments do not fit"),
    (go("", Step("shelf", "Writing", ("Ulysses", "Joyce"))), "too many arguments"),
]


@pytest.mark.parametrize(("button", "problem"), SHOWN)
def test_where_a_button_leads(button: Button, problem: str) -> None:
    assert problem_with(button, {"shelf": area}) == problem


def test_an_action_cannot_be_opened() -> None:
    with pytest.raises(ValueError, match="needs do"):
        go("", lend)


def test_arguments_are_counted_where_they_are_given() -> None:
    with pytest.raises(TypeError):
        shelf.at(1, 2)
    with pytest.raises(TypeError):
        lend.at()
    with pytest.raises(TypeError):
        Writing.at("Ulysses", "Joyce")


def test_two_steps_of_one_name_are_refused() -> None:
    with pytest.raises(ValueError, match="has a step named lend already"):
        area.screen(shelf.function, "lend")


@pytest.mark.parametrize(
    "twin", [Area("shelf", Text("Twin")), Area("twin", Text("Twin"), command="read")]
)
async def test_two_areas_cannot_share_a_key_or_a_command(tmp_path: Path, twin: Area) -> None:
    with pytest.raises(ValueError, match="both claim"):
        async with make_world(tmp_path, areas=(area, twin)):
            pass
