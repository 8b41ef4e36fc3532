"""`python -m tests.coverage`: writes docs/coverage.md, from the manual's rows to areas and tests.

The rows' words come from the catalogue beside the project; without it there is nothing to write.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path

from conversations import AREAS
from tests.rows import TESTS, proofs

ROOT = TESTS.parent
CATALOGUE = ROOT.parent / "shared" / "reference" / "rows.md"
PAGE = ROOT / "docs" / "coverage.md"
ROW = re.compile(r"^\| (?P<row>[SAN]\d\d) \| (?P<what>[^|]+) \|")

INTRODUCTION = """\
# Coverage

From the provider's self-care manual (rows S) and what other products have (A, N) to the area of
the bot and the conversations that prove it. Written by `python -m tests.coverage`; a row without a
test is not done.

| row | what | area | tests |
| --- | --- | --- | --- |
"""


def written() -> str:
    """The whole page. Raises OSError where the catalogue is not there."""
    found = proofs()
    lines = []
    for line in CATALOGUE.read_text(encoding="utf-8").splitlines():
        row = ROW.match(line)
        if row is None:
            continue
        tests = found.get(row["row"], [])
        if not tests and row["row"][0] != "S":
            continue
        what = row["what"].replace("**", "").strip()
        lines.append(f"| {row['row']} | {what} | {_areas(tests)} | {_files(tests) or 'none yet'} |")
    return INTRODUCTION + "\n".join(lines) + "\n"


def _areas(tests: list[str]) -> str:
    """The areas after which the conversations are called."""
    titles = {area.key: area.title.message for area in AREAS}
    keys = {_stem(test) for test in tests if "/selfcare/" in test}
    named = (titles.get(key) or titles.get(key.partition("_")[0]) for key in sorted(keys))
    return ", ".join(dict.fromkeys(title for title in named if title))


def _files(tests: list[str]) -> str:
    counted: dict[str, int] = {}
    for test in tests:
        path = test.partition("::")[0]
        counted[path] = counted.get(path, 0) + 1
    return ", ".join(f"[{Path(path).stem}](../{path}) ({n})" for path, n in counted.items())


def _stem(test: str) -> str:
    return Path(test.partition("::")[0]).stem.removeprefix("test_")


if __name__ == "__main__":
    try:
        PAGE.write_text(written(), encoding="utf-8")
    except OSError as problem:
        sys.exit(f"The catalogue cannot be read: {problem}")
