"""What a request carries: the method's path, parameters and credentials, in any known form."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web
from aiohttp.web_request import FileField

from sandbox.provider import faults
from sandbox.provider.faults import Fault
from sandbox.provider.model import Row

_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")


@dataclass(frozen=True, slots=True)
class File:
    """A field of a multipart form that holds a file."""

    filename: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a request carries besides its method: parameters, and credentials if any."""

    params: Row
    bearer: str | None
    auth_info: Row
    files: Mapping[str, File] = field(default_factory=dict)


def path_of(request: web.Request) -> tuple[str, list[str]]:
    """`Service/method`, and what old clients write behind it: auth_info and params as JSON."""
    raw = request.rel_url.raw_path.removeprefix("/rest").lstrip("/")
    parts = [unquote(part) for part in raw.split("/", 3)]
    service, method = (*parts, "", "")[:2]
    return f"{service}/{method}", [part.rstrip("/") for part in parts[2:] if part]


async def received(request: web.Request, inline: list[str]) -> Envelope:
    """The three forms of a request: a JSON body, form fields that hold JSON, or the path."""
    if request.method != "POST" and not (inline and request.method == "GET"):
        raise Fault(faults.NO_ENVELOPE, "Methods are called by POST.")
    header = request.headers.get("Authorization", "")
    bearer = header[7:].strip() if header[:7].lower() == "bearer " else None
    fields = await _fields(request, inline)
    params, auth_info = _structure(fields.get("params")), _structure(fields.get("auth_info"))
    # The envelope is about credentials: one client's body is a bare `{}` where it asks for nothing.
    if "params" not in fields and not auth_info and bearer is None:
        raise Fault(faults.NO_ENVELOPE, "The request has no envelope.")
    files = {key: _file(value) for key, value in fields.items() if isinstance(value, FileField)}
    return Envelope(params, bearer, auth_info, files)


def _file(field: FileField) -> File:
    return File(field.filename, field.content_type, field.file.read())


async def _fields(request: web.Request, inline: list[str]) -> Mapping[str, Any]:
    if len(inline) == 1:
        # Nobody is signed in at `Session/login`: what is written there may be either.
        return {"auth_info": inline[0], "params": inline[0]}
    if inline:
        return dict(zip(("auth_info", "params"), inline, strict=False))
    try:
        if request.content_type in _FORMS:
            return await request.post()
        fields = _parsed(await request.read())
    except web.HTTPRequestEntityTooLarge:
        # A client that is still sending hears no answer: let it finish.
        await request.release()
        raise Fault(faults.MALFORMED, "The request is too large.") from None
    except (web.RequestPayloadError, LookupError, ValueError):
        # A broken encoding, an unknown charset, a form without boundaries.
        raise Fault(faults.MALFORMED, "The request cannot be read.") from None
    if not isinstance(fields, dict):
        raise Fault(faults.NO_ENVELOPE, "The request must be an object with params.")
    return fields


def _structure(value: Any) -> Row:
    """An object or a JSON string of one; PHP may write an empty object as an empty list."""
    if isinstance(value, (str, bytes)):
        value = _parsed(value)
    if value is None or value == []:
        return {}
    if not isinstance(value, dict):
        raise Fault(faults.MALFORMED, "params and auth_info must be objects.")
    return value


def _parsed(text: str | bytes) -> Any:
    if not text:
        return {}
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        raise Fault(faults.MALFORMED, "The request is not valid JSON.") from None
