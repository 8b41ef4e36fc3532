"""PTB's Bot over our transport, against a real HTTP server."""

import asyncio
import io
import traceback
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from urllib.parse import parse_qsl

import orjson
import pytest
from aiohttp import BodyPartReader, web
from aiohttp.test_utils import TestServer, unused_port
from telegram import Bot, InlineKeyboardButton, InlineKeyboardMarkup, InputFile
from telegram.error import (
    BadRequest,
    Forbidden,
    NetworkError,
    RetryAfter,
    TelegramError,
    TimedOut,
)

from handlers.transport import AiohttpRequest, BriefAnswers

TOKEN = "4242:AAGsecretsecretsecretsecretsecretsecr"
MESSAGE = {"message_id": 7, "date": 0, "chat": {"id": 1, "type": "private"}, "text": "hello"}

Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Telegram:
    """A Bot API server that answers as told and remembers what was sent."""

    url: str = ""
    answer: Answer | None = None
    requests: list[web.Request] = field(default_factory=list)
    asked: asyncio.Event = field(default_factory=asyncio.Event)
    bodies: list[bytes] = field(default_factory=list)
    parts: dict[str, tuple[str | None, str | None, bytes]] = field(default_factory=dict)

    async def serve(self, request: web.Request) -> web.StreamResponse:
        self.requests.append(request)
        self.asked.set()
        if request.content_type == "multipart/form-data":
            async for part in await request.multipart():
                assert isinstance(part, BodyPartReader)
                kind = part.headers.get("Content-Type")
                self.parts[str(part.name)] = (part.filename, kind, bytes(await part.read()))
        else:
            self.bodies.append(await request.read())
        if self.answer is not None:
            return await self.answer(request)
        return web.json_response({"ok": True, "result": MESSAGE})


@pytest.fixture
async def telegram() -> AsyncIterator[Telegram]:
    server = Telegram()
    app = web.Application(client_max_size=64 << 20)
    app.router.add_route("*", "/{path:.*}", server.serve)
    async with TestServer(app) as running:
        server.url = str(running.make_url("")).rstrip("/")
        yield server


def bot_at(url: str, request: AiohttpRequest | None = None) -> Bot:
    return Bot(
        TOKEN,
        base_url=f"{url}/bot",
        base_file_url=f"{url}/file/bot",
        request=request or AiohttpRequest(),
        get_updates_request=AiohttpRequest(),
    )


@pytest.fixture
async def bot(telegram: Telegram) -> AsyncIterator[Bot]:
    bot = bot_at(telegram.url)
    yield bot
    await bot.shutdown()
    for request in bot._request:
        await request.shutdown()


def answers(status: int, body: bytes) -> Answer:
    async def answer(_: web.Request) -> web.StreamResponse:
        return web.Response(status=status, body=body, content_type="application/json")

    return answer


def everything_told(error: BaseException) -> str:
    """The error, its chain and the traceback as a log would print them."""
    told = [repr(error), str(error), "".join(traceback.format_exception(error))]
    chained: list[BaseException | None] = [error.__cause__, error.__context__]
    told += [f"{link!r} {link}" for link in chained if link is not None]
    return "\n".join(told)


async def test_a_message_goes_out_as_the_form_that_ptb_itself_sends(
    bot: Bot, telegram: Telegram
) -> None:
    keyboard = InlineKeyboardMarkup([[InlineKeyboardButton("Ні & так", callback_data="1")]])

    message = await bot.send_message(1, "Привіт, 50 % + 1", reply_markup=keyboard)

    assert message.message_id == 7
    assert telegram.requests[0].content_type == "application/x-www-form-urlencoded"
    assert telegram.requests[0].path == f"/bot{TOKEN}/sendMessage"
    assert telegram.requests[0].headers["User-Agent"].startswith("python-telegram-bot")
    sent = dict(parse_qsl(telegram.bodies[0].decode()))
    assert sent["text"] == "Привіт, 50 % + 1"
    assert '"callback_data": "1"' in sent["reply_markup"]


async def test_of_the_messages_that_were_sent_or_edited_only_the_id_is_read(
    telegram: Telegram,
) -> None:
    chat = {"id": 1, "type": "private"}
    sent = {"message_id": 7, "date": 1, "chat": chat, "text": "hello", "entities": [{}]}
    telegram.answer = answers(200, orjson.dumps({"ok": True, "result": sent}))
    bot = bot_at(telegram.url, BriefAnswers())

    message = await bot.send_message(1, "hello")
    edition = {"ok": True, "result": {**sent, "edit_date": 2}}
    telegram.answer = answers(200, orjson.dumps(edition))
    edited = await bot.edit_message_text("bye", 1, 7)
    for request in bot._request:
        await request.shutdown()

    assert (message.message_id, message.chat.id, message.text) == (7, 1, None)
    assert edited is True


async def test_connections_are_kept_between_requests(bot: Bot, telegram: Telegram) -> None:
    ports = set()
    for _ in range(3):
        await bot.send_message(1, "hello")
        transport = telegram.requests[-1].transport
        assert transport is not None
        ports.add(transport.get_extra_info("peername"))

    assert len(ports) == 1


@pytest.mark.parametrize(
    ("status", "description", "raised"),
    [
        (400, "Bad Request: message is not modified", BadRequest),
        (403, "Forbidden: bot was blocked by the user", Forbidden),
        (502, "Bad Gateway", NetworkError),
    ],
)
async def test_a_refusal_is_ptbs_own_error(
    bot: Bot, telegram: Telegram, status: int, description: str, raised: type[TelegramError]
) -> None:
    telegram.answer = answers(
        status,
        b'{"ok":false,"error_code":%d,"description":"%b"}' % (status, description.encode()),
    )

    with pytest.raises(raised) as caught:
        await bot.send_message(1, "hello")

    assert caught.type is raised
    assert description.removeprefix("Bad Request: ").lower() in str(caught.value).lower()


async def test_too_many_requests_tell_how_long_to_wait(bot: Bot, telegram: Telegram) -> None:
    telegram.answer = answers(
        429, b'{"ok":false,"description":"Too Many Requests","parameters":{"retry_after":17}}'
    )

    with pytest.raises(RetryAfter) as caught:
        await bot.send_message(1, "hello")

    assert caught.value._retry_after.total_seconds() == 17


@pytest.mark.parametrize("body", [b"<html>", b"", b"[]", b"17", b'{"ok":'])
async def test_an_answer_that_is_not_a_json_object_is_refused_and_not_logged(
    bot: Bot, telegram: Telegram, body: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    telegram.answer = answers(200, body)

    with pytest.raises(TelegramError, match="Invalid server response") as caught:
        await bot.send_message(1, "hello")

    assert caught.value.__context__ is None
    assert "html" not in caplog.text


@pytest.mark.parametrize(
    ("payload", "parsed"),
    [
        (b'{"result": "\xff"}', {"result": "\ufffd"}),
        (rb'{"result": "\ud83d"}', {"result": "\ud83d"}),
    ],
)
def test_what_orjson_refuses_is_read_as_ptb_reads_it(
    payload: bytes, parsed: dict[str, object]
) -> None:
    assert AiohttpRequest.parse_json_payload(payload) == parsed


async def test_silence_is_a_timeout_without_the_token(telegram: Telegram) -> None:
    finish = asyncio.Event()

    async def silent(_: web.Request) -> web.StreamResponse:
        await finish.wait()
        return web.Response()

    telegram.answer = silent
    request = AiohttpRequest(read_timeout=0.1)
    async with request:
        with pytest.raises(TimedOut) as caught:
            await bot_at(telegram.url, request).send_message(1, "hello")
        finish.set()

    assert TOKEN not in everything_told(caught.value)


async def test_one_call_may_wait_longer_than_the_default(telegram: Telegram) -> None:
    async def slow(_: web.Request) -> web.StreamResponse:
        await asyncio.sleep(0.3)
        return web.json_response({"ok": True, "result": MESSAGE})

    telegram.answer = slow
    async with AiohttpRequest(read_timeout=0.05) as request:
        bot = bot_at(telegram.url, request)
        message = await bot.send_message(1, "hello", read_timeout=5)

        assert message.message_id == 7
        assert request.read_timeout == 0.05


async def test_a_cut_connection_is_a_network_error_without_the_token(
    bot: Bot, telegram: Telegram
) -> None:
    async def cut(request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        await asyncio.sleep(0)
        return web.Response()

    telegram.answer = cut

    with pytest.raises(NetworkError) as caught:
        await bot.send_message(1, "hello")

    assert caught.type is NetworkError
    assert TOKEN not in everything_told(caught.value)
    assert len(telegram.requests) == 1, "a send may have had its effect: it is never repeated"


async def test_an_answer_cut_in_the_middle_is_a_network_error(bot: Bot, telegram: Telegram) -> None:
    async def half(request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse(headers={"Content-Length": "100"})
        await response.prepare(request)
        await response.write(b'{"ok":')
        assert request.transport is not None
        request.transport.abort()
        return response

    telegram.answer = half

    with pytest.raises(NetworkError, match="ClientPayloadError") as caught:
        await bot.send_message(1, "hello")

    assert TOKEN not in everything_told(caught.value)


async def test_a_refused_connection_is_a_network_error_that_says_so() -> None:
    async with AiohttpRequest() as request:
        with pytest.raises(NetworkError, match="ClientConnectorError") as caught:
            await bot_at(f"http://127.0.0.1:{unused_port()}", request).send_message(1, "hello")

    assert not isinstance(caught.value, TimedOut)
    assert TOKEN not in everything_told(caught.value)


async def test_a_voice_file_is_uploaded_beside_its_fields(bot: Bot, telegram: Telegram) -> None:
    voice = bytes(range(256)) * 8000  # 2 MB: past the size at which aiohttp streams

    await bot.send_voice(1, InputFile(voice, filename='Від "А".ogg'), duration=3, caption="Нове")

    filename, kind, content = telegram.parts["voice"]
    assert content == voice
    assert filename == 'Від "А".ogg'
    assert kind == "audio/ogg"
    assert telegram.parts["chat_id"][2] == b"1"
    assert telegram.parts["duration"][2] == b"3"
    assert telegram.parts["caption"][2].decode() == "Нове"
    assert "Content-Length" in telegram.requests[0].headers


async def test_a_file_may_be_streamed_from_a_handle(bot: Bot, telegram: Telegram) -> None:
    document = InputFile(io.BytesIO(b"xDR;amount"), filename="calls.csv", read_file_handle=False)

    await bot.send_document(1, document)

    assert telegram.parts["document"][2] == b"xDR;amount"


async def test_an_upload_that_nobody_reads_ends_in_time() -> None:
    async def deaf(_: asyncio.StreamReader, __: asyncio.StreamWriter) -> None:
        await asyncio.sleep(30)

    server = await asyncio.start_server(deaf, "127.0.0.1", 0, limit=1024)
    url = f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    request = AiohttpRequest(
        connect_timeout=0.1, pool_timeout=0.1, media_write_timeout=0.1, read_timeout=0.1
    )
    async with request:
        with pytest.raises(TimedOut) as caught:
            async with asyncio.timeout(30):
                await bot_at(url, request).send_voice(1, b"\0" * (30 << 20))

    assert TOKEN not in everything_told(caught.value)
    server.close()


async def test_a_file_is_downloaded(bot: Bot, telegram: Telegram) -> None:
    async def file_or_facts(request: web.Request) -> web.StreamResponse:
        if request.path.startswith("/file/"):
            assert request.method == "GET"
            return web.Response(body=b"OggS" + request.path.encode())
        facts = {"file_id": "a", "file_unique_id": "b", "file_path": "voice/привіт 1.oga"}
        return web.json_response({"ok": True, "result": facts})

    telegram.answer = file_or_facts
    file = await bot.get_file("a")

    content = bytes(await file.download_as_bytearray())

    assert content == b"OggS" + f"/file/bot{TOKEN}/voice/привіт 1.oga".encode()


async def test_a_full_pool_is_a_timeout_that_says_nothing_was_sent(telegram: Telegram) -> None:
    finish = asyncio.Event()

    async def held(_: web.Request) -> web.StreamResponse:
        await finish.wait()
        return web.json_response({"ok": True, "result": MESSAGE})

    telegram.answer = held
    async with AiohttpRequest(connections=1, pool_timeout=0.1, connect_timeout=0.1) as request:
        bot = bot_at(telegram.url, request)
        first = asyncio.create_task(bot.send_message(1, "hello"))
        await telegram.asked.wait()

        with pytest.raises(TimedOut, match="not sent") as caught:
            await bot.send_message(1, "second")
        finish.set()
        await first

    assert TOKEN not in everything_told(caught.value)
    assert len(telegram.requests) == 1


async def test_requests_beyond_the_pool_wait_for_their_turn(telegram: Telegram) -> None:
    running = peak = 0

    async def counted(_: web.Request) -> web.StreamResponse:
        nonlocal running, peak
        running += 1
        peak = max(peak, running)
        await asyncio.sleep(0.02)
        running -= 1
        return web.json_response({"ok": True, "result": MESSAGE})

    telegram.answer = counted
    async with AiohttpRequest(connections=2) as request:
        bot = bot_at(telegram.url, request)
        await asyncio.gather(*(bot.send_message(1, "hello") for _ in range(8)))

    assert (peak, len(telegram.requests)) == (2, 8)


async def test_it_serves_again_after_shutdown_only_when_initialized(telegram: Telegram) -> None:
    request = AiohttpRequest()
    bot = bot_at(telegram.url, request)
    await bot.send_message(1, "hello")
    await request.shutdown()
    await request.shutdown()

    with pytest.raises(NetworkError, match="shut down"):
        await bot.send_message(1, "hello")

    await request.initialize()
    await bot.send_message(1, "hello")
    await request.shutdown()
    assert len(telegram.requests) == 2


async def test_a_canceled_request_gives_its_connection_back(telegram: Telegram) -> None:
    finish = asyncio.Event()

    async def held_once(_: web.Request) -> web.StreamResponse:
        if len(telegram.requests) == 1:
            await finish.wait()
        return web.json_response({"ok": True, "result": MESSAGE})

    telegram.answer = held_once
    async with AiohttpRequest(connections=1) as request:
        bot = bot_at(telegram.url, request)
        first = asyncio.create_task(bot.send_message(1, "hello"))
        await telegram.asked.wait()
        first.cancel()
        with suppress(asyncio.CancelledError):
            await first

        assert (await bot.send_message(1, "hello")).message_id == 7
        finish.set()
