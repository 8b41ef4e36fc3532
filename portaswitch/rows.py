"""One row of the operation map: how a logical operation is called on the wire.

Each group of operations declares its rows beside its calls; `operations` puts them together.
Dots in a name on the wire make nested objects; "" drops a parameter that the switch does not take.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from portaswitch.values import mapping
from portaswitch.wire import Kind

Json = Mapping[str, object]


class Certainty(StrEnum):
    VERIFIED = "V"
    INFERRED = "I"
    UNKNOWN = "U"


class Realm(StrEnum):
    ACCOUNT = "account"
    ADMIN = "admin"


class OperationsError(ValueError):
    """The operator's file is wrong; the message names the row and what was expected."""


@dataclass(frozen=True, slots=True)
class Operation:
    """A logical operation by its name: what an area says it needs."""

    name: str


@dataclass(frozen=True, slots=True)
class Row:
    """How one logical operation is called on this switch."""

    name: str
    service: str
    method: str
    kind: Kind
    certainty: Certainty = Certainty.VERIFIED
    params: Mapping[str, str] = field(default_factory=dict)
    results: Mapping[str, str] = field(default_factory=dict)
    confirmed: bool | None = None
    """The operator's word, which counts more than any check: tried (True), or not there (False)."""
    realm: Realm = Realm.ACCOUNT

    @property
    def path(self) -> str:
        return f"{self.service}/{self.method}"

    def wire_params(self, logical: Json) -> dict[str, object]:
        """The `params` object. Values that are None are not sent."""
        wire: dict[str, object] = {}
        for name, value in logical.items():
            if value is not None and self.params[name]:
                _put(wire, self.params[name].split("."), value)
        return wire

    def read(self, answer: Json) -> dict[str, object]:
        """The logical results; None where the answer has nothing at their path."""
        return {name: _dig(answer, path) for name, path in self.results.items()}


def _put(target: dict[str, object], path: list[str], value: object) -> None:
    """Set what lies at the path, making the objects on the way."""
    for step in path[:-1]:
        inner = target.setdefault(step, {})
        if not isinstance(inner, dict):
            raise OperationsError(f"{'.'.join(path)}: {step} is a value already")
        target = inner
    target[path[-1]] = value


def _dig(answer: Json, path: str) -> object:
    value: object = answer
    for step in path.split(".") if path else ():
        value = mapping(value).get(step)
    return value


def row(
    path: str,
    kind: Kind,
    params: str = "",
    results: str = "",
    *,
    name: str = "",
    certainty: Certainty = Certainty.VERIFIED,
    realm: Realm = Realm.ACCOUNT,
) -> Row:
    """A default row. Words stand for themselves; `logical=wire` where they differ."""
    service, method = path.split("/")
    return Row(
        name=name or method,
        service=service,
        method=method,
        kind=kind,
        certainty=certainty,
        params=_words(params),
        results=_words(results),
        realm=realm,
    )


def inside(outer: str, names: str) -> str:
    """Words for the members of one object: each can be corrected, dropped or moved by itself.

    >>> inside("alias_info", "id master=i_master_account")
    'id=alias_info.id master=alias_info.i_master_account'
    """
    return " ".join(f"{logical}={outer}.{wire}" for logical, wire in _words(names).items())


def _words(line: str) -> dict[str, str]:
    pairs = (word.partition("=") for word in line.split())
    return {logical: wire if equals else logical for logical, equals, wire in pairs}


READ, WRITE = Kind.READ, Kind.WRITE
INFERRED, UNKNOWN = Certainty.INFERRED, Certainty.UNKNOWN
ADMIN = Realm.ADMIN
