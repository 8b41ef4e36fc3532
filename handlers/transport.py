"""PTB's requests over aiohttp: a fifth of the CPU of PTB's own transport under load.

The same form fields go over the wire as with `HTTPXRequest`, and the same `TimedOut` and
`NetworkError` come back. The bot's token is part of every URL, so no error raised here quotes
aiohttp's own text or carries its exception along.
"""

import io
import json
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

import aiohttp
import orjson
from telegram.error import NetworkError, TelegramError, TimedOut
from telegram.request import BaseRequest, RequestData
from yarl import URL

# What PTB passes as a timeout: seconds, None for no limit, or DEFAULT_NONE (its alias is private).
Seconds = Any

_FORM = "application/x-www-form-urlencoded"
_DNS_CACHE_SECONDS = 300
# Well under what servers allow an idle connection: a POST on one they have just closed is lost.
_KEEPALIVE_SECONDS = 30.0
_MESSAGE = frozenset({"message_id", "date", "chat"})


class AiohttpRequest(BaseRequest):
    """One pool of connections to the Bot API. All timeouts are in seconds; None means no limit."""

    def __init__(
        self,
        *,
        connections: int = 256,
        read_timeout: float | None = 5.0,
        write_timeout: float | None = 5.0,
        connect_timeout: float | None = 5.0,
        pool_timeout: float | None = 1.0,
        media_write_timeout: float | None = 60.0,
    ) -> None:
        """`write_timeout` and `media_write_timeout` limit a whole upload, not one packet of it."""
        self._connections = connections
        self._read_timeout = read_timeout
        self._write_timeout = write_timeout
        self._connect_timeout = connect_timeout
        self._pool_timeout = pool_timeout
        self._media_write_timeout = media_write_timeout
        self._session: aiohttp.ClientSession | None = None
        self._stopped = False

    @property
    def read_timeout(self) -> float | None:
        return self._read_timeout

    async def initialize(self) -> None:
        self._stopped = False

    async def shutdown(self) -> None:
        self._stopped = True
        session, self._session = self._session, None
        if session is not None:
            await session.close()

    async def do_request(
        self,
        url: str,
        method: str,
        request_data: RequestData | None = None,
        read_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        write_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        connect_timeout: Seconds = BaseRequest.DEFAULT_NONE,
        pool_timeout: Seconds = BaseRequest.DEFAULT_NONE,
    ) -> tuple[int, bytes]:
        uploads = request_data is not None and request_data.contains_files
        timeout = _timeout(
            read=_chosen(read_timeout, self._read_timeout),
            write=_chosen(
                write_timeout, self._media_write_timeout if uploads else self._write_timeout
            ),
            connect=_chosen(connect_timeout, self._connect_timeout),
            pool=_chosen(pool_timeout, self._pool_timeout),
            # A download may last as long as bytes keep coming; aiohttp has no timer for uploads.
            whole=method != "GET",
        )
        body, headers = _body(request_data)
        session = self._opened()
        try:
            async with session.request(
                method,
                URL(url, encoded=True),
                data=body,
                headers=headers,
                timeout=timeout,
                allow_redirects=False,
            ) as response:
                return response.status, await response.read()
        except (aiohttp.ClientError, OSError) as error:
            failure = _failure(error)
        # Raised out here so that not even __context__ holds the error that names the URL.
        raise failure

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        """Like PTB's, but faster, and without writing what Telegram said into the log."""
        answer = _parsed(payload)
        if not isinstance(answer, dict):
            raise TelegramError("Invalid server response")
        return answer

    def _opened(self) -> aiohttp.ClientSession:
        """The session, made on first use because it belongs to the loop that runs then."""
        if self._stopped:
            raise RuntimeError("This AiohttpRequest was shut down and not initialized again")
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(
                    limit=self._connections,
                    ttl_dns_cache=_DNS_CACHE_SECONDS,
                    keepalive_timeout=_KEEPALIVE_SECONDS,
                ),
                cookie_jar=aiohttp.DummyCookieJar(),
                headers={"User-Agent": self.USER_AGENT},
            )
        return self._session


class BriefAnswers(AiohttpRequest):
    """Of the messages that Telegram answers with, keeps what the bot reads: which ones they are.

    PTB would parse the text, the entities and each button that the bot has just sent.
    """

    @staticmethod
    def parse_json_payload(payload: bytes) -> dict[str, Any]:
        answer = AiohttpRequest.parse_json_payload(payload)
        result = answer.get("result")
        if isinstance(result, dict):
            # Whoever edits knows the message already: True is what Telegram says of some of them.
            answer["result"] = "edit_date" in result or brief(result)
        return answer


def brief(message: dict[str, Any]) -> dict[str, Any]:
    """Of a message of the Bot API, what it takes to be one; anything else as it is."""
    if not message.keys() >= _MESSAGE:
        return message
    return {name: message[name] for name in _MESSAGE}


def _chosen(asked: Seconds, default: float | None) -> float | None:
    return default if asked is BaseRequest.DEFAULT_NONE else asked


def _timeout(
    *,
    read: float | None,
    write: float | None,
    connect: float | None,
    pool: float | None,
    whole: bool,
) -> aiohttp.ClientTimeout:
    # aiohttp's `connect` spans the wait for a free connection and the making of a new one.
    connected = _sum(pool, connect)
    return aiohttp.ClientTimeout(
        total=_sum(connected, write, read) if whole else None,
        connect=connected,
        sock_connect=connect,
        sock_read=read,
    )


def _sum(*seconds: float | None) -> float | None:
    known = [part for part in seconds if part is not None]
    return sum(known) if len(known) == len(seconds) else None


def _body(data: RequestData | None) -> tuple[bytes | aiohttp.FormData | None, Mapping[str, str]]:
    if data is None:
        return None, {}
    if not data.contains_files:
        encoded = "&".join([f"{key}={_quoted(one)}" for key, one in data.json_parameters.items()])
        return (encoded.encode(), {"Content-Type": _FORM}) if encoded else (None, {})
    # Unquoted: Telegram shows a file's name as it was sent, percent signs and all.
    form = aiohttp.FormData(quote_fields=False)
    for name, value in data.json_parameters.items():
        form.add_field(name, value)
    for name, (filename, content, mimetype) in data.multipart_data.items():
        # As a stream aiohttp sends bytes in chunks; a large block at once would hold up the loop.
        stream = io.BytesIO(content) if isinstance(content, bytes) else content
        form.add_field(name, stream, filename=filename, content_type=mimetype)
    return form, {}


_PLAIN = frozenset(b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-~")
_QUOTED = [chr(byte) if byte in _PLAIN else f"%{byte:02X}" for byte in range(256)]


def _quoted(value: str) -> str:
    """As `urllib.parse.quote`, which takes twice as long: texts and keyboards are a few kB each."""
    return "".join([_QUOTED[byte] for byte in value.encode()])


def _failure(error: aiohttp.ClientError | OSError) -> NetworkError:
    """PTB's error for aiohttp's: its class and the system's words; its text may hold the URL."""
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        return TimedOut("No free or new connection in time; the request was not sent")
    if isinstance(error, TimeoutError):
        return TimedOut()
    reason = error.os_error if isinstance(error, aiohttp.ClientConnectorError) else error
    words = reason.strerror if isinstance(reason, OSError) else None
    name = type(error).__name__
    return NetworkError(f"{name}: {words}" if words else name)


def _parsed(payload: bytes) -> Any:
    """The JSON document, or None: a parser's error would hold all of it, and it is the chat's."""
    with suppress(ValueError):
        return orjson.loads(payload)
    # orjson refuses what PTB's own parser takes: stray bytes, lone surrogates.
    with suppress(ValueError):
        return json.loads(payload.decode(errors="replace"))
    return None
