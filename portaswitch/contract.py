"""The contract check: what of the operation map this very switch has (2.9).

The account realm's OpenAPI document decides where the switch serves it; else a test account's reads
are tried. Until a check ran, what is verified counts as there and what is unknown does not.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portaswitch.operations import Operations
from portaswitch.rows import Certainty, Operation, Realm, Row
from portaswitch.values import mapping, text
from portaswitch.wire import Kind

Json = Mapping[str, object]

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
        return cls(tuple(_assumed(row) for row in _account_rows(operations)), Source.ASSUMED)

    @classmethod
    def from_document(cls, operations: Operations, document: object) -> Contract | None:
        """What the OpenAPI document says; None where it is not understood.

        A document in which not one verified method is found is some other document: hiding the
        whole bot because of it would be worse than not knowing.
        """
        methods = dict(_methods(mapping(document)))
        rows = list(_account_rows(operations))
        verified = [row for row in rows if row.certainty is Certainty.VERIFIED]
        if not any(row.path in methods for row in verified):
            return None
        checked = tuple(_compared(row, methods.get(row.path)) for row in rows)
        return cls(checked, Source.DOCUMENT)

    @classmethod
    def from_probe(cls, operations: Operations, outcomes: Mapping[str, str]) -> Contract:
        """`outcomes`: operation -> "" where the read was answered, else the faultcode."""
        rows = (_probed(row, outcomes.get(row.name)) for row in _account_rows(operations))
        return cls(tuple(rows), Source.PROBE)


def _account_rows(operations: Operations) -> Iterator[Row]:
    """The admin realm has its own document and its own check."""
    return (row for row in operations.values() if row.realm is Realm.ACCOUNT)


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
        " set confirmed = true once you have tried it"
    )


def _compared(row: Row, parameters: Collection[str] | None) -> ContractRow:
    """A row against the document; `parameters` is None where the method is not listed."""
    if parameters is None:
        if row.confirmed:
            return _report(row, Verdict.CONFIRMED, f"{row.path} is not in the switch's document")
        return _report(row, Verdict.MISSING, _how_to_map(row))
    wanted = [wire for wire in row.params.values() if wire]
    absent = [wire for wire in wanted if not _listed(wire, parameters)]
    if not absent:
        return _report(row, Verdict.PRESENT)
    advice = f"{row.path} lists no {', '.join(absent)}"
    if row.confirmed:
        return _report(row, Verdict.CONFIRMED, advice)
    # A method by the proposed name that does not take our parameters is another method: an unknown
    # write stays hidden. A verified one works without the optional parameters of newer releases.
    guessed_write = row.certainty is Certainty.UNKNOWN and row.kind is Kind.WRITE
    return _report(row, Verdict.DIFFERS, advice, available=not guessed_write)


def _listed(wire: str, parameters: Collection[str]) -> bool:
    """`a.b` counts as listed when the document names `a` without saying what is in it."""
    if wire in parameters:
        return True
    outer = wire.rpartition(".")[0]
    described = any(name.startswith(f"{outer}.") for name in parameters)
    return bool(outer) and not described and _listed(outer, parameters)


def _probed(row: Row, faultcode: str | None) -> ContractRow:
    """Only reads are tried; `faultcode` is None where this one was not."""
    if not faultcode:
        answered = faultcode == "" and not row.confirmed
        return _report(row, Verdict.PRESENT) if answered else _assumed(row)
    # A fault may be about the test account (no mailbox, say), so it hides only what is unknown.
    available = row.certainty is not Certainty.UNKNOWN or row.confirmed
    advice = f"the test account was refused: {faultcode}"
    return _report(row, Verdict.REFUSED, advice, available=available)


def _methods(document: Json) -> Iterator[tuple[str, frozenset[str]]]:
    """("Account/get_account_info", dotted parameter names) for each path of the document."""
    for path, item in mapping(document.get("paths")).items():
        parts = path.strip("/").split("/")
        operation = mapping(mapping(item).get("post"))
        if len(parts) >= 2 and operation:
            schema = _request_schema(document, operation)
            yield "/".join(parts[-2:]), frozenset(_names(document, schema))


def _request_schema(document: Json, operation: Json) -> Json:
    """The schema of `params`, in OpenAPI 3 or in Swagger 2; without an envelope the body's own."""
    body: object = None
    for content in mapping(
        _resolve(document, operation.get("requestBody")).get("content")
    ).values():
        body = mapping(content).get("schema")
        break
    if body is None:
        for parameter in _list(operation.get("parameters")):
            if _resolve(document, parameter).get("in") == "body":
                body = _resolve(document, parameter).get("schema")
    for properties in _property_maps(document, body):
        if "params" in properties:
            return _resolve(document, properties["params"])
    return _resolve(document, body)


DEPTH = 4
"""Levels of nested parameters that are looked at; schemas may refer to themselves."""


def _names(document: Json, schema: object, prefix: str = "", depth: int = DEPTH) -> Iterator[str]:
    for properties in _property_maps(document, schema):
        for name, inner in properties.items():
            yield f"{prefix}{name}"
            if depth > 1:
                yield from _names(document, inner, f"{prefix}{name}.", depth - 1)


def _property_maps(document: Json, schema: object, depth: int = DEPTH) -> Iterator[Json]:
    resolved = _resolve(document, schema)
    yield mapping(resolved.get("properties"))
    if depth:
        for word in ("allOf", "oneOf", "anyOf"):
            for part in _list(resolved.get(word)):
                yield from _property_maps(document, part, depth - 1)


def _resolve(document: Json, schema: object) -> Json:
    """Follow a local `$ref`, and a chain of them as far as one is sane."""
    for _ in range(DEPTH):
        reference = text(mapping(schema).get("$ref"))
        if not reference.startswith("#/"):
            break
        schema = document
        for step in reference[2:].split("/"):
            schema = mapping(schema).get(step.replace("~1", "/").replace("~0", "~"))
    return mapping(schema)


def _list(value: object) -> list[object]:
    return value if isinstance(value, list) else []
