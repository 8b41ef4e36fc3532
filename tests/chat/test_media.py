"""Files go both ways, and are what Telegram would make of them."""

import io
import struct
import wave
import zlib

import aiohttp
import av
import pytest
from av.audio.stream import AudioStream
from av.video.stream import VideoStream
from telegram import Bot, InputMediaDocument, InputMediaPhoto
from telegram.error import BadRequest

from tests.chat.conftest import TOKEN, Json, Sandbox, Start


def wav(seconds: float = 2.0) -> bytes:
    """A quiet sawtooth."""
    target = io.BytesIO()
    with wave.open(target, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(8000)
        samples = (n % 100 * 50 for n in range(int(8000 * seconds)))
        out.writeframes(b"".join(struct.pack("<h", sample) for sample in samples))
    return target.getvalue()


def sound(form: str, codec: str, seconds: float = 2.0) -> bytes:
    """The same sound in another container."""
    target = io.BytesIO()
    with av.open(io.BytesIO(wav(seconds)), "r") as source, av.open(target, "w", form) as out:
        stream = out.add_stream(codec, rate=48000)
        assert isinstance(stream, AudioStream)
        stream.layout = "mono"
        for frame in source.decode(audio=0):
            for piece in stream.encode(frame):
                out.mux(piece)
        out.mux(stream.encode(None))
    return target.getvalue()


def film() -> bytes:
    """A second of black."""
    target = io.BytesIO()
    with av.open(target, "w", "mp4") as out:
        stream = out.add_stream("mpeg4", rate=10)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height = 64, 48
        for _ in range(10):
            out.mux(stream.encode(av.VideoFrame(64, 48, "yuv420p")))
        out.mux(stream.encode(None))
    return target.getvalue()


def png(width: int, height: int) -> bytes:
    """A black picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * (width + 1) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


async def send_file(
    sandbox: Sandbox, user: int, kind: str, data: bytes, name: str, mime: str, **more: str
) -> Json:
    """The user sends a file."""
    form = aiohttp.FormData()
    form.add_field(kind, data, filename=name, content_type=mime)
    for key, value in more.items():
        form.add_field(key, value)
    return await sandbox.post(f"users/{user}/send", form)


@pytest.mark.parametrize(
    ("form", "codec", "name", "mime"),
    [
        ("webm", "libopus", "voice.webm", "audio/webm;codecs=opus"),
        ("ogg", "libopus", "voice.ogg", "audio/ogg"),
        ("mp3", "libmp3lame", "voice.mp3", "audio/mpeg"),
        ("wav", "pcm_s16le", "voice.wav", "audio/wav"),
    ],
)
async def test_a_recorded_voice_arrives_as_ogg_opus(
    sandbox: Sandbox, bot: Bot, form: str, codec: str, name: str, mime: str
) -> None:
    user = await sandbox.person()
    recorded = wav() if form == "wav" else sound(form, codec)

    message = await send_file(sandbox, user, "voice", recorded, name, mime)
    assert message["voice"]["duration"] == 2
    assert message["voice"]["mime_type"] == "audio/ogg"

    (update,) = await bot.get_updates()
    assert update.message is not None
    assert update.message.voice is not None
    file = await update.message.voice.get_file()
    data = bytes(await file.download_as_bytearray())
    assert data[:4] == b"OggS"
    assert b"OpusHead" in data[:64]
    assert len(data) == update.message.voice.file_size
    with av.open(io.BytesIO(data), "r") as container:
        heard = sum(frame.samples / frame.sample_rate for frame in container.decode(audio=0))
    assert heard == pytest.approx(2.0, abs=0.1)


async def test_a_voice_without_sound_is_refused(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    form = aiohttp.FormData()
    form.add_field("voice", b"no sound at all", filename="voice.webm", content_type="audio/webm")
    answer = await sandbox.post(f"users/{user}/send", form, status=400)
    assert "no sound" in answer["error"]


async def test_a_voice_note_of_the_bot_is_heard_by_the_user(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    opus = sound("ogg", "libopus", 3)

    sent = await bot.send_voice(user, opus, caption="<b>Ann</b>", parse_mode="HTML")
    assert sent.voice is not None
    assert sent.voice.duration == 3
    again = await bot.send_voice(user, sent.voice.file_id, duration=9)
    assert again.voice is not None
    assert again.voice.file_unique_id == sent.voice.file_unique_id

    seen = (await sandbox.messages(user))[1]
    assert seen["caption"] == "Ann"
    async with sandbox.http.get(
        f"{sandbox.url}/control/files/{seen['voice']['file_id']}"
    ) as answer:
        assert answer.content_type == "audio/ogg"
        assert await answer.read() == opus
    async with sandbox.http.get(answer.url, headers={"Range": "bytes=4-9"}) as piece:
        assert piece.status == 206
        assert piece.headers["Content-Range"] == f"bytes 4-9/{len(opus)}"
        assert await piece.read() == opus[4:10]


@pytest.mark.parametrize(
    ("form", "codec", "shown"),
    [
        ("mp3", "libmp3lame", "voice"),
        ("ipod", "aac", "voice"),
        ("ogg", "flac", "audio"),
        ("wav", "pcm_s16le", "document"),
    ],
)
async def test_a_voice_in_another_format_is_shown_as_what_it_is(
    sandbox: Sandbox, bot: Bot, form: str, codec: str, shown: str
) -> None:
    user = await sandbox.person()
    data = wav() if form == "wav" else sound(form, codec)
    sent = await bot.send_voice(user, data, filename=f"x.{form}")
    assert [kind for kind in ("voice", "audio", "document") if getattr(sent, kind)] == [shown]


async def test_a_long_voice_is_shown_as_a_file(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    data = sound("ogg", "libopus", 1)
    sent = await bot.send_voice(user, data + b"\0" * 1024 * 1024, filename="long.ogg")
    assert sent.voice is None
    assert sent.document is not None


async def test_pictures_have_their_size(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()

    sent = await bot.send_photo(user, png(40, 30))
    assert [(p.width, p.height) for p in sent.photo] == [(40, 30)]
    message = await send_file(sandbox, user, "photo", png(7, 9), "a.png", "image/png", caption="/x")
    assert (message["photo"][-1]["width"], message["photo"][-1]["height"]) == (7, 9)
    assert message["caption_entities"][0]["type"] == "bot_command"

    with pytest.raises(BadRequest, match="Image_process_failed"):
        await bot.send_photo(user, b"no picture")
    with pytest.raises(BadRequest, match="Photo_invalid_dimensions"):
        await bot.send_photo(user, png(500, 2))
    with pytest.raises(BadRequest, match="Can't use file of type photo as document"):
        await bot.send_document(user, sent.photo[-1].file_id)


async def test_documents_keep_their_names(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    sent = await bot.send_document(user, b"%PDF-1.4", filename="рахунок.pdf", caption="Here")
    assert sent.document is not None
    assert (sent.document.file_name, sent.document.mime_type) == ("рахунок.pdf", "application/pdf")

    await bot.edit_message_caption(user, sent.message_id, caption="There")
    await bot.edit_message_media(
        InputMediaDocument(b"a,b", filename="x.csv", caption="Table"), user, sent.message_id
    )
    seen = (await sandbox.messages(user))[-1]
    assert (seen["document"]["file_name"], seen["caption"]) == ("x.csv", "Table")

    with pytest.raises(BadRequest, match="File must be non-empty"):
        await bot.send_document(user, b"", filename="x")
    with pytest.raises(BadRequest, match="Message caption is too long"):
        await bot.send_document(user, b"x", filename="x", caption="x" * 1025)


async def test_a_film_is_measured(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    sent = await bot.send_video(user, film(), filename="x.mp4")
    assert sent.video is not None
    assert (sent.video.width, sent.video.height, sent.video.mime_type) == (64, 48, "video/mp4")


async def test_an_album_is_several_messages(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    album = [InputMediaPhoto(png(9, 9), caption="a"), InputMediaPhoto(png(8, 8))]
    sent = await bot.send_media_group(user, album)
    assert len({message.media_group_id for message in sent}) == 1
    assert len(await sandbox.messages(user)) == 3
    with pytest.raises(BadRequest, match="can't be mixed"):
        await bot.send_media_group(user, [*album, InputMediaDocument(b"x")])


async def test_files_over_the_limit_cannot_be_downloaded(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    big = b"\0" * (20 * 1024 * 1024 + 1)
    message = await send_file(sandbox, user, "document", big, "big.bin", "application/x-big")
    with pytest.raises(BadRequest, match="File is too big"):
        await bot.get_file(message["document"]["file_id"])


async def test_old_files_give_way(start: Start) -> None:
    sandbox = await start(file_memory=100)
    user = await sandbox.person()
    first = await send_file(sandbox, user, "document", b"x" * 80, "1", "text/plain")
    second = await send_file(sandbox, user, "document", b"y" * 80, "2", "text/plain")

    gone = await sandbox.refused("getFile", file_id=first["document"]["file_id"])
    assert "temporarily unavailable" in gone
    path = (await sandbox.ok("getFile", file_id=second["document"]["file_id"]))["file_path"]
    async with sandbox.http.get(f"{sandbox.url}/file/bot{TOKEN}/{path}") as answer:
        assert await answer.read() == b"y" * 80
