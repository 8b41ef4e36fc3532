"""The switch's own description of its methods, from the same table that serves them."""

from sandbox.provider.methods import Method
from sandbox.provider.model import Row

_WHOLE = ("limit", "offset", "get_total", "timeout")
_LISTS = ("service_features", "message_uids")
_STRUCTURES = ("account_info", "followme_info", "number_info", "phonebook_rec_info")


def document(title: str, methods: dict[str, Method]) -> Row:
    """OpenAPI 3; `x-certainty` says how sure each shape is."""
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "MR130"},
        "servers": [{"url": "/rest"}],
        "paths": {f"/{path}": {"post": _operation(methods[path])} for path in sorted(methods)},
        "components": {"schemas": {"Fault": _fault()}},
    }


def _operation(method: Method) -> Row:
    params = {"type": "object", "properties": {name: _type(name) for name in method.params}}
    body = {"type": "object", "properties": {"params": params}}
    return {
        "operationId": method.path.replace("/", "."),
        "tags": [method.service],
        "x-certainty": method.certainty,
        "requestBody": {"content": {"application/json": {"schema": body}}},
        "responses": {
            "200": {"description": "Done"},
            "500": {
                "description": "Refused",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}},
            },
        },
    }


def _type(name: str) -> Row:
    if name in _LISTS:
        return {"type": "array"}
    if name in _STRUCTURES:
        return {"type": "object"}
    return {"type": "integer" if name.startswith("i_") or name in _WHOLE else "string"}


def _fault() -> Row:
    text = {"type": "string"}
    return {"type": "object", "properties": {"faultcode": text, "faultstring": text}}
