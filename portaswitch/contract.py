"""The contract check: what of the operation map this very switch has (2.9).

The account realm's OpenAPI document decides where the switch serves it; else a test account's reads
are tried. Until a check ran, what is verified counts as there and what is unknown does not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portaswitch.document import Method, methods
from portaswitch.operations import Operations
from portaswitch.rows import Certainty, Operation, Realm, Row
from portaswitch.wire import Kind

DOCUMENT = "doc/api/AccountInterface.json"


class Source(StrEnum):
    """What the verdicts rest on."""

    ASSUMED = "assumed"
    DOCUMENT = "document"
    PROBE = "probe"


class Verdict(StrEnum):
    PRESENT = "present"
    ASSUMED = "assumed present"
    CONFIRMED = "confirmed by the operator"
    RULED_OUT = "hidden by the operator"
    DIFFERS = "parameters differ"
    REFUSED = "refused"
    MISSING = "missing"
    UNCONFIRMED = "unconfirmed"


AVAILABLE = {Verdict.PRESENT, Verdict.ASSUMED, Verdict.CONFIRMED}


@dataclass(frozen=True, slots=True)
class ContractRow:
    """One line of the report; `mark` is V, I or U, `advice` is "" where nothing needs doing."""

    operation: str
    path: str
    mark: str
    available: bool
    verdict: Verdict
    advice: str = ""


@dataclass(frozen=True)
class Contract:
    rows: tuple[ContractRow, ...]
    source: Source
    _available: frozenset[str] = field(init=False, repr=False, default=frozenset())

    def __post_init__(self) -> None:
        available = frozenset(row.operation for row in self.rows if row.available)
        object.__setattr__(self, "_available", available)

    def has(self, operation: str | Operation) -> bool:
        """Whether buttons that need it may be shown. `KeyError` for a name that the map lacks."""
        name = operation.name if isinstance(operation, Operation) else operation
        if name in self._available:
            return True
        if all(row.operation != name for row in self.rows):
            raise KeyError(f"no operation {name!r} in the map")
        return False

    @classmethod
    def assumed(cls, operations: Operations) -> Contract:
        """Before any check."""
        return cls(_judged(operations, _assumed), Source.ASSUMED)

    @classmethod
    def from_document(cls, operations: Operations, document: object) -> Contract | None:
        """What the OpenAPI document says; None where it is not understood.

        A document in which not one verified method is found is some other document: hiding the
        whole bot because of it would be worse than not knowing.
        """
        listed = methods(document)
        rows = _account_rows(operations)
        if not any(row.path in listed for row in rows if row.certainty is Certainty.VERIFIED):
            return None
        checked = _judged(operations, lambda row: _compared(row, listed.get(row.path)))
        return cls(checked, Source.DOCUMENT)

    @classmethod
    def from_probe(cls, operations: Operations, outcomes: Mapping[str, str]) -> Contract:
        """`outcomes`: operation -> "" where the read was answered, else why not."""
        probed = _judged(operations, lambda row: _probed(row, outcomes.get(row.name)))
        return cls(probed, Source.PROBE)


def _account_rows(operations: Operations) -> Iterator[Row]:
    """The admin realm has its own document and its own check."""
    return (row for row in operations.values() if row.realm is Realm.ACCOUNT)


def _judged(operations: Operations, judge: Callable[[Row], ContractRow]) -> tuple[ContractRow, ...]:
    return tuple(
        _report(row, Verdict.RULED_OUT) if row.confirmed is False else judge(row)
        for row in _account_rows(operations)
    )


def _report(
    row: Row, verdict: Verdict, advice: str = "", *, available: bool | None = None
) -> ContractRow:
    return ContractRow(
        operation=row.name,
        path=row.path,
        mark=row.certainty.value,
        available=verdict in AVAILABLE if available is None else available,
        verdict=verdict,
        advice=advice,
    )


def _assumed(row: Row) -> ContractRow:
    if row.confirmed:
        return _report(row, Verdict.CONFIRMED)
    if row.certainty is Certainty.UNKNOWN:
        return _report(row, Verdict.UNCONFIRMED, _how_to_map(row))
    return _report(row, Verdict.ASSUMED)


def _how_to_map(row: Row) -> str:
    return (
        f"hidden: map [{row.name}] in SELFCARE_OPERATIONS to the method that your switch has, and"
        " set confirmed = true once you have tried it, or false if it has none"
    )


def _compared(row: Row, listed: Method | None) -> ContractRow:
    """A row against the document; `listed` is None where the document lacks the method."""
    if listed is None:
        if row.confirmed:
            return _report(row, Verdict.CONFIRMED, f"{row.path} is not in the switch's document")
        return _report(row, Verdict.MISSING, _how_to_map(row))
    wanted = [wire for wire in row.params.values() if wire]
    unknown = [wire for wire in wanted if not listed.takes(wire)]
    unmet = sorted(listed.required - {wire.partition(".")[0] for wire in wanted})
    if not unknown and not unmet:
        return _report(row, Verdict.PRESENT)
    differences = []
    if unknown:
        differences.append(f"lists no {', '.join(unknown)}")
    if unmet:
        differences.append(f"requires {', '.join(unmet)}, which the row does not know")
    advice = f"{row.path} {' and '.join(differences)}"
    if row.confirmed:
        return _report(row, Verdict.CONFIRMED, advice)
    # A method by the proposed name that does not take our parameters is another method: an unknown
    # write stays hidden. A verified one works without the optional parameters of newer releases.
    guessed_write = row.certainty is Certainty.UNKNOWN and row.kind is Kind.WRITE
    return _report(row, Verdict.DIFFERS, advice, available=not guessed_write)


def _probed(row: Row, faultcode: str | None) -> ContractRow:
    """Only reads are tried; `faultcode` is None where this one was not."""
    if not faultcode:
        answered = faultcode == "" and not row.confirmed
        return _report(row, Verdict.PRESENT) if answered else _assumed(row)
    # A fault may be about the test account (no mailbox, say), so it hides only what is unknown.
    available = row.certainty is not Certainty.UNKNOWN or row.confirmed is True
    advice = f"the test account was refused: {faultcode}"
    return _report(row, Verdict.REFUSED, advice, available=available)
