"""Finds the texts in the source: the calls of `_`, `_n` and `_c`.

Read with `ast`, not Babel's token scanner: it sees nested calls and joined strings, and can say
where a call asks for a parameter that it does not get.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog

SOURCES = ("bot", "handlers", "scheduler", "conversations", "line", "dialogs", "locales")
COMMENT = "# Translators:"
MESSAGES_IN = {"_": ("message",), "_n": ("message", "plural", "n"), "_c": ("context", "message")}
"""The positional arguments of each function."""


@dataclass(frozen=True, slots=True)
class Found:
    """One text where it stands in the source."""

    path: str
    line: int
    message: str
    plural: str | None = None
    context: str | None = None
    comment: str | None = None
    problem: str | None = None

    @property
    def place(self) -> str:
        return f"{self.path}:{self.line}"


def template(root: Path, folders: Sequence[str] = SOURCES) -> tuple[Catalog, list[str]]:
    """All texts below the root as a catalogue, and what is wrong with their calls."""
    catalog = Catalog(project="selfcare-bot", fuzzy=False, charset="utf-8")
    problems = []
    for found in texts(root, folders):
        if found.problem:
            problems.append(f"{found.place}: {found.problem}")
            continue
        catalog.add(
            (found.message, found.plural) if found.plural else found.message,
            locations=[(found.path, found.line)],
            auto_comments=[found.comment] if found.comment else (),
            context=found.context,
        )
    return catalog, problems


def texts(root: Path, folders: Sequence[str] = SOURCES) -> Iterator[Found]:
    for folder in folders:
        for path in sorted((root / folder).rglob("*.py")):
            yield from _texts_of(path.read_text("utf-8"), path.relative_to(root).as_posix())


def placeholders(text: str) -> frozenset[str]:
    """The names of the parameters. Raises ValueError on a stray brace or anything but a name."""
    names = set()
    for __, name, spec, conversion in Formatter().parse(text):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise ValueError(f"only {{named}} parameters, not {{{name}}}")
        names.add(name)
    return frozenset(names)


def _texts_of(source: str, path: str) -> Iterator[Found]:
    lines = source.splitlines()
    calls = [
        node
        for node in ast.walk(ast.parse(source, path))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in MESSAGES_IN
    ]
    for call in sorted(calls, key=lambda call: (call.lineno, call.col_offset)):
        yield _text_of(call, path, lines)


def _text_of(call: ast.Call, path: str, lines: Sequence[str]) -> Found:
    assert isinstance(call.func, ast.Name)
    names = MESSAGES_IN[call.func.id]
    given = dict(zip(names, call.args, strict=False))
    if "n" in names:
        given |= {name.arg: name.value for name in call.keywords if name.arg == "n"}
    literals = {name: _literal(node) for name, node in given.items() if name != "n"}
    if given.keys() != set(names) or len(call.args) > len(names) or None in literals.values():
        problem = f"{call.func.id}() takes plain strings, so that they can be found: {names}"
        return Found(path, call.lineno, "", problem=problem)
    return Found(
        path,
        call.lineno,
        literals["message"] or "",
        literals.get("plural"),
        literals.get("context"),
        _comment_above(call.lineno, lines),
        _problem(call, literals),
    )


def _literal(node: ast.expr) -> str | None:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _problem(call: ast.Call, literals: dict[str, str | None]) -> str | None:
    said = [text for name, text in literals.items() if text and name != "context"]
    if not said or any(text != text.strip() for text in said):
        return "a text is neither empty nor surrounded by spaces"
    try:
        asked = frozenset[str]().union(*(placeholders(text) for text in said))
    except ValueError as broken:
        return str(broken)
    given = {keyword.arg for keyword in call.keywords}
    if "plural" in literals:
        given.add("n")
        asked |= {"n"}
    if None in given or asked == given:  # None is **params: what it holds is not known here
        return None
    return f"asks for {sorted(asked)}, is given {sorted(str(name) for name in given)}"


def _comment_above(line: int, lines: Sequence[str]) -> str | None:
    """The remark for translators in the comment that ends right above the call."""
    block: list[str] = []
    for above in reversed(lines[: line - 1]):
        stripped = above.strip()
        if not stripped.startswith("#"):
            break
        block.insert(0, stripped)
        if stripped.startswith(COMMENT):
            return " ".join(part.removeprefix("#").strip() for part in block)
    return None
