"""The JSON API's front: envelopes in, answers out, one line in the log for each call."""

import asyncio
import logging
from datetime import UTC
from decimal import Decimal
from typing import Any

import orjson
from aiohttp import web

from sandbox.provider import envelope as envelopes
from sandbox.provider import faults
from sandbox.provider.envelope import Envelope
from sandbox.provider.faults import Fault
from sandbox.provider.masking import masked
from sandbox.provider.methods import Answer, Attachment, Call, table
from sandbox.provider.model import Disturbance, Row, Session, Switch
from sandbox.provider.tokens import ACCOUNTS, Sessions

_log = logging.getLogger(__name__)
_CHUNK = 8192
_PROXY_PAGE = "<html><head><title>500 Internal Server Error</title></head><body>oops</body></html>"


class Rest:
    """Serves `/rest/<Service>/<method>` of one realm."""

    def __init__(self, switch: Switch, sessions: Sessions, realm: str) -> None:
        self._switch = switch
        self._sessions = sessions
        self._realm = realm
        self._methods = table(realm, switch.config.unknown)
        self.closing = asyncio.Event()

    async def handle(self, request: web.Request) -> web.StreamResponse:
        path, inline = envelopes.path_of(request)
        entry = self._entry(path)
        disturbance = self._disturbance(path)
        answer: Attachment | web.Response
        try:
            envelope = await envelopes.received(request, inline)
            entry["params"] = masked(envelope.params)
            if disturbance is not None:
                spoiled = await self._before(request, disturbance, entry)
                if spoiled is not None:
                    return spoiled
            ran = self._run(path, envelope, entry)
            answer = ran if isinstance(ran, Attachment) else _json(ran)
            entry["outcome"] = "ok"
        except Fault as fault:
            answer = _refused(fault, entry)
        except (AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
            # A structure of quite another shape than any client sends: refuse, do not break.
            _log.warning("%s cannot be understood", path, exc_info=error)
            answer = _refused(
                Fault(faults.MALFORMED, "The parameters cannot be understood."), entry
            )
        self._switch.commit()
        if disturbance is not None and disturbance.kind == "silent_after":
            entry["outcome"] = "silent"
            return await self._silence(request)
        return await _attached(request, answer) if isinstance(answer, Attachment) else answer

    def _run(self, path: str, envelope: Envelope, entry: Row) -> Answer:
        method = self._methods.get(path)
        session = self._session(envelope)
        if session is not None and session.realm == ACCOUNTS:
            entry["i_account"] = session.user_id
        if method is None:
            raise Fault(faults.UNKNOWN_METHOD, f"There is no method {path}.")
        if session is None and not method.open:
            raise _not_signed_in(envelope)
        mode = self._switch.settings.operating_mode
        if method.write and mode != "normal":
            raise Fault(faults.READ_ONLY[mode], f"The system is read only now: {mode} mode.")
        unknown = sorted(set(envelope.params) - set(method.params))
        if unknown:
            entry["unknown_params"] = unknown
        call = Call(
            self._switch,
            self._sessions,
            self._realm,
            method,
            envelope.params,
            session,
            envelope.files,
        )
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


def _refused(fault: Fault, entry: Row) -> web.Response:
    """Every refusal is HTTP 500 with two texts, whatever it was for."""
    entry["outcome"] = fault.code
    body = {"faultcode": fault.code, "faultstring": fault.string}
    return web.Response(status=500, body=dumped(body), content_type="application/json")


async def _attached(request: web.Request, file: Attachment) -> web.StreamResponse:
    content = await asyncio.to_thread(file.content)
    response = web.StreamResponse(headers={"Content-Type": file.content_type})
    if file.filename:
        response.headers["Content-Disposition"] = f'attachment; filename="{file.filename}"'
    response.enable_chunked_encoding()
    await response.prepare(request)
    for start in range(0, len(content), _CHUNK):
        await response.write(content[start : start + _CHUNK])
    await response.write_eof()
    return response
