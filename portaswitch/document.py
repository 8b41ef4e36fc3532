"""What a switch's own OpenAPI document says of its methods: which there are, and what they take."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from portaswitch.values import items, mapping, text

Json = Mapping[str, object]

DEPTH = 4
"""Levels of nested parameters that are looked at; schemas may refer to themselves."""
ENVELOPE = {"params", "auth_info"}


@dataclass(frozen=True, slots=True)
class Method:
    """The parameters of a method, dotted where they are nested; files of a form are among them."""

    parameters: frozenset[str]
    required: frozenset[str]
    """Without these it refuses a call; outermost names only."""

    def takes(self, wire: str) -> bool:
        """`a.b` also where the document names `a` without saying what is in it."""
        if wire in self.parameters:
            return True
        outer = wire.rpartition(".")[0]
        described = any(name.startswith(f"{outer}.") for name in self.parameters)
        return bool(outer) and not described and self.takes(outer)


def methods(document: object) -> dict[str, Method]:
    """By path, as "Account/get_account_info"; empty where it is no such document."""
    whole = mapping(document)
    found = {}
    for path, item in mapping(whole.get("paths")).items():
        parts = path.strip("/").split("/")
        operation = mapping(mapping(item).get("post"))
        if len(parts) >= 2 and operation:
            found["/".join(parts[-2:])] = _method(whole, operation)
    return found


def _method(document: Json, operation: Json) -> Method:
    """`params` of the envelope, and what stands beside it in a form; a body without an envelope."""
    body = _body(document, operation)
    members: dict[str, object] = {}
    for properties in _property_maps(document, body):
        members |= properties
    schema = members.get("params", body)
    files = members.keys() - ENVELOPE if "params" in members else ()
    return Method(
        frozenset(_names(document, schema)).union(files),
        frozenset(_required(document, schema)),
    )


def _body(document: Json, operation: Json) -> object:
    """The schema of the request, in OpenAPI 3 or in Swagger 2."""
    contents = mapping(_resolve(document, operation.get("requestBody")).get("content"))
    for content in contents.values():
        return mapping(content).get("schema")
    for parameter in items(operation.get("parameters")):
        if _resolve(document, parameter).get("in") == "body":
            return _resolve(document, parameter).get("schema")
    return None


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
            for part in items(resolved.get(word)):
                yield from _property_maps(document, part, depth - 1)


def _required(document: Json, schema: object, depth: int = DEPTH) -> Iterator[str]:
    """Of alternatives (`oneOf`) none is required."""
    resolved = _resolve(document, schema)
    yield from map(text, items(resolved.get("required")))
    if depth:
        for part in items(resolved.get("allOf")):
            yield from _required(document, part, depth - 1)


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
