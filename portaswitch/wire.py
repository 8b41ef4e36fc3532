"""The one place through which every call to the provider goes.

`POST {url}/rest/Service/method` with `{"params": {...}}`. What comes back is the answer's object or
one of `errors`. Bodies hold passwords, tokens, vouchers and codes: nothing here writes a request or
an answer to a log, an exception or a URL, and a failure is raised outside the `except` block, so
that it does not drag aiohttp's request (with its headers) along as context.
"""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

import aiohttp
import orjson
import structlog

from portaswitch.breaker import Breaker
from portaswitch.errors import ProviderError, Rejected, TooLarge, Unavailable
from portaswitch.values import text

log = structlog.get_logger(__name__)

Json = Mapping[str, object]
Observer = Callable[[str, float, str], None]

JSON_LIMIT = 16_000_000
"""Bytes. A thousand xDRs take half a megabyte; what is larger is no answer to us."""
PAUSE_SECONDS = 0.1
"""The longest pause before a read's first repetition, doubled for each further one; the real one is
drawn, so that the reads which one cut has hit do not come back as one crowd."""
GATEWAY_STATUSES = (502, 503, 504)
"""What a proxy says for a switch that does not answer it."""
USER_AGENT = "selfcare-bot"
NO_FILE = "no file in the answer"
"""The `reason` of an `Unavailable`: the switch answered, with something else."""
RESTING = "it has not answered for a while"
"""The `reason` of an `Unavailable` from the open breaker: nothing was sent."""
UNTRUSTED = "the certificate is not trusted"
"""The `reason` of an `Unavailable`, which a CA file mends."""


class Kind(StrEnum):
    READ = "read"
    WRITE = "write"


@dataclass(frozen=True)
class ProviderConfig:
    """Where the provider is. URLs come without `/rest`; `ca` is a PEM file; times in seconds."""

    url: str
    ca: str | None = None
    verify: bool = True
    admin_url: str | None = None
    admin_login: str | None = None
    admin_token: str | None = field(default=None, repr=False)
    login_domain: str = ""
    """Sent with each login of an account; one client says that its switch asks for it (3.1)."""
    operations_file: Path | None = None
    connect_timeout: float = 3
    """Also how long a call waits for its turn in a crowd."""
    read_timeout: float = 10
    """Of silence: to the first byte, and between two pieces."""
    call_timeout: float | None = None
    """A whole call with its repetitions; as it comes, what connecting and reading may take."""
    file_timeout: float = 60
    """A whole call that carries a file: a voicemail over a slow line."""
    read_attempts: int = 2
    """How often a read is tried that found no connection or was cut; a write is tried once."""
    connections: int = 32
    """Calls at once to one realm; the measured gain ends near 20 (2.10)."""
    breaker_failures: int = 20
    """Calls in a row without an answer, after which the others are refused at once. A home screen
    reads five things side by side: one subscriber's bad moment must not be everybody's."""
    breaker_rest: float = 1
    """Between two calls that are let through to see whether the provider is back."""

    @property
    def has_admin(self) -> bool:
        return bool(self.admin_url and self.admin_login and self.admin_token)


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    content_type: str
    attachment: bool
    filename: str
    body: bytes = field(repr=False)

    @property
    def is_file(self) -> bool:
        """Not JSON, and not a proxy's page either."""
        if self.content_type in ("text/html", "application/json"):
            return False
        return self.attachment or not self.content_type.startswith("text/")


@dataclass(frozen=True, slots=True)
class Upload:
    """A file to send; `name` is that of its form field."""

    name: str
    content: bytes = field(repr=False)
    filename: str
    content_type: str


@dataclass(frozen=True, slots=True)
class _Request:
    method: str
    path: str
    """Below the realm's address."""
    limit: int
    """Bytes of the answer."""
    seconds: float
    """For the whole call, its repetitions included."""
    headers: Mapping[str, str] = field(default_factory=dict, repr=False)
    body: bytes | None = field(default=None, repr=False)
    fields: Json = field(default_factory=dict, repr=False)
    """Of a form with a file, in place of a body; each holds JSON."""
    upload: Upload | None = None

    def data(self) -> bytes | aiohttp.FormData | None:
        """The body, made anew for each attempt; a file travels beside it as form data."""
        if self.upload is None:
            return self.body
        file = self.upload
        # Names as browsers write them, in UTF-8: nobody would read aiohttp's percent signs back.
        form = aiohttp.FormData(quote_fields=False)
        for name, value in self.fields.items():
            form.add_field(name, orjson.dumps(value).decode())
        filename = " ".join(file.filename.split())  # a line break would end the part's header
        form.add_field(file.name, file.content, filename=filename, content_type=file.content_type)
        return form

    @property
    def operation(self) -> str:
        return self.path.removeprefix("rest/")


@dataclass(frozen=True, slots=True)
class _Failure:
    """Why there was no reply. `again` is True when a read has a fair chance soon."""

    sent: bool
    reason: str
    again: bool = False
    there: bool = False
    """Whether somebody answers at that address all the same."""


def is_jwt(token: str) -> bool:
    return token.count(".") == 2


def credentials(token: str) -> tuple[dict[str, str], dict[str, object]]:
    """Headers and envelope members that carry a session.

    An access token travels as a bearer header (2.2, verified). How a bare `session_id`, as
    `Session/login_to_realm` lends it, is presented in the JSON form is inferred [I]: the form
    envelope has `auth_info.session_id`, so it goes there too, beside the header.
    """
    if not token:
        return {}, {}
    headers = {"Authorization": f"Bearer {token}"}
    return headers, {} if is_jwt(token) else {"auth_info": {"session_id": token}}


class Wire:
    """HTTP to one realm: timeouts, retries of reads, a bounded crowd, a circuit breaker, faults.

    Reads share kept-alive connections. A server may close an idle one at the very moment we write
    into it, and then nobody can tell whether the call was executed. For a read that costs one
    retry. A write must never be repeated, and calling it "unknown" for a stale socket would send
    people to check their money for nothing; so each write opens a connection of its own
    (`force_close`), where a refusal to connect is certain to be "not sent". (aiohttp itself repeats
    only idempotent HTTP methods on such a cut; all our calls are POST, so it never does.)
    """

    def __init__(self, url: str, config: ProviderConfig, observer: Observer | None = None) -> None:
        self.url = url.rstrip("/")
        self._config = config
        self._observer = observer
        self._slots = asyncio.Semaphore(config.connections)
        self._breaker = Breaker(config.breaker_failures, config.breaker_rest)
        self._kept: aiohttp.ClientSession | None = None
        self._fresh: aiohttp.ClientSession | None = None

    async def call(
        self, operation: str, params: Json, *, token: str = "", kind: Kind = Kind.WRITE
    ) -> Json:
        """Call "Service/method". Raises `Rejected` for a fault, `Unavailable` for no answer."""
        with self._observed(operation):
            try:
                request = self._post(operation, params, token, JSON_LIMIT)
                reply = await self._exchange(request, kind)
            except TooLarge as problem:
                raise Unavailable(operation, sent=True, reason="answer too large") from problem
            return _answer(operation, reply)

    async def download(
        self,
        operation: str,
        params: Json,
        *,
        token: str,
        limit_bytes: int,
        documents: bool = False,
    ) -> Reply:
        """Call a method that answers with a file. Raises also `TooLarge`.

        `documents`: the file may be JSON, or plain text that is not marked as an attachment, which
        elsewhere would be the page of something in between.
        """
        with self._observed(operation):
            seconds = self._config.file_timeout
            request = self._post(operation, params, token, limit_bytes, seconds=seconds)
            reply = await self._exchange(request, Kind.READ)
            unmarked = documents and reply.content_type == "text/plain"
            if reply.status == 200 and (reply.is_file or unmarked):
                return reply
            _answer(operation, reply)  # a fault says more than "no file"
            if documents:
                return reply
            raise Unavailable(operation, sent=True, reason=NO_FILE)

    async def upload(self, operation: str, params: Json, file: Upload, *, token: str) -> Json:
        """Call a method that takes a file, as multipart form data. A write: never repeated.

        No public source shows an upload [U]. The form envelope is verified for `params` and
        `auth_info` as fields that hold JSON (2.2); a file is one more field of the same form.
        """
        with self._observed(operation):
            headers, envelope = credentials(token)
            request = _Request(
                "POST",
                f"rest/{operation}",
                JSON_LIMIT,
                self._config.file_timeout,
                headers,
                fields={"params": params, **envelope},
                upload=file,
            )
            return _answer(operation, await self._exchange(request, Kind.WRITE))

    async def document(self, path: str) -> object | None:
        """A JSON document that the switch may serve; None when it answers with anything else."""
        with self._observed(path):
            request = _Request("GET", path, JSON_LIMIT, self._call_seconds)
            reply = await self._exchange(request, Kind.READ)
            return _loads(reply.body) if reply.status == 200 else None

    def open(self) -> None:
        """Optional: needs a running loop; a CA file that cannot be read is an `OSError` here."""
        self._session(fresh=False)
        self._session(fresh=True)

    async def close(self) -> None:
        for session in (self._kept, self._fresh):
            if session is not None:
                await session.close()
        self._kept = self._fresh = None

    def _post(
        self,
        operation: str,
        params: Json,
        token: str,
        limit: int,
        *,
        seconds: float | None = None,
    ) -> _Request:
        headers, envelope = credentials(token)
        return _Request(
            "POST",
            f"rest/{operation}",
            limit,
            seconds or self._call_seconds,
            {**headers, "Content-Type": "application/json"},
            orjson.dumps({**envelope, "params": params}),
        )

    @property
    def _call_seconds(self) -> float:
        config = self._config
        return config.call_timeout or config.connect_timeout + config.read_timeout

    async def _exchange(self, request: _Request, kind: Kind) -> Reply:
        """One call, if the breaker lets it pass and its turn comes in time."""
        if self._breaker.resting:
            raise Unavailable(request.operation, sent=False, reason=RESTING)
        if not await self._turn():
            raise Unavailable(request.operation, sent=False, reason="too many calls at once")
        try:
            if not self._breaker.admits():  # it opened while this call waited for its turn
                raise Unavailable(request.operation, sent=False, reason=RESTING)
            outcome = await self._outcome(request, kind)
        finally:
            self._slots.release()
        if isinstance(outcome, Reply):
            return outcome
        raise Unavailable(request.operation, sent=outcome.sent, reason=outcome.reason)

    async def _turn(self) -> bool:
        try:
            async with asyncio.timeout(self._config.connect_timeout):
                return await self._slots.acquire()
        except TimeoutError:
            return False

    async def _outcome(self, request: _Request, kind: Kind) -> Reply | _Failure:
        """What became of the call, told to the breaker too."""
        try:
            outcome = await self._attempts(request, kind)
        except TooLarge:
            self._breaker.answered()
            raise
        if _is_answer(outcome):
            self._breaker.answered()
        else:
            self._breaker.failed()
        return outcome

    async def _attempts(self, request: _Request, kind: Kind) -> Reply | _Failure:
        """A read gets another chance over a fresh connection, while there is time for it.

        Not after a timeout: waiting twice for a silent provider only makes the chat deaf.
        """
        deadline = time.monotonic() + request.seconds
        reads = kind is Kind.READ
        outcome = await self._attempt(request, deadline, fresh=not reads)
        for repetition in range(self._config.read_attempts - 1 if reads else 0):
            if isinstance(outcome, Reply) or not outcome.again:
                break
            pause = random.uniform(0, PAUSE_SECONDS * 2**repetition)  # noqa: S311 - spreads load
            if time.monotonic() + pause >= deadline:
                break
            await asyncio.sleep(pause)
            outcome = await self._attempt(request, deadline, fresh=True)
        return outcome

    async def _attempt(
        self, request: _Request, deadline: float, *, fresh: bool
    ) -> Reply | _Failure:
        timeout = aiohttp.ClientTimeout(
            total=deadline - time.monotonic(),
            connect=self._config.connect_timeout,
            sock_read=self._config.read_timeout,
        )
        return await _ask(self._session(fresh=fresh), self.url, request, timeout)

    def _session(self, *, fresh: bool) -> aiohttp.ClientSession:
        if fresh:
            self._fresh = self._fresh or self._open(force_close=True)
            return self._fresh
        self._kept = self._kept or self._open(force_close=False)
        return self._kept

    def _open(self, *, force_close: bool) -> aiohttp.ClientSession:
        return aiohttp.ClientSession(
            # Unlimited here: `_slots` bounds both kinds of connections together.
            connector=aiohttp.TCPConnector(
                ssl=_tls(self._config), limit=0, force_close=force_close
            ),
            # Cookies play no part in the API, and one jar would be shared by all subscribers.
            cookie_jar=aiohttp.DummyCookieJar(),
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
        )

    @contextmanager
    def _observed(self, operation: str) -> Iterator[None]:
        """Log and count a call by its name, time and outcome; never by its content."""
        started = time.perf_counter()
        outcome = "canceled"
        try:
            yield
            outcome = "ok"
        except Rejected as refusal:
            outcome = "rejected"
            log.debug("provider_refused", operation=operation, faultcode=refusal.faultcode)
            raise
        except ProviderError:
            outcome = "unavailable"
            raise
        finally:
            seconds = time.perf_counter() - started
            log.debug("provider_call", operation=operation, seconds=seconds, outcome=outcome)
            if self._observer is not None:
                self._observer(operation, seconds, outcome)


def _is_answer(outcome: Reply | _Failure) -> bool:
    """Whether somebody is there: a page that no gateway made, or a certificate we do not trust."""
    if isinstance(outcome, Reply):
        return outcome.status not in GATEWAY_STATUSES
    return outcome.there


async def _ask(
    session: aiohttp.ClientSession, url: str, request: _Request, timeout: aiohttp.ClientTimeout
) -> Reply | _Failure:
    """What became of one request. Redirects are not followed: they would carry the body away."""
    try:
        async with session.request(
            request.method,
            f"{url}/{request.path}",
            data=request.data(),
            headers=request.headers,
            timeout=timeout,
            allow_redirects=False,
        ) as response:
            disposition = response.content_disposition
            return Reply(
                status=response.status,
                content_type=response.content_type,
                attachment=disposition is not None and disposition.type == "attachment",
                filename=(disposition.filename or "") if disposition else "",
                body=await _read(response, request),
            )
    except aiohttp.ConnectionTimeoutError:
        return _Failure(sent=False, reason="connect timeout")
    except aiohttp.ClientConnectorCertificateError:
        return _Failure(sent=False, reason=UNTRUSTED, there=True)
    except aiohttp.ClientSSLError:
        return _Failure(sent=False, reason="TLS refused", there=True)
    except aiohttp.ClientConnectorError:
        return _Failure(sent=False, reason="cannot connect", again=True)
    except aiohttp.InvalidURL:
        return _Failure(sent=False, reason="the provider's address is no URL", there=True)
    except TimeoutError:
        return _Failure(sent=True, reason="no answer in time")
    except (aiohttp.ServerDisconnectedError, aiohttp.ClientOSError, aiohttp.ClientPayloadError):
        return _Failure(sent=True, reason="connection cut", again=True)
    except aiohttp.ClientError as error:
        return _Failure(sent=True, reason=type(error).__name__)


async def _read(response: aiohttp.ClientResponse, request: _Request) -> bytes:
    if (response.content_length or 0) > request.limit:
        raise TooLarge(request.operation, request.limit)
    content = bytearray()
    async for chunk in response.content.iter_any():
        content += chunk
        if len(content) > request.limit:
            raise TooLarge(request.operation, request.limit)
    return bytes(content)


def _answer(operation: str, reply: Reply) -> Json:
    """The answer's object; a body with a fault is a fault whatever the status says (2.3)."""
    answer = _loads(reply.body)
    if answer == []:  # the switch's language has one empty value for lists and objects
        answer = {}
    if isinstance(answer, dict):
        faultcode, faultstring = text(answer.get("faultcode")), text(answer.get("faultstring"))
        if faultcode or faultstring:
            raise Rejected(faultcode, faultstring, operation)
        if reply.status == 200:
            return answer
    reason = f"HTTP {reply.status} {reply.content_type}"
    raise Unavailable(operation, sent=True, reason=reason, status=reply.status)


def _loads(body: bytes) -> object | None:
    try:
        value: object = orjson.loads(body)
    except orjson.JSONDecodeError:
        return None
    return value


def _tls(config: ProviderConfig) -> ssl.SSLContext | bool:
    if not config.verify:
        return False
    return ssl.create_default_context(cafile=config.ca) if config.ca else True
