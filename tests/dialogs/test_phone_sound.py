"""What subscribers send, as a telephone switch takes it: any format in, one format out."""

from __future__ import annotations

import array
import io
import random
import subprocess
import sys
import wave
from itertools import pairwise
from pathlib import Path

import pytest

from dialogs.voice import (
    BadAudio,
    NoVoiceNote,
    Silent,
    TooLong,
    TooShort,
    Video,
    phone_sound,
)
from tests.harness.patience import PATIENCE

PYAV = Path(__file__).with_name("pyav.py")
RATE = 8_000
FULL = 32_768


def made(container: str, codec: str, seconds: int) -> bytes:
    return output(str(PYAV), "make", container, codec, str(seconds))


def output(*arguments: str) -> bytes:
    return subprocess.run([sys.executable, *arguments], capture_output=True, check=True).stdout


FILM = """
import io, sys, av
made = io.BytesIO()
with av.open(made, "w", format="matroska") as to:
    stream = to.add_stream("mpeg4", rate=5)
    stream.width = stream.height = 32
    for n in range(5):
        to.mux(stream.encode(av.VideoFrame(32, 32, "yuv420p")))
    to.mux(stream.encode(None))
sys.stdout.buffer.write(made.getvalue())
"""
# The same second again and again: a lossless file packs it to almost nothing.
ENDLESS = """
import io, sys, av
made = io.BytesIO()
with av.open(made, "w", format="flac") as to:
    stream = to.add_stream("flac", rate=8000, layout="mono")
    frame = av.AudioFrame("s16", "mono", 8000)
    frame.planes[0].update((b"\\0\\x20" * 40 + b"\\0\\xe0" * 40) * 100)
    frame.sample_rate = 8000
    for second in range(1500):
        frame.pts = 8000 * second
        to.mux(stream.encode(frame))
    to.mux(stream.encode(None))
sys.stdout.buffer.write(made.getvalue())
"""


def wav(samples: bytes) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams((1, 2, RATE, 0, "NONE", ""))
        target.writeframes(samples)
    return file.getvalue()


def noise(seconds: float, loudest: float) -> bytes:
    draw, most = random.Random(5), int(loudest * FULL)
    return array.array(
        "h", (draw.randint(-most, most) for _ in range(int(RATE * seconds)))
    ).tobytes()


def silence(seconds: float) -> bytes:
    return bytes(2 * int(RATE * seconds))


def samples(content: bytes) -> array.array[int]:
    with wave.open(io.BytesIO(content)) as file:
        assert (file.getframerate(), file.getsampwidth(), file.getnchannels()) == (RATE, 2, 1)
        return array.array("h", file.readframes(file.getnframes()))


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("ogg", "libopus"),
        ("mp3", "libmp3lame"),
        ("mp4", "aac"),
        ("adts", "aac"),
        ("flac", "flac"),
        ("wav", "pcm_mulaw"),
        ("aiff", "pcm_s16be"),
        ("caf", "pcm_s16le"),
        ("matroska", "libopus"),
    ],
)
async def test_any_usual_format_becomes_what_a_switch_takes(container: str, codec: str) -> None:
    sound = await phone_sound(made(container, codec, 3), 60)

    heard = samples(sound.content)
    crossings = sum((a < 0) != (b < 0) for a, b in pairwise(heard))
    assert sound.seconds == 3
    assert not sound.cut
    assert len(heard) / RATE == pytest.approx(3, abs=0.25)
    assert crossings / 2 / (len(heard) / RATE) == pytest.approx(440, abs=12)


async def test_silence_goes_and_the_sound_between_stays() -> None:
    spoken = noise(1, 0.2) + silence(1) + noise(1, 0.2)
    sound = await phone_sound(wav(silence(5) + spoken + silence(7)), 60)

    assert len(sound.content) / 2 / RATE == pytest.approx(3.1, abs=0.1)


async def test_faint_and_loud_come_out_alike_and_nothing_clips() -> None:
    faint = samples((await phone_sound(wav(noise(3, 0.05)), 60)).content)
    loud = samples((await phone_sound(wav(noise(3, 0.9)), 60)).content)
    click = samples((await phone_sound(wav(noise(2, 0.02) + noise(0.01, 1.0)), 60)).content)

    assert max(faint) == pytest.approx(max(loud), rel=0.1)
    assert max(map(abs, click)) <= 29_000


async def test_hiss_is_not_raised_to_a_roar() -> None:
    hiss = samples((await phone_sound(wav(noise(2, 0.006)), 60)).content)

    assert max(hiss) < 0.07 * FULL


async def test_a_knock_on_the_microphone_leaves_no_voice_faint() -> None:
    voice, knock = noise(2, 0.05), noise(0.03, 1.0)
    alone = samples((await phone_sound(wav(voice * 2), 60)).content)
    knocked = samples((await phone_sound(wav(voice + knock + voice), 60)).content)

    assert max(knocked[:RATE]) == pytest.approx(max(alone[:RATE]), rel=0.2)


async def test_what_is_too_long_is_cut_and_ends_softly() -> None:
    sound = await phone_sound(wav(silence(3) + noise(20, 0.3)), 5)

    heard = samples(sound.content)
    assert sound.cut
    assert sound.seconds == 5
    assert max(heard[: 2 * RATE]) > 4 * max(heard[-RATE // 10 :])


async def test_what_plays_for_long_ends_at_the_limit() -> None:
    sound = await phone_sound(output("-c", ENDLESS), 10, timeout=PATIENCE)
    assert (sound.cut, sound.seconds) == (True, 10)

    with pytest.raises(Silent):
        await phone_sound(wav(silence(1_200)), 10, timeout=PATIENCE)


@pytest.mark.parametrize(
    ("sent", "refusal"),
    [
        (b"", BadAudio),
        (b"<html><body>Not found</body></html>", BadAudio),
        (b"PK\x03\x04" + bytes(1_000), BadAudio),
        (b"#EXTM3U\nfile:///etc/passwd\n", BadAudio),
        (b"OggS" + random.Random(1).randbytes(20_000), BadAudio),
        (b"fLaC" + b"\xff" * 20_000, BadAudio),
        (b"\0\0\0\x20ftypM4A " + random.Random(2).randbytes(20_000), BadAudio),
        (b"\x1aE\xdf\xa3" + b"\xff" * 20_000, BadAudio),
        (b"#!AMR\n" + b"\xff" * 10, NoVoiceNote),
        (wav(silence(3)), Silent),
        (wav(noise(0.2, 0.5)), TooShort),
        (wav(silence(2) + noise(0.1, 0.5)), Silent),
        (bytes(20_000_001), TooLong),
    ],
)
async def test_what_is_no_sound_is_refused(sent: bytes, refusal: type[NoVoiceNote]) -> None:
    with pytest.raises(refusal):
        await phone_sound(sent, 60)


async def test_half_a_file_is_used_as_far_as_it_goes() -> None:
    ogg = made("ogg", "libopus", 8)

    assert 2 <= (await phone_sound(ogg[: len(ogg) // 2], 60)).seconds <= 6


async def test_half_a_file_that_says_how_long_it_should_be_is_told() -> None:
    flac = made("flac", "flac", 10)
    half = await phone_sound(flac[: len(flac) // 2], 60)

    assert 3 <= half.seconds <= 7
    assert half.seconds + half.missing == pytest.approx(10, abs=1)
    assert (await phone_sound(flac, 60)).missing == 0
    assert (await phone_sound(made("mp3", "libmp3lame", 3), 60)).missing == 0


async def test_a_moving_picture_is_refused_and_a_cover_is_not() -> None:
    with pytest.raises(Video):
        await phone_sound(output("-c", FILM), 60)

    assert (await phone_sound(with_cover(made("mp3", "libmp3lame", 2)), 60)).seconds == 2


def with_cover(mp3: bytes) -> bytes:
    """The track under an ID3 tag that holds a picture."""
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010806000000"
        "1f15c4890000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
    picture = b"\0image/png\0\x03\0" + png
    frame = b"APIC" + len(picture).to_bytes(4, "big") + b"\0\0" + picture
    size = len(frame)
    return b"ID3\x03\0\0" + bytes([0, 0, size >> 7, size & 127]) + frame + mp3
