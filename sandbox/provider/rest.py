"""The JSON API's front: envelopes in, answers out, one line in the log for each call."""

import asyncio
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC
from decimal import Decimal
from typing import Any
from urllib.parse import unquote

import orjson
from aiohttp import web

from sandbox.provider import faults
from sandbox.provider.faults import Fault
from sandbox.provider.methods import Answer, Attachment, Call, table
from sandbox.provider.model import Disturbance, Row, Session, Switch
from sandbox.provider.tokens import ACCOUNTS, Sessions

_log = logging.getLogger(__name__)
_FORMS = ("application/x-www-form-urlencoded", "multipart/form-data")
_CHUNK = 8192
_PROXY_PAGE = "<html><head><title>500 Internal Server Error</title></head><body>oops</body></html>"
SECRETS = frozenset(
    [
        "password",
        "new_password",
        "old_password",
        "token",
        "api_token",
        "access_token",
        "refresh_token",
        "session_id",
        "h323_password",
        "one_time_password",
        "voucher_id",
        "voucher_number",
        "pin",
        "disa_password",
    ]
)


@dataclass(frozen=True, slots=True)
class Envelope:
    """What a request carries besides its method: parameters, and credentials if any."""

    params: Row
    bearer: str | None
    auth_info: Row


class Rest:
    """Serves `/rest/<Service>/<method>` of one realm."""

    def __init__(self, switch: Switch, sessions: Sessions, realm: str) -> None:
        self._switch = switch
        self._sessions = sessions
        self._realm = realm
        self._methods = table(realm, switch.config.unknown)
        self.closing = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path, inline = _path(request)
        entry = self._entry(path)
        disturbance = self._disturbance(path)
        try:
            envelope = await _envelope(request, inline)
            entry["params"] = masked(envelope.params)
            if disturbance is not None:
                spoiled = await self._before(request, disturbance, entry)
                if spoiled is not None:
                    return spoiled
            answer: Answer | Fault = self._run(path, envelope, entry)
        except Fault as fault:
            answer = fault
        except (AttributeError, KeyError, TypeError, ValueError) as error:
            # A structure of quite another shape than any client sends: refuse, do not break.
            _log.warning("%s cannot be understood", path, exc_info=error)
            answer = Fault(faults.MALFORMED, "The parameters cannot be understood.")
        entry["outcome"] = answer.code if isinstance(answer, Fault) else "ok"
        if disturbance is not None and disturbance.kind == "silent_after":
            entry["outcome"] = "silent"
            return await self._silence(request)
        if isinstance(answer, Attachment):
            return await _attached(request, answer)
        return _faulted(answer) if isinstance(answer, Fault) else _json(answer)

    def _run(self, path: str, envelope: Envelope, entry: Row) -> Answer:
        method = self._methods.get(path)
        session = self._session(envelope)
        if session is not None and session.realm == ACCOUNTS:
            entry["i_account"] = session.user_id
        if method is None:
            raise Fault(faults.UNKNOWN_METHOD, f"There is no method {path}.")
        if session is None and not method.open:
            raise _not_signed_in(envelope)
        if method.write and self._switch.settings.standalone_mode:
            raise Fault(faults.STANDALONE, "The system works in the stand-alone mode, read only.")
        unknown = sorted(set(envelope.params) - set(method.params))
        if unknown:
            entry["unknown_params"] = unknown
        call = Call(self._switch, self._sessions, self._realm, method, envelope.params, session)
        return method.run(call)

    def _session(self, envelope: Envelope) -> Session | None:
        if envelope.bearer is not None:
            return self._sessions.with_access_token(envelope.bearer, self._realm)
        given = envelope.auth_info
        return self._sessions.with_session_id(
            given.get("session_id"), self._realm
        ) or self._sessions.with_access_token(given.get("access_token"), self._realm)

    def _entry(self, path: str) -> Row:
        """A line in the log; its outcome is `pending` until there is one."""
        service, _, method = path.partition("/")
        entry: Row = {
            "service": service,
            "method": method,
            "i_account": None,
            "params": {},
            "outcome": "pending",
            "time": self._switch.clock.now().astimezone(UTC).isoformat(),
            "realm": self._realm,
        }
        self._switch.log.append(entry)
        return entry

    def _disturbance(self, path: str) -> Disturbance | None:
        """The first fault ordered for this method, used up by one."""
        for disturbance in self._switch.disturbances:
            if disturbance.method in ("*", path):
                if disturbance.times is not None:
                    disturbance.times -= 1
                    if disturbance.times <= 0:
                        self._switch.disturbances.remove(disturbance)
                return disturbance
        return None

    async def _before(
        self, request: web.Request, disturbance: Disturbance, entry: Row
    ) -> web.StreamResponse | None:
        """What goes wrong before anything is done; None where the call goes on."""
        kind = disturbance.kind
        if kind == "delay":
            await asyncio.sleep(disturbance.seconds)
            return None
        if kind == "silent_after":
            return None
        if kind == "fault":
            raise Fault(disturbance.faultcode, "Ordered at the provider's desk.")
        entry["outcome"] = "silent" if kind == "silent_before" else kind
        if kind == "http_500":
            return web.Response(status=500, text=_PROXY_PAGE, content_type="text/html")
        if kind == "silent_before":
            return await self._silence(request)
        _hang_up(request)
        return web.Response()

    async def _silence(self, request: web.Request) -> web.Response:
        """Keep the connection open and say nothing, until the client or the server gives up."""
        waited, step = 0.0, 0.05
        limit = self._switch.config.silence_seconds
        while waited < limit and not self.closing.is_set() and _is_listening(request):
            await asyncio.sleep(step)
            waited += step
        _hang_up(request)
        return web.Response()


def _is_listening(request: web.Request) -> bool:
    return request.transport is not None and not request.transport.is_closing()


def _hang_up(request: web.Request) -> None:
    if request.transport is not None:
        request.transport.abort()


def _not_signed_in(envelope: Envelope) -> Fault:
    if envelope.bearer is not None or "access_token" in envelope.auth_info:
        return Fault(faults.BAD_ACCESS_TOKEN, "Failed to process the access token.")
    if envelope.auth_info.get("session_id"):
        return Fault(faults.SESSION_ENDED, "Authentification failed")
    return Fault(faults.NO_ENVELOPE, "The authentication envelope is missing.")


def _path(request: web.Request) -> tuple[str, list[str]]:
    """`Service/method`, and what old clients write behind it: auth_info and params as JSON."""
    raw = request.raw_path.partition("?")[0].removeprefix("/rest/")
    parts = [unquote(part) for part in raw.split("/", 3)]
    service, method = (*parts, "", "")[:2]
    return f"{service}/{method}", [part.rstrip("/") for part in parts[2:] if part]


async def _envelope(request: web.Request, inline: list[str]) -> Envelope:
    """The three forms of a request: a JSON body, form fields that hold JSON, or the path."""
    header = request.headers.get("Authorization", "")
    bearer = header[7:].strip() if header[:7].lower() == "bearer " else None
    fields: Mapping[str, Any]
    if inline:
        fields = dict(zip(("auth_info", "params"), inline, strict=False))
    elif request.content_type in _FORMS:
        fields = await request.post()
    else:
        fields = _parsed(await request.read())
    params, auth_info = _structure(fields.get("params")), _structure(fields.get("auth_info"))
    if "params" not in fields and not auth_info:
        raise Fault(faults.NO_ENVELOPE, "The request has no envelope.")
    return Envelope(params, bearer, auth_info)


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


def masked(value: Any) -> Any:
    """The same value without the words that must not be read on a screen."""
    if isinstance(value, dict):
        return {
            key: "***" if key in SECRETS and inner else masked(inner)
            for key, inner in value.items()
        }
    return [masked(item) for item in value] if isinstance(value, list) else value


def dumped(value: Any) -> bytes:
    return orjson.dumps(value, default=_plain)


def _plain(value: Any) -> Any:
    """Money is a JSON number."""
    if isinstance(value, Decimal):
        whole = value.to_integral_value()
        return int(whole) if value == whole else float(value)
    raise TypeError


def _json(answer: Row) -> web.Response:
    return web.Response(body=dumped(answer), content_type="application/json")


def _faulted(fault: Fault) -> web.Response:
    body = {"faultcode": fault.code, "faultstring": fault.string}
    return web.Response(status=500, body=dumped(body), content_type="application/json")


async def _attached(request: web.Request, file: Attachment) -> web.StreamResponse:
    content = await asyncio.to_thread(file.content)
    response = web.StreamResponse(
        headers={
            "Content-Type": file.content_type,
            "Content-Disposition": f'attachment; filename="{file.filename}"',
        }
    )
    response.enable_chunked_encoding()
    await response.prepare(request)
    for start in range(0, len(content), _CHUNK):
        await response.write(content[start : start + _CHUNK])
    await response.write_eof()
    return response
