"""The switch's own description of its methods, from the same table that serves them."""

from sandbox.provider.methods import Method
from sandbox.provider.model import Row

_LISTS = {
    "custom_fields_values": {"type": "object"},
    "message_uids": {"type": "string"},
    "service_features": {"type": "object"},
}
_WHOLE = ("limit", "offset", "timeout", "billing_model", "limit_alias_did_number_list")
_SWITCHES = (
    "check_only", "check_usage", "detailed_info", "detailed_response", "establish_new_session",
    "expand_alias", "for_current_period", "show_unsuccessful", "skip_exported",
)  # fmt: skip


def document(title: str, methods: dict[str, Method]) -> Row:
    """OpenAPI 3; `x-certainty` says how sure each shape is."""
    return {
        "openapi": "3.0.3",
        "info": {"title": title, "version": "MR130"},
        "servers": [{"url": "/rest"}],
        "paths": {f"/{path}": {"post": _operation(methods[path])} for path in sorted(methods)},
        "components": {
            "schemas": {"Fault": _fault()},
            "securitySchemes": {
                "bearer": {"type": "http", "scheme": "bearer", "bearerFormat": "JWT"}
            },
        },
    }


def _operation(method: Method) -> Row:
    return {
        "operationId": method.path.replace("/", "."),
        "tags": [method.service],
        "x-certainty": method.certainty,
        "security": [] if method.open else [{"bearer": []}],
        "requestBody": {"required": True, "content": _asked(method)},
        "responses": {
            "200": {"description": "Done", "content": _answers(method)},
            "500": {
                "description": "Refused",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}},
            },
        },
    }


def _asked(method: Method) -> Row:
    """JSON; a form where a file is sent along, which is a field beside `params`."""
    named = {name: _type(name) for name in method.params}
    file = named.pop("file", None)
    fields: Row = {"params": {"type": "object", "properties": named}}
    kind = "application/json"
    if file is not None:
        kind, fields["file"] = "multipart/form-data", file
    return {kind: {"schema": {"type": "object", "required": [*fields], "properties": fields}}}


def _answers(method: Method) -> Row:
    """JSON, unless the method only ever answers a file."""
    file = {"schema": {"type": "string", "format": "binary"}}
    if method.files:
        return dict.fromkeys(method.files, file)
    return {"application/json": {"schema": {"type": "object"}}}


def _type(name: str) -> Row:
    if name in _LISTS:
        return {"type": "array", "items": _LISTS[name]}
    if name == "file":
        return {"type": "string", "format": "binary"}
    if name == "get_records":  # the one switch that is a flag
        return {"type": "string", "enum": ["Y", "N"]}
    if name in _SWITCHES or name.startswith(("get_", "with_", "without_")):
        return {"type": "integer", "enum": [0, 1]}
    if name.endswith("_info") or name == "vm_settings":
        return {"type": "object"}
    return {"type": "integer" if name.startswith("i_") or name in _WHOLE else "string"}


def _fault() -> Row:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["faultcode", "faultstring"],
        "properties": {"faultcode": text, "faultstring": text},
    }
