"""The converter's process: foreign audio on stdin becomes a voice note on stdout.

`dialogs.voice` starts this file by its path and kills it when it must. What a telephone switch
hands over was recorded from a stranger, and a decoder is a large piece of C: so it runs here, with
little memory, little time and no secrets in its environment.

Answer: 4 bytes (big endian, the header's length), the header in JSON, the note. The header is
`{"seconds": 12, "waveform": hex, "size": bytes}` or `{"refused": "bad" | "long", "reason": text}`.
"""

import array
import io
import json
import os
import resource
import sys
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, pairwise

import av
import av.logging
from av.error import FFmpegError

_MAX_INPUT_BYTES = 20_000_000
_MAX_SECONDS = 15 * 60
_MAX_REASON = 200

# Fifteen minutes of noise, the worst case measured, take 8 CPU seconds and 180 MB.
_CPU_SECONDS = 60
_ADDRESS_SPACE_BYTES = 512 << 20
_OPEN_FILES = 32
_NICENESS = 5

_RATE = 48_000
_BITRATE = 24_000
# Telegram shows a larger OGG as a file (PTB: FileSizeLimit.VOICE_NOTE_FILE_SIZE).
_NOTE_BYTES = 1_000_000
# What is left of it for sound beside OGG's own pages.
_NOTE_BITS = 8 * _NOTE_BYTES * 0.95
# Opus' longest frame, 60 ms: the fewest bytes around the sound, and one peak for the waveform.
_FRAME_SAMPLES = _RATE * 60 // 1000

_BARS = 100
_BAR_BITS = 5
# Every eighth sample shows how loud a frame is, at an eighth of the work.
_PEAK_STRIDE = 8


class Refused(Exception):
    """The audio does not become a voice note; `kind` is "bad" or "long"."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def main() -> None:
    _limit_this_process()
    audio = sys.stdin.buffer.read(_MAX_INPUT_BYTES + 1)
    note = b""
    try:
        note, header = converted(audio)
    except Refused as refused:
        header = {"refused": refused.kind, "reason": str(refused)}
    except (FFmpegError, MemoryError, OverflowError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        header = {"refused": "bad", "reason": reason[:_MAX_REASON]}
    head = json.dumps(header).encode()
    sys.stdout.buffer.write(len(head).to_bytes(4, "big") + head + note)
    sys.stdout.buffer.flush()


def converted(audio: bytes) -> tuple[bytes, dict[str, object]]:
    """The note (OGG/Opus, mono) and the header that goes before it."""
    if len(audio) > _MAX_INPUT_BYTES:
        raise Refused("long", f"more than {_MAX_INPUT_BYTES} bytes")
    container = _container(audio)
    seconds = _counted_seconds(audio, container)
    bitrate = min(_BITRATE, int(_NOTE_BITS / seconds))
    note, peaks = _encoded(audio, container, bitrate, vbr="constrained")
    if len(note) > _NOTE_BYTES:
        # At few bits per second a noisy line overshoots; a constant rate sounds worse, but keeps.
        note, peaks = _encoded(audio, container, bitrate, vbr="off")
    return note, {
        "seconds": max(1, round(seconds)),
        "waveform": _waveform(peaks).hex(),
        "size": len(note),
    }


def _limit_this_process() -> None:
    limits = {
        resource.RLIMIT_CPU: _CPU_SECONDS,
        resource.RLIMIT_AS: _ADDRESS_SPACE_BYTES,
        resource.RLIMIT_NOFILE: _OPEN_FILES,
        resource.RLIMIT_FSIZE: 0,
        resource.RLIMIT_CORE: 0,
    }
    for limit, value in limits.items():
        # macOS knows RLIMIT_AS and refuses it; the parent's clock still holds there.
        with suppress(ValueError, OSError):
            resource.setrlimit(limit, (value, value))
    # A note may come a second later; a tap must not.
    os.nice(_NICENESS)
    av.logging.set_level(av.logging.PANIC)


def _container(audio: bytes) -> str:
    """FFmpeg's name for the container, by its first bytes.

    Named by us and never guessed by FFmpeg, which also reads playlists: texts that make it open
    other files and addresses.
    """
    if audio[:4] in (b"RIFF", b"RF64") and audio[8:12] == b"WAVE":
        return "wav"
    if audio[:4] == b".snd":
        return "au"
    if audio[:3] == b"ID3" or (audio[:1] == b"\xff" and audio[1:2] >= b"\xe0"):
        return "mp3"
    raise Refused("bad", "neither WAV nor MP3 nor AU")


def _counted_seconds(audio: bytes, container: str) -> Fraction:
    """How long it plays. Counted, because a header may claim anything."""
    seconds = Fraction(0)
    for frame in _frames(audio, container):
        seconds += Fraction(frame.samples, frame.sample_rate)
        if seconds > _MAX_SECONDS:
            raise Refused("long", f"more than {_MAX_SECONDS} seconds")
    if not seconds:
        raise Refused("bad", "no sound in it")
    return seconds


def _frames(audio: bytes, container: str) -> Iterator[av.AudioFrame]:
    """The decoded sound. What does not decode is left out, as players do: the rest is wanted."""
    with av.open(io.BytesIO(audio), "r", format=container) as source:
        if not source.streams.audio:
            raise Refused("bad", "no sound in it")
        stream = source.streams.audio[0]
        stream.codec_context.thread_count = 1
        packets = source.demux(stream)
        while True:
            with suppress(FFmpegError):
                packet = next(packets, None)
                if packet is None:
                    return
                yield from stream.codec_context.decode(packet)


def _encoded(audio: bytes, container: str, bitrate: int, *, vbr: str) -> tuple[bytes, list[int]]:
    """OGG/Opus at `bitrate` (bit/s), and the peak of each of its frames (0 to 32768)."""
    note = io.BytesIO()
    peaks = []
    with av.open(note, "w", format="ogg") as target:
        opus = {"application": "voip", "vbr": vbr, "frame_duration": "60", "compression_level": "5"}
        stream = target.add_stream("libopus", rate=_RATE, layout="mono", options=opus)
        stream.bit_rate = bitrate
        stream.codec_context.thread_count = 1
        for frame in _resampled(audio, container):
            peaks.append(_peak(frame))
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return note.getvalue(), peaks


def _resampled(audio: bytes, container: str) -> Iterator[av.AudioFrame]:
    """48 kHz, 16 bit, mono, 60 ms each (the last one may be shorter), on a clock of our own."""
    resampler = av.AudioResampler("s16", "mono", _RATE, frame_size=_FRAME_SAMPLES)
    played = 0
    for source in chain(_frames(audio, container), (None,)):
        for frame in resampler.resample(source):
            frame.pts, frame.time_base = played, Fraction(1, _RATE)
            played += frame.samples
            yield frame


def _peak(frame: av.AudioFrame) -> int:
    # The plane is padded beyond the frame's own samples.
    samples = array.array("h", bytes(frame.planes[0])[: 2 * frame.samples])[::_PEAK_STRIDE]
    highest, lowest = max(samples), min(samples)
    return max(highest, -lowest)


def _waveform(peaks: list[int]) -> bytes:
    """Up to 100 bars of 5 bits, the first in the lowest bits, as Telegram's clients pack them."""
    count = min(_BARS, len(peaks))
    edges = [len(peaks) * bar // count for bar in range(count + 1)]
    bars = [max(peaks[start:end]) for start, end in pairwise(edges)]
    loudest = max(*bars, 1)
    highest = (1 << _BAR_BITS) - 1
    packed = sum(bar * highest // loudest << _BAR_BITS * at for at, bar in enumerate(bars))
    return packed.to_bytes((count * _BAR_BITS + 7) // 8, "little")


if __name__ == "__main__":
    main()
