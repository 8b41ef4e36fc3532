"""`make rows`: each row of the catalogue with the tests that prove it, and those without.

With `--check`, only the rows that this release claims must have a test.
"""

from __future__ import annotations

import ast
import sys
from collections import defaultdict
from pathlib import Path

TESTS = Path(__file__).parent
LETTERS = {"S": 75, "A": 28, "N": 25}
CLAIMED = [
    "S01",
    "S02",
    "S03",
    "S04",
    "S05",
    "S06",
    "S07",
    "S08",
    "S09",
    "S10",
    "S11",
    "S12",
    "S13",
    "S14",
    "S15",
    "S16",
    "S17",
    "S18",
    "S19",
    "S20",
    "S21",
    "S22",
    "S23",
    "S24",
    "S25",
    "S26",
    "S27",
    "S28",
    "S29",
    "S30",
    "S31",
    "S32",
    "S33",
    "S34",
    "S35",
    "S36",
    "S37",
    "S38",
    "S39",
    "S40",
    "S41",
    "S42",
    "S43",
    "S44",
    "S45",
    "S46",
    "S47",
    "S48",
    "S49",
    "S50",
    "S51",
    "S52",
    "S53",
    "S54",
    "S55",
    "S56",
    "S57",
    "S58",
    "S59",
    "S60",
    "S61",
    "S62",
    "S63",
    "S64",
    "S65",
    "S66",
    "S67",
    "S68",
    "S69",
    "S70",
    "S71",
    "S72",
    "S73",
    "S74",
    "S75",
    "A01",
    "A02",
    "A03",
    "A06",
    "A07",
    "A08",
    "A10",
    "A11",
    "A14",
    "A16",
    "A22",
    "A23",
    "A25",
    "N01",
    "N02",
    "N03",
    "N05",
    "N11",
    "N12",
    "N14",
    "N18",
    "N19",
    "N20",
    "N21",
]
"""What issue 2 asked for; every later row is added here with its test."""


def proofs() -> dict[str, list[str]]:
    """The tests of each row, as "file::name"."""
    found: dict[str, list[str]] = defaultdict(list)
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                for row in _rows(node):
                    found[row].append(f"{path.relative_to(TESTS.parent)}::{node.name}")
    return found


def _rows(test: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    rows = []
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.row":
            rows += [one.value for one in mark.args if isinstance(one, ast.Constant)]
    return [str(row) for row in rows]


def main() -> int:
    found = proofs()
    unknown = {row for row in found if row[:1] not in LETTERS or not row[1:].isdigit()}
    unproved = [row for row in CLAIMED if not found.get(row)]
    if "--check" not in sys.argv:
        for letter, last in LETTERS.items():
            for number in range(1, last + 1):
                row = f"{letter}{number:02}"
                tests = found.get(row, [])
                print(row, "" if tests else "no test yet")
                for test in tests:
                    print("    ", test)
    proved = sum(1 for row in CLAIMED if found.get(row))
    print(f"Rows claimed: {len(CLAIMED)}, proved: {proved}")
    for row in (*unproved, *sorted(unknown)):
        print(f"Without a test, or not a row: {row}")
    return 1 if unproved or unknown else 0


if __name__ == "__main__":
    sys.exit(main())
