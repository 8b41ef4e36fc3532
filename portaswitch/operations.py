"""The one operation map: what we want to do -> how this switch calls it.

The provider's API is only partly known. Each logical operation has one row with its certainty:
verified, inferred or unknown. An operator corrects a row in a TOML file, without touching code:

    [redeem_voucher]
    service = "Account"
    method = "apply_voucher"
    params = { number = "voucher_info.pin" }     # logical name = name on the wire
    results = { amount = "receipt.sum" }         # logical name = path in the answer
    confirmed = true                             # "I have tried it on my switch"; false hides it

Dots in a name on the wire make nested objects; "" drops a parameter that the switch does not take,
and as a result's path means the whole answer.
"""

from __future__ import annotations

import difflib
import itertools
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from portaswitch import account, admin, session
from portaswitch.rows import OperationsError, Row

DEFAULTS: Mapping[str, Row] = {row.name: row for row in session.ROWS + account.ROWS + admin.ROWS}


class Operations(Mapping[str, Row]):
    """The map: shipped defaults, corrected by the operator's file."""

    def __init__(self, rows: Mapping[str, Row]) -> None:
        self._rows = dict(rows)

    def __getitem__(self, name: str) -> Row:
        return self._rows[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)

    @classmethod
    def load(cls, path: Path | None = None) -> Operations:
        """Defaults, with the rows of a TOML file over them. Raises `OperationsError`."""
        if path is None:
            return cls(DEFAULTS)
        try:
            overrides = tomllib.loads(path.read_text(encoding="utf-8-sig"))
        except OSError as problem:
            raise OperationsError(f"{path}: {problem.strerror}") from problem
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as problem:
            raise OperationsError(f"{path}: not valid TOML: {problem}") from problem
        return cls(DEFAULTS).corrected(overrides)

    def corrected(self, overrides: Mapping[str, object]) -> Operations:
        rows = dict(self._rows)
        for name, changes in overrides.items():
            if name not in rows:
                raise OperationsError(f"[{name}]: no such operation{_hint(name, rows)}")
            if not isinstance(changes, dict):
                raise OperationsError(f"[{name}]: a table is expected, such as [{name}]")
            rows[name] = _corrected(rows[name], changes)
        return Operations(rows)


OVERRIDABLE = ("service", "method", "params", "results", "confirmed")


def _corrected(row: Row, changes: Mapping[str, object]) -> Row:
    for key in changes:
        if key not in OVERRIDABLE:
            raise OperationsError(f"[{row.name}]: unknown key {key!r}{_hint(key, OVERRIDABLE)}")
    confirmed = changes.get("confirmed", row.confirmed)
    if not isinstance(confirmed, bool | None):
        raise OperationsError(f"[{row.name}]: confirmed must be true or false")
    corrected = replace(
        row,
        service=_word(row, "service", changes.get("service", row.service)),
        method=_word(row, "method", changes.get("method", row.method)),
        params=_names(row, "params", changes.get("params", {}), row.params),
        results=_names(row, "results", changes.get("results", {}), row.results),
        confirmed=confirmed,
    )
    _fits_together(corrected)
    return corrected


WORD = re.compile(r"[A-Za-z]\w*", re.ASCII)
PLACE = re.compile(r"[^\s.]+(\.[^\s.]+)*")


def _word(row: Row, key: str, value: object) -> str:
    if not isinstance(value, str) or not WORD.fullmatch(value):
        example = getattr(row, key)
        raise OperationsError(f"[{row.name}]: {key} must be a name such as {example!r}")
    return value


def _names(row: Row, key: str, changes: object, defaults: Mapping[str, str]) -> Mapping[str, str]:
    if not isinstance(changes, dict):
        raise OperationsError(f"[{row.name}]: {key} must be a table of names")
    for name, wire in changes.items():
        if name not in defaults:
            raise OperationsError(f"[{row.name}]: {key} has no {name!r}{_hint(name, defaults)}")
        if not isinstance(wire, str) or (wire and not PLACE.fullmatch(wire)):
            raise OperationsError(
                f'[{row.name}]: {key}.{name} must be a name such as "{name}", or "outer.{name}"'
            )
    return {**defaults, **changes}


def _fits_together(row: Row) -> None:
    """Found here, and not when a subscriber's call can no longer be written down."""
    if row.params.get("file") == "":
        raise OperationsError(f"[{row.name}]: params.file is the form's field and must have a name")
    places = {name: wire for name, wire in row.params.items() if wire}
    for (one, outer), (other, inner) in itertools.permutations(places.items(), 2):
        if f"{inner}.".startswith(f"{outer}."):
            raise OperationsError(
                f"[{row.name}]: params.{one} and params.{other} are in each other's way:"
                f" {outer!r} and {inner!r}"
            )


def _hint(wrong: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    close = difflib.get_close_matches(wrong, list(known), n=1)
    if close:
        return f"; did you mean {close[0]!r}?"
    return f"; known: {', '.join(known)}" if known else "; it has none"
