"""The provider's audio as a voice note that plays in the chat, and the chat's as a switch takes it.

The work is done by `_convert.py` in a process of its own, so that a recording that breaks or
stalls the decoder can be killed, and the bot itself never loads one.
"""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from dialogs import children

# The converter holds to the same limit by itself: it imports nothing of ours.
MAX_INPUT_BYTES = 20_000_000

_MAX_HEADER_BYTES = 4_096
_MAX_SOUND_BYTES = 20_000_000
_CHUNK_BYTES = 65_536

_CONVERTER = children.script("_convert.py")


@dataclass(frozen=True, slots=True)
class VoiceNote:
    """Ready for `sendVoice`: OGG/Opus, mono, under 1 MB.

    `waveform` is up to 100 loudnesses of 5 bits (63 bytes) in the format of Telegram's clients. The
    Bot API takes none and Telegram draws its own; this one is for the chat page and for tests.
    """

    content: bytes = field(repr=False)
    seconds: int
    waveform: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class PhoneSound:
    """What telephone switches take: WAV, 8 kHz, 16 bit, mono (16,000 bytes a second)."""

    content: bytes = field(repr=False)
    seconds: int
    cut: bool
    """Whether there was more, which was left out."""
    missing: int = 0
    """Seconds that the file should have besides, but that cannot be read."""


class NoVoiceNote(Exception):
    """The audio was not converted; the caller may offer it as a file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadAudio(NoVoiceNote):
    """It does not decode."""


class TooLong(NoVoiceNote):
    """It plays for more than 15 minutes, or is larger than 20 MB."""


class Silent(BadAudio):
    """There is nothing to hear in it."""


class TooShort(BadAudio):
    """It plays for less than half a second."""


class Video(BadAudio):
    """Its sound comes with a moving picture: hardly what was meant."""


class TooSlow(NoVoiceNote):
    """The conversion did not end in its time."""


_REFUSED = {"long": TooLong, "short": TooShort, "silent": Silent, "video": Video}
_NO_SENSE = "the converter's answer makes no sense"


async def voice_note(
    audio: bytes, *, timeout: float = 20, command: Sequence[str] = _CONVERTER
) -> VoiceNote:
    """Convert a recording: WAV, MP3, AU, or whatever else `_convert.py` knows by its mark.

    At most two conversions run at once; `timeout` (seconds) counts from the start of this one.
    `command` is the converter's command line. Raises `BadAudio`, `TooLong` or `TooSlow`, and
    `OSError` when the machine cannot start a process.
    """
    header, content = await _converted(audio, timeout, command)
    try:
        return VoiceNote(content, header["seconds"], bytes.fromhex(header["waveform"]))
    except (ValueError, TypeError, KeyError):
        raise BadAudio(_NO_SENSE) from None


async def phone_sound(audio: bytes, most_seconds: int, *, timeout: float = 40) -> PhoneSound:
    """Convert what a subscriber sent to what a switch takes: trimmed, levelled, cut to a length.

    Raises as `voice_note` does, and `Silent`, `TooShort` or `Video`.
    """
    command = (*_CONVERTER, str(most_seconds))
    header, content = await _converted(audio, timeout, command)
    return PhoneSound(content, header["seconds"], header["cut"], header["missing"])


async def _converted(
    audio: bytes, timeout: float, command: Sequence[str]
) -> tuple[dict[str, Any], bytes]:
    """The converter's header and sound."""
    if len(audio) > MAX_INPUT_BYTES:
        raise TooLong(f"more than {MAX_INPUT_BYTES} bytes")
    async with children.turns():
        process = await children.started(tuple(command))
        try:
            async with asyncio.timeout(timeout):
                return await _answer(process, audio)
        except TimeoutError:
            raise TooSlow(f"not converted within {timeout:g} seconds") from None
        finally:
            # Shielded: a second cancellation must not leave the process behind either.
            await asyncio.shield(_end(process))


async def _answer(process: Process, audio: bytes) -> tuple[dict[str, Any], bytes]:
    """Hand over the audio and read the sound; `_convert.py` describes the format."""
    sink, source = _pipes(process)
    # A converter that ends early says why in its answer, or by its exit code.
    with suppress(BrokenPipeError, ConnectionResetError):
        sink.write(audio)
        await sink.drain()
    sink.close()
    try:
        size = int.from_bytes(await source.readexactly(4), "big")
        header = json.loads(await source.readexactly(min(size, _MAX_HEADER_BYTES)))
        if "refused" in header:
            raise _REFUSED.get(header["refused"], BadAudio)(header["reason"])
        return header, await source.readexactly(min(header["size"], _MAX_SOUND_BYTES))
    except asyncio.IncompleteReadError:
        raise BadAudio(f"the converter ended with {await process.wait()}") from None
    except (ValueError, TypeError, KeyError):
        raise BadAudio(_NO_SENSE) from None


async def _end(process: Process) -> None:
    """Kill what still runs and reap it; reading on to the end lets the loop close the pipe."""
    with suppress(ProcessLookupError):
        process.kill()
    _, source = _pipes(process)
    while await source.read(_CHUNK_BYTES):
        pass
    await process.wait()


def _pipes(process: Process) -> tuple[asyncio.StreamWriter, asyncio.StreamReader]:
    assert process.stdin is not None
    assert process.stdout is not None
    return process.stdin, process.stdout
