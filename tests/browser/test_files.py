"""Voice, photos and files, both ways."""

import asyncio
import struct
import wave
import zlib
from io import BytesIO

import pytest
from playwright.async_api import Page, expect
from telegram import InputFile

from tests.browser.conftest import FakeBot, user_of

pytestmark = [pytest.mark.browser, pytest.mark.asyncio(loop_scope="session")]


def png(width: int, height: int) -> bytes:
    """A plain picture."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    pixels = zlib.compress((b"\0" + b"\x20\x90\x80" * width) * height)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


def wav(seconds: int) -> bytes:
    """A buzz, 8 kHz mono."""
    file = BytesIO()
    with wave.open(file, "wb") as sound:
        sound.setnchannels(1)
        sound.setsampwidth(2)
        sound.setframerate(8000)
        sound.writeframes(struct.pack("<2h", 9000, -9000) * (4000 * seconds))
    return file.getvalue()


async def test_a_voice_recorded_in_the_browser_arrives_as_ogg_opus(
    page: Page, bot: FakeBot
) -> None:
    await page.get_by_role("button", name="Record a voice message").click()
    await expect(page.get_by_role("timer")).to_have_text("0:01")
    await page.get_by_role("button", name="Send the recording").click()

    voice = (await bot.hears_message()).voice
    assert voice is not None
    assert 1 <= voice.to_dict()["duration"] <= 5
    sound = bytes(await (await voice.get_file()).download_as_bytearray())
    assert sound.startswith(b"OggS")
    assert b"OpusHead" in sound[:100]
    await expect(page.locator(".message.own .bars").first).to_be_visible()


async def test_a_discarded_recording_is_never_sent(page: Page, bot: FakeBot) -> None:
    await page.get_by_role("button", name="Record a voice message").click()
    await expect(page.get_by_role("timer")).to_be_visible()
    await page.keyboard.press("Escape")
    await page.get_by_label("Message", exact=True).fill("No voice")
    await page.keyboard.press("Enter")

    assert (await bot.hears_message()).text == "No voice"


async def test_a_voice_note_of_the_bot_plays(page: Page, bot: FakeBot) -> None:
    await page.get_by_role("button", name="Record a voice message").click()
    await expect(page.get_by_role("timer")).to_have_text("0:01")
    await page.get_by_role("button", name="Send the recording").click()
    recorded = await bot.hears_message()
    assert recorded.voice is not None

    await bot.api.send_voice(user_of(page), recorded.voice.file_id, caption="Voicemail from Bob")

    note = page.locator(".message.bot", has_text="Voicemail from Bob")
    position = note.get_by_role("slider", name="Position in voice message")
    await note.get_by_role("button", name="Play voice message").click()
    await expect(note.get_by_role("button", name="Pause voice message")).to_be_visible()
    await expect(position).not_to_have_value("0")
    await expect(note.get_by_role("button", name="Play voice message")).to_be_visible()


async def test_a_file_of_the_bot_can_be_downloaded(page: Page, bot: FakeBot) -> None:
    calls = b"time;from;to\n14:02;+380441234567;12065550100\n"
    await bot.api.send_document(user_of(page), InputFile(calls, "Дзвінки.csv"), caption="Calls")

    link = page.get_by_role("link", name="Дзвінки.csv")
    await expect(link).to_contain_text("45 B")
    async with page.expect_download() as pending:
        await link.click()
    download = await pending.value
    assert download.suggested_filename == "Дзвінки.csv"
    assert await asyncio.to_thread((await download.path()).read_bytes) == calls


async def test_a_photo_goes_up_with_its_caption_and_opens_large(page: Page, bot: FakeBot) -> None:
    await page.get_by_label("Message", exact=True).fill("My office")
    await page.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as pending:
        await page.get_by_role("menuitem", name="Photo").click()
    chooser = await pending.value
    picture = {"name": "office.png", "mimeType": "image/png", "buffer": png(320, 200)}
    await chooser.set_files(picture)  # type: ignore[arg-type]  # a plain dict is a FilePayload

    message = await bot.hears_message()
    assert message.caption == "My office"
    assert (message.photo[-1].width, message.photo[-1].height) == (320, 200)
    await page.get_by_role("button", name="Open My office").click()
    await expect(page.get_by_role("dialog", name="Photo").locator("img")).to_be_visible()
    await page.keyboard.press("Escape")
    await expect(page.get_by_role("dialog")).to_have_count(0)


async def test_an_audio_file_goes_up_and_comes_down(page: Page, bot: FakeBot) -> None:
    await page.get_by_role("button", name="Attach").click()
    async with page.expect_file_chooser() as pending:
        await page.get_by_role("menuitem", name="File", exact=True).click()
    chooser = await pending.value
    greeting = {"name": "greeting.wav", "mimeType": "audio/wav", "buffer": wav(2)}
    await chooser.set_files(greeting)  # type: ignore[arg-type]  # a plain dict is a FilePayload

    document = (await bot.hears_message()).document
    assert document is not None
    assert document.file_name == "greeting.wav"
    assert bytes(await (await document.get_file()).download_as_bytearray()) == wav(2)
