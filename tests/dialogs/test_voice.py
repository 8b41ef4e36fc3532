"""The provider's audio as voice notes: real decoders, real processes, real kills."""

import asyncio
import io
import json
import os
import random
import subprocess
import sys
import time
import wave
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import uvloop

from dialogs.voice import BadAudio, NoVoiceNote, TooLong, TooSlow, VoiceNote, voice_note
from tests.harness.patience import PATIENCE

PYAV = Path(__file__).with_name("pyav.py")
CONVERTER = Path(__file__).parents[2] / "dialogs" / "_convert.py"


def pyav(*arguments: str, audio: bytes = b"") -> bytes:
    command = [sys.executable, str(PYAV), *arguments]
    return subprocess.run(command, input=audio, capture_output=True, check=True).stdout


def wav(
    samples: bytes, *, rate: int = 8_000, width: int = 2, channels: int = 1, size: int | None = None
) -> bytes:
    """A PCM WAV file, by the standard library; `size` is a lie about its length in bytes."""
    made = io.BytesIO()
    with wave.open(made, "wb") as writer:
        writer.setnchannels(channels)
        writer.setsampwidth(width)
        writer.setframerate(rate)
        writer.writeframes(samples)
    whole = bytearray(made.getvalue())
    if size is not None:
        whole[40:44] = size.to_bytes(4, "little")
    return bytes(whole)


def noise(seconds: float, *, rate: int = 8_000) -> bytes:
    return random.Random(7).randbytes(2 * int(rate * seconds))


def stub(code: str, *arguments: str) -> list[str]:
    """A converter that does what the test needs."""
    return [sys.executable, "-I", "-S", "-c", code, *arguments]


def children() -> set[int]:
    """Processes that this one has started and not reaped, zombies too."""
    found = set()
    for entry in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = (entry / "stat").read_text().rpartition(")")[2].split()[1]
            if int(parent) == os.getpid():
                found.add(int(entry.name))
    return found


@pytest.fixture(autouse=True)
def _no_child_stays() -> Iterator[None]:
    before = children()
    yield
    assert children() <= before


def bars(waveform: bytes) -> list[int]:
    packed = int.from_bytes(waveform, "little")
    return [packed >> 5 * bar & 31 for bar in range(len(waveform) * 8 // 5)]


@pytest.mark.parametrize(
    ("container", "codec"),
    [
        ("wav", "pcm_mulaw"),
        ("wav", "pcm_alaw"),
        ("wav", "pcm_s16le"),
        ("au", "pcm_mulaw"),
        ("au", "pcm_s16be"),
        ("mp3", "libmp3lame"),
    ],
)
async def test_what_a_switch_records_becomes_a_voice_note(container: str, codec: str) -> None:
    note = await voice_note(pyav("make", container, codec, "3"))

    heard = json.loads(pyav("probe", audio=note.content))
    assert note.content.startswith(b"OggS")
    assert (heard["container"], heard["codec"]) == ("ogg", "opus")
    assert (heard["channels"], heard["rate"]) == (1, 48_000)
    assert note.seconds == 3
    assert heard["seconds"] == pytest.approx(3, abs=0.15)
    assert heard["hertz"] == pytest.approx(440, abs=12), "neither faster nor slower than recorded"
    assert 6_000 < heard["loudest"] < 20_000, "neither faint nor clipped"
    assert len(note.content) < 3 * 24_000 / 8 * 1.3


@pytest.mark.parametrize(("rate", "width", "channels"), [(44_100, 2, 2), (16_000, 3, 1)])
async def test_other_rates_and_stereo_become_mono(rate: int, width: int, channels: int) -> None:
    note = await voice_note(
        wav(bytes(2 * rate * width * channels), rate=rate, width=width, channels=channels)
    )

    heard = json.loads(pyav("probe", audio=note.content))
    assert note.seconds == 2
    assert heard["channels"] == 1


async def test_the_waveform_shows_where_the_voice_is() -> None:
    note = await voice_note(wav(bytes(2 * 8_000 * 6) + noise(6)))

    shown = bars(note.waveform)
    assert len(note.waveform) == 63
    assert max(shown[:45]) <= 1
    assert min(shown[55:100]) >= 20
    assert max(shown) == 31


async def test_silence_is_a_flat_note_and_a_short_one_has_fewer_bars() -> None:
    note = await voice_note(wav(bytes(2 * 8_000 * 3)))

    assert note.seconds == 3
    assert set(note.waveform) == {0}
    assert len(note.waveform) < 63
    assert "OggS" not in repr(note)


async def test_the_shortest_sound_is_still_a_note_of_one_second() -> None:
    note = await voice_note(wav(noise(0.01)))

    assert note.seconds == 1
    assert note.content.startswith(b"OggS")


async def test_a_quarter_of_an_hour_of_noise_stays_below_one_megabyte() -> None:
    note = await voice_note(wav(noise(899)), timeout=120)

    assert note.seconds == 899
    assert 900_000 < len(note.content) < 1_000_000


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"R",
        b"<html>503</html>",
        b"RIFF\x00\x00\x00\x00WAVE",
        b"RIFF\x00\x00\x00\x00AVI LIST",
        b"ID3" + random.Random(1).randbytes(50_000),
        b"\xff\xfb" + random.Random(2).randbytes(50_000),
        b"RIFF\x00\x00\x00\x00WAVE" + random.Random(3).randbytes(50_000),
        b".snd" + b"\xff" * 50_000,
        b"ID3\x04\x00\x00\x7f\x7f\x7f\x7f" + bytes(1_000),
        wav(b""),
        wav(noise(1))[:30],
    ],
)
async def test_garbage_is_bad_audio(garbage: bytes) -> None:
    with pytest.raises(BadAudio) as caught:
        await voice_note(garbage)

    assert 0 < len(caught.value.reason) <= 200


@pytest.mark.parametrize(
    "playlist",
    [
        "#EXTM3U\n#EXTINF:1,\n{file}\n",
        "ffconcat version 1.0\nfile '{file}'\n",
    ],
)
async def test_a_text_that_names_another_file_opens_nothing(playlist: str, tmp_path: Path) -> None:
    other = tmp_path / "other.wav"
    other.write_bytes(wav(noise(1)))

    with pytest.raises(BadAudio, match="no kind of audio"):
        await voice_note(playlist.format(file=other).encode())


async def test_a_truncated_recording_plays_as_far_as_it_goes() -> None:
    cut_wav = wav(noise(10))[: 44 + 2 * 8_000 * 4]
    mp3 = pyav("make", "mp3", "libmp3lame", "10")

    assert (await voice_note(cut_wav)).seconds == 4
    assert (await voice_note(mp3[: len(mp3) // 2])).seconds == 5


async def test_a_damaged_middle_is_left_out() -> None:
    mp3 = bytearray(pyav("make", "mp3", "libmp3lame", "10"))
    mp3[8_000:10_000] = random.Random(4).randbytes(2_000)

    assert 7 <= (await voice_note(bytes(mp3))).seconds <= 10


@pytest.mark.parametrize("claimed", [0, 0x7FFFFFFF, 0xFFFFFFFF])
async def test_a_lie_about_the_length_is_not_believed(claimed: int) -> None:
    """Recorders that stream write no length, or the largest; so does who wants our memory."""
    assert (await voice_note(wav(noise(2), size=claimed))).seconds == 2


async def test_a_lie_about_the_bytes_per_second_is_not_believed() -> None:
    lying = bytearray(wav(noise(2)))
    lying[28:32] = (1).to_bytes(4, "little")

    assert (await voice_note(bytes(lying))).seconds == 2


@pytest.mark.parametrize("offset", [22, 24])
async def test_absurd_channels_and_rates_are_refused(offset: int) -> None:
    absurd = bytearray(wav(noise(2)))
    absurd[offset : offset + 2] = (0xFFFF if offset == 22 else 1).to_bytes(2, "little")

    with pytest.raises(NoVoiceNote):
        await voice_note(bytes(absurd))


async def test_more_than_a_quarter_of_an_hour_is_too_long() -> None:
    with pytest.raises(TooLong, match="900 seconds"):
        await voice_note(wav(b"\x80" * 8_000 * 901, width=1))


async def test_more_than_twenty_megabytes_are_too_long_without_a_process(tmp_path: Path) -> None:
    started = tmp_path / "started"
    command = stub("import sys, pathlib; pathlib.Path(sys.argv[1]).touch()", str(started))

    with pytest.raises(TooLong, match="bytes"):
        await voice_note(bytes(20_000_001), command=command)

    assert not started.exists()


SLEEP = "import time; time.sleep(60)"
READ_AND_SLEEP = "import sys, time; sys.stdin.buffer.read(); time.sleep(60)"
FLOOD = "import sys\nwhile True: sys.stdout.buffer.write(b'\\xff' * 65536)"


@pytest.mark.parametrize("code", [SLEEP, READ_AND_SLEEP, FLOOD])
async def test_a_converter_that_hangs_is_killed_in_time(code: str) -> None:
    began = time.monotonic()

    with pytest.raises(TooSlow):
        await voice_note(bytes(5_000_000), timeout=0.3, command=stub(code))

    assert time.monotonic() - began < 30


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("raise SystemExit(3)", "ended with 3"),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "ended with -9"),
        ("import os; os.write(1, b'\\0\\0\\0\\x05{}')", "ended with 0"),
        ("import os; os.write(1, b'\\0\\0\\0\\x02[]')", "makes no sense"),
        ("import os; os.write(1, b'\\0\\0\\0\\x02{}')", "makes no sense"),
        ("import sys; sys.stdin.buffer.read()\n" + FLOOD, "makes no sense"),
    ],
)
async def test_a_converter_that_breaks_or_babbles_is_bad_audio(code: str, reason: str) -> None:
    with pytest.raises(BadAudio, match=reason):
        await voice_note(bytes(1_000_000), timeout=10, command=stub(code))


async def test_a_converter_that_is_not_there_is_the_machines_fault() -> None:
    with pytest.raises(OSError, match="No such file"):
        await voice_note(b"", command=["/nonexistent/converter"])


async def test_the_converter_sees_none_of_the_bots_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SELFCARE_SECRET_KEY", "x")
    code = (
        "import json, os; head = json.dumps({'refused': 'bad', 'reason': ' '.join(os.environ)});"
        "os.write(1, len(head).to_bytes(4, 'big') + head.encode())"
    )

    with pytest.raises(BadAudio) as caught:
        await voice_note(b"", command=stub(code))

    assert "SELFCARE" not in caught.value.reason


async def cancel_after(delay: float) -> None:
    """Cancel a conversion, twice, at one moment of its life."""
    before = children()  # other tests' servers may be children of the same process
    conversion = asyncio.create_task(
        voice_note(bytes(1_000_000), timeout=30, command=stub(READ_AND_SLEEP))
    )
    await asyncio.sleep(delay)
    conversion.cancel()
    await asyncio.sleep(0)
    conversion.cancel()
    with pytest.raises(asyncio.CancelledError):
        await conversion
    # A second cancellation stops the waiting, not the reaping.
    async with asyncio.timeout(PATIENCE):
        while not children() <= before:
            await asyncio.sleep(0.01)


@pytest.mark.parametrize("delay", [0, 0.001, 0.005, 0.02, 0.2])
@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_a_canceled_conversion_leaves_no_process(new_loop: type, delay: float) -> None:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        runner.run(cancel_after(delay))


@pytest.mark.parametrize("new_loop", [asyncio.new_event_loop, uvloop.new_event_loop])
def test_every_event_loop_converts(new_loop: type) -> None:
    with asyncio.Runner(loop_factory=new_loop) as runner:
        notes = runner.run(_three_at_a_time())

    assert [note.seconds for note in notes] == [1, 1, 1]


async def _three_at_a_time() -> list[VoiceNote]:
    return await asyncio.gather(*(voice_note(wav(noise(1))) for _ in range(3)))


async def test_two_conversions_run_at_once_and_the_third_waits(tmp_path: Path) -> None:
    code = (
        "import os, sys, time; began = time.monotonic(); time.sleep(0.3);"
        "open(sys.argv[1], 'a').write(f'{began} {time.monotonic()}\\n')"
    )
    log = tmp_path / "log"
    command = stub(code, str(log))

    async def convert() -> None:
        with suppress(BadAudio):
            await voice_note(b"", command=command)

    await asyncio.gather(*(convert() for _ in range(5)))

    spans = [tuple(map(float, line.split())) for line in log.read_text().splitlines()]
    at_once = [sum(other[0] <= span[0] < other[1] for other in spans) for span in spans]
    assert len(spans) == 5
    assert max(at_once) == 2


async def test_a_canceled_wait_for_a_turn_gives_the_turn_on() -> None:
    busy = [
        asyncio.create_task(voice_note(b"", timeout=0.5, command=stub(SLEEP))) for _ in range(2)
    ]
    await asyncio.sleep(0.05)
    waiting = asyncio.create_task(voice_note(wav(noise(1))))
    await asyncio.sleep(0.05)
    waiting.cancel()

    results = await asyncio.gather(*busy, waiting, return_exceptions=True)

    assert [type(result) for result in results] == [TooSlow, TooSlow, asyncio.CancelledError]
    assert (await voice_note(wav(noise(1)))).seconds == 1


def test_the_converter_limits_itself() -> None:
    code = f"""
import resource, runpy
runpy.run_path({str(CONVERTER)!r})["_limit_this_process"]()
print(*(resource.getrlimit(kind)[0] for kind in (
    resource.RLIMIT_CPU, resource.RLIMIT_NOFILE, resource.RLIMIT_FSIZE, resource.RLIMIT_CORE)))
try:
    bytearray(1 << 30)
except MemoryError:
    print("no gigabyte")
"""
    told = subprocess.run(
        [sys.executable, "-I", "-c", code], capture_output=True, check=True, text=True
    )

    assert told.stdout.split("\n")[:2] == ["60 32 0 0", "no gigabyte"]


def test_the_bot_itself_loads_no_decoder() -> None:
    code = (
        "import sys, dialogs.voice; print([name for name in sys.modules if name.startswith('av')])"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)

    assert told.stdout.strip() == "[]"
