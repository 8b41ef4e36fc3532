"""The switch's own description of its methods, from the same table that serves them."""

from sandbox.provider.methods import Method
from sandbox.provider.model import Row

_RECORDS = (
    "account_info", "alias_info", "cp_condition_info", "cp_rule_info", "followme_info",
    "number_info", "phonebook_rec_info", "vm_settings",
)  # fmt: skip
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
    params: Row = {"type": "object", "properties": {p: _type(p) for p in method.params}}
    body = {"type": "object", "required": ["params"], "properties": {"params": params}}
    return {
        "operationId": method.path.replace("/", "."),
        "tags": [method.service],
        "x-certainty": method.certainty,
        "security": [] if method.open else [{"bearer": []}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {
            "200": {"description": "Done", "content": _answers(method)},
            "500": {
                "description": "Refused",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Fault"}}},
            },
        },
    }


def _answers(method: Method) -> Row:
    """JSON, unless the method only ever answers a file."""
    file = {"schema": {"type": "string", "format": "binary"}}
    if method.files:
        return dict.fromkeys(method.files, file)
    return {"application/json": {"schema": {"type": "object"}}}


def _type(name: str) -> Row:
    if name in _RECORDS:
        return {"type": "object"}
    if name in _LISTS:
        return {"type": "array", "items": _LISTS[name]}
    if name == "file":  # a field of the form, beside `params`
        return {"type": "string", "format": "binary"}
    if name == "get_records":  # the one switch that is a flag
        return {"type": "string", "enum": ["Y", "N"]}
    if name in _SWITCHES or name.startswith(("get_", "with_", "without_")):
        return {"type": "integer", "enum": [0, 1]}
    return {"type": "integer" if name.startswith("i_") or name in _WHOLE else "string"}


def _fault() -> Row:
    text = {"type": "string"}
    return {
        "type": "object",
        "required": ["faultcode", "faultstring"],
        "properties": {"faultcode": text, "faultstring": text},
    }
