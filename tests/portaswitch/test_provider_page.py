"""`docs/provider.md` says what is: its table is the map's, its examples are read by the program."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping

import pytest

from portaswitch import Certainty, Operations, Row
from tests.harness.process import ROOT

PAGE = ROOT / "docs" / "provider.md"
HEAD = "| operation | our proposal | parameters | results |\n| --- | --- | --- | --- |\n"
TABLE = re.compile(re.escape(HEAD) + r"(?:\|.*\n)*")


def test_the_page_lists_the_operations_that_are_proposals(request: pytest.FixtureRequest) -> None:
    """`pytest --accept` writes the table anew."""
    page = PAGE.read_text(encoding="utf-8")
    unknown = [row for row in Operations.load().values() if row.certainty is Certainty.UNKNOWN]
    table = HEAD + "".join(f"{line(row)}\n" for row in unknown)
    if request.config.getoption("--accept"):
        PAGE.write_text(TABLE.sub(lambda _: table, page), encoding="utf-8")

    assert TABLE.findall(PAGE.read_text(encoding="utf-8")) == [table]


def line(row: Row) -> str:
    kind = "" if row.kind == "read" else " (write)"
    return f"| `{row.name}` | `{row.path}`{kind} | {names(row.params)} | {names(row.results)} |"


def names(words: Mapping[str, str]) -> str:
    """`ours=theirs` where they differ; what lies in one object of the wire stands together."""
    objects: dict[str, list[str]] = {}
    for name, wire in words.items():
        outer, _, inner = wire.rpartition(".")
        objects.setdefault(outer, []).append(
            name if name == inner else f"{name}={inner or 'all of it'}"
        )
    return ", ".join(
        ", ".join(inside) if not outer else f"{outer}: {{{', '.join(inside)}}}"
        for outer, inside in objects.items()
    )


def test_its_examples_are_corrections_that_the_program_takes() -> None:
    examples = re.findall(r"```toml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)

    assert examples
    for example in examples:
        assert Operations.load().corrected(tomllib.loads(example)) is not None
