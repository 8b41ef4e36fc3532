"""The provider's audio as a voice note that plays in the chat.

The work is done by `_convert.py` in a process of its own, so that a recording that breaks or
stalls the decoder can be killed, and the bot itself never loads one.
"""

import asyncio
import json
from asyncio.subprocess import Process
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from dialogs import children

# The converter holds to the same limit by itself: it imports nothing of ours.
MAX_INPUT_BYTES = 20_000_000

_MAX_HEADER_BYTES = 4_096
_MAX_NOTE_BYTES = 4_000_000
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


class NoVoiceNote(Exception):
    """The audio did not become a voice note; the caller may offer it as a file."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadAudio(NoVoiceNote):
    """It does not decode."""


class TooLong(NoVoiceNote):
    """It plays for more than 15 minutes, or is larger than 20 MB."""


class TooSlow(NoVoiceNote):
    """The conversion did not end in its time."""


async def voice_note(
    audio: bytes, *, timeout: float = 20, command: Sequence[str] = _CONVERTER
) -> VoiceNote:
    """Convert a WAV, MP3 or AU recording.

    At most two conversions run at once; `timeout` (seconds) counts from the start of this one.
    `command` is the converter's command line. Raises `BadAudio`, `TooLong` or `TooSlow`, and
    `OSError` when the machine cannot start a process.
    """
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


async def _answer(process: Process, audio: bytes) -> VoiceNote:
    """Hand over the audio and read the note; `_convert.py` describes the format."""
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
            raise (TooLong if header["refused"] == "long" else BadAudio)(header["reason"])
        content = await source.readexactly(min(header["size"], _MAX_NOTE_BYTES))
        return VoiceNote(content, header["seconds"], bytes.fromhex(header["waveform"]))
    except asyncio.IncompleteReadError:
        raise BadAudio(f"the converter ended with {await process.wait()}") from None
    except (ValueError, TypeError, KeyError):
        raise BadAudio("the converter's answer makes no sense") from None


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
