"""The converter's process: foreign audio on stdin becomes a sound of ours on stdout.

Called plainly it makes a voice note for the chat (OGG/Opus); called with a number of seconds, at
most so much of what a telephone switch takes (WAV, 8 kHz, 16 bit, mono), without the silence at
both ends and as loud as other prompts.

`dialogs.voice` starts this file by its path and kills it when it must. What comes from a mailbox
or a chat was recorded by a stranger, and a decoder is a large piece of C: so it runs here, with
little memory, little time and no secrets in its environment.

Answer: 4 bytes (big endian, the header's length), the header in JSON, the sound. The header has
its `size` in bytes and the `seconds` it plays; a note's also a `waveform` (hex), a telephone's
whether it was `cut`, and the seconds that are `missing` of what the file should hold. Or it is
`{"refused": kind, "reason": text}`, the kind one of bad, long, short, silent and video.
"""

import array
import io
import json
import os
import resource
import sys
import wave
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from itertools import chain, pairwise
from typing import Any

import av
import av.logging
from av.error import BlockingIOError as NothingYet
from av.error import EOFError as NothingMore
from av.error import FFmpegError
from av.stream import Disposition

_MAX_INPUT_BYTES = 20_000_000
_MAX_SECONDS = 15 * 60
_MAX_REASON = 200

# Fifteen minutes of noise, the worst case measured, take 8 CPU seconds and 180 MB.
_CPU_SECONDS = 60
_ADDRESS_SPACE_BYTES = 512 << 20
_OPEN_FILES = 32
_NICENESS = 5

_RATE = 48_000
_PHONE_RATE = 8_000
_BITRATE = 24_000
# Telegram shows a larger OGG as a file (PTB: FileSizeLimit.VOICE_NOTE_FILE_SIZE).
_NOTE_BYTES = 1_000_000
# What is left of it for sound beside OGG's own pages.
_NOTE_BITS = 8 * _NOTE_BYTES * 0.95
# Opus' longest frame, 60 ms: the fewest bytes around the sound, and one peak for the waveform.
_FRAME_MS = 60

_BARS = 100
_BAR_BITS = 5
# Every eighth sample shows how loud a frame is, at an eighth of the work.
_PEAK_STRIDE = 8

# Silence is judged by windows of 50 ms; the one before the first sound and the one after the last
# stay, so that no word begins or ends abruptly.
_WINDOW = _PHONE_RATE // 20
# -46 dB of full scale: above the hiss of a telephone's microphone, below a whisper.
_FAINT = 164
_LEAST_SAMPLES = _PHONE_RATE // 2
_FADE_SAMPLES = 2 * _PHONE_RATE
# EBU R128 aims at -23 for a television in a quiet room; prompts are heard in the street.
_LOUDNESS = -20.0
_MOST_GAIN = 10.0
_HIGHEST_PEAK = 29_000
# Of the windows with sound so many hundredths tell how high a voice goes; what goes over twice as
# high in the others is a knock.
_USUAL = 95

_MATROSKA, _MP4 = "matroska", "mp4"
# Where a kind of file has its mark, the mark, and FFmpeg's name for the kind.
_MARKS = (
    (0, b".snd", "au"),
    (0, b"ID3", "mp3"),
    (0, b"OggS", "ogg"),
    (0, b"fLaC", "flac"),
    (0, b"#!AMR", "amr"),
    (0, b"caff", "caf"),
    (4, b"ftyp", _MP4),
    (0, b"\x1aE\xdf\xa3", _MATROSKA),
)


class Refused(Exception):
    """The audio does not become what was asked for; `kind` says which of the reasons it is."""

    def __init__(self, kind: str, reason: str) -> None:
        super().__init__(reason)
        self.kind = kind


def main() -> None:
    _limit_this_process()
    audio = sys.stdin.buffer.read(_MAX_INPUT_BYTES + 1)
    sound = b""
    try:
        if len(audio) > _MAX_INPUT_BYTES:
            raise Refused("long", f"more than {_MAX_INPUT_BYTES} bytes")
        most = sys.argv[1:]
        sound, header = telephone(audio, int(most[0])) if most else converted(audio)
    except Refused as refused:
        header = {"refused": refused.kind, "reason": str(refused)}
    except (FFmpegError, MemoryError, OverflowError, ValueError) as error:
        reason = f"{type(error).__name__}: {error}"
        header = {"refused": "bad", "reason": reason[:_MAX_REASON]}
    head = json.dumps(header).encode()
    sys.stdout.buffer.write(len(head).to_bytes(4, "big") + head + sound)
    sys.stdout.buffer.flush()


def converted(audio: bytes) -> tuple[bytes, dict[str, object]]:
    """The note (OGG/Opus, mono) and the header that goes before it."""
    container = _container(audio)
    seconds, rate = _counted(audio, container)
    bitrate = min(_BITRATE, int(_NOTE_BITS / seconds))
    note, peaks = _encoded(audio, container, rate, bitrate, vbr="constrained")
    if len(note) > _NOTE_BYTES:
        # At few bits per second a noisy line overshoots; a constant rate sounds worse, but keeps.
        note, peaks = _encoded(audio, container, rate, bitrate, vbr="off")
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
    if audio[:4] == b"FORM" and audio[8:11] == b"AIF":
        return "aiff"
    for at, mark, name in _MARKS:
        if audio.startswith(mark, at):
            return name
    if audio[:1] == b"\xff" and audio[1:2] >= b"\xe0":
        # The two bits that tell MPEG's layers are zero in bare AAC.
        return "aac" if audio[1] & 0b110 == 0 else "mp3"
    raise Refused("bad", "no kind of audio that is known here")


def _counted(audio: bytes, container: str) -> tuple[Fraction, int]:
    """How long it plays, and the rate that its note needs.

    Counted, because a header may claim anything. What came by telephone has nothing above 4 kHz:
    as a note of its own rate it sounds the same, for a third of the work.
    """
    seconds, rate = Fraction(0), _PHONE_RATE
    for frame in _frames(audio, container):
        seconds += Fraction(frame.samples, frame.sample_rate)
        if frame.sample_rate > _PHONE_RATE:
            rate = _RATE
        if seconds > _MAX_SECONDS:
            raise Refused("long", f"more than {_MAX_SECONDS} seconds")
    if not seconds:
        raise Refused("bad", "no sound in it")
    return seconds, rate


def _frames(audio: bytes, container: str) -> Iterator[av.AudioFrame]:
    """The decoded sound. What does not decode is left out, as players do: the rest is wanted."""
    with av.open(io.BytesIO(audio), "r", format=container) as source:
        if any(
            not stream.disposition & Disposition.attached_pic for stream in source.streams.video
        ):
            raise Refused("video", "it has a picture that moves")
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


def _encoded(
    audio: bytes, container: str, rate: int, bitrate: int, *, vbr: str
) -> tuple[bytes, list[int]]:
    """OGG/Opus at `bitrate` (bit/s), and the peak of each of its frames (0 to 32768)."""
    note = io.BytesIO()
    peaks = []
    with av.open(note, "w", format="ogg") as target:
        opus = {
            "application": "voip",
            "vbr": vbr,
            "frame_duration": f"{_FRAME_MS}",
            "compression_level": "5",
        }
        stream = target.add_stream("libopus", rate=rate, layout="mono", options=opus)
        stream.bit_rate = bitrate
        stream.codec_context.thread_count = 1
        for frame in _resampled(audio, container, rate, rate * _FRAME_MS // 1000):
            peaks.append(_peak(frame))
            target.mux(stream.encode(frame))
        target.mux(stream.encode(None))
    return note.getvalue(), peaks


def _resampled(audio: bytes, container: str, rate: int, samples: int) -> Iterator[av.AudioFrame]:
    """16 bit, mono, so many samples each (the last one may have fewer), on a clock of our own."""
    resampler = av.AudioResampler("s16", "mono", rate, frame_size=samples)
    played = 0
    for source in chain(_frames(audio, container), (None,)):
        for frame in resampler.resample(source):
            frame.pts, frame.time_base = played, Fraction(1, rate)
            played += frame.samples
            yield frame


def _peak(frame: av.AudioFrame) -> int:
    return _highest(_samples(frame)[::_PEAK_STRIDE])


def _samples(frame: av.AudioFrame) -> "array.array[int]":
    # The plane is padded beyond the frame's own samples.
    return array.array("h", bytes(frame.planes[0])[: 2 * frame.samples])


def _highest(samples: "array.array[int]") -> int:
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


def telephone(audio: bytes, most_seconds: int) -> tuple[bytes, dict[str, object]]:
    """What a switch takes (WAV), at most so long, and the header that goes before it."""
    sound, cut, missing = _heard(audio, _container(audio), most_seconds * _PHONE_RATE)
    sound = _unknocked(_trimmed(sound))
    if len(sound) < _LEAST_SAMPLES:
        raise Refused("silent", "less than half a second of sound")
    gain = _gain(sound)
    loud = array.array("h", (int(sample * gain) for sample in sound))
    if cut:
        _fade(loud)
    file = io.BytesIO()
    with wave.open(file, "wb") as target:
        target.setparams((1, 2, _PHONE_RATE, len(loud), "NONE", ""))
        target.writeframes(loud.tobytes())
    content = file.getvalue()
    seconds = max(1, round(len(loud) / _PHONE_RATE))
    return content, {"seconds": seconds, "cut": cut, "missing": missing, "size": len(content)}


def _heard(audio: bytes, container: str, most: int) -> tuple["array.array[int]", bool, int]:
    """So many samples from the first sound on, whether there would have been more, and how many
    seconds the file lacks.

    Nothing behind them is decoded: a small file may play for days.
    """
    sound, before, quiet = array.array("h"), array.array("h"), 0
    for frame in _resampled(audio, container, _PHONE_RATE, _WINDOW):
        window = _samples(frame)
        if sound:
            if len(sound) + len(window) > most:
                return sound, True, 0
            sound += window
        elif _highest(window) > _FAINT:
            sound += before + window
        else:
            before, quiet = window, quiet + len(window)
            if quiet > _MAX_SECONDS * _PHONE_RATE:
                break
    if quiet + len(sound) < _LEAST_SAMPLES:
        raise Refused("short" if quiet or sound else "bad", "less than half a second")
    return sound, False, _missing(audio, container, (quiet + len(sound)) / _PHONE_RATE)


def _missing(audio: bytes, container: str, seconds: float) -> int:
    """How much longer the file should play by its own account: half of it may have been lost.

    Some kinds do not say, and some only guess; so little is not worth a word.
    """
    with av.open(io.BytesIO(audio), "r", format=container) as source:
        claimed = (source.duration or 0) / av.time_base
    return round(claimed - seconds) if claimed > seconds * 1.2 + 1 else 0


def _trimmed(sound: "array.array[int]") -> "array.array[int]":
    """Without the silence at its end."""
    end = len(sound)
    while end > _WINDOW and _highest(sound[end - _WINDOW : end]) <= _FAINT:
        end -= _WINDOW
    return sound[: end + _WINDOW]


def _unknocked(sound: "array.array[int]") -> "array.array[int]":
    """Without the height of a few knocks: a finger on the microphone is louder than any voice.

    Both the loudness and the gain would follow them, and leave the voice as faint as it was.
    """
    peaks = [_highest(sound[at : at + _WINDOW]) for at in range(0, len(sound), _WINDOW)]
    audible = sorted(peak for peak in peaks if peak > _FAINT)
    most = 2 * audible[len(audible) * _USUAL // 100] if audible else 0
    if not audible or audible[-1] <= most:
        return sound
    return array.array("h", (max(-most, min(most, sample)) for sample in sound))


def _gain(sound: "array.array[int]") -> float:
    """What brings it to the loudness of other prompts, without clipping and without raising hiss.

    One gain for all of it: a dynamic one would make music pump and breath roar.
    """
    wanted: float = 10 ** ((_LOUDNESS - _loudness(sound)) / 20)
    return min(wanted, _HIGHEST_PEAK / _highest(sound), _MOST_GAIN)


def _loudness(sound: "array.array[int]") -> float:
    """The integrated loudness of EBU R128, in LUFS."""
    graph = av.filter.Graph()
    source = graph.add_abuffer(sample_rate=_PHONE_RATE, format="s16", layout="mono")
    meter, sink = graph.add("ebur128", "metadata=1"), graph.add("abuffersink")
    source.link_to(meter)
    meter.link_to(sink)
    graph.configure()
    measured = -70.0
    for at in range(0, len(sound), _PHONE_RATE):
        graph.push(_frame(sound[at : at + _PHONE_RATE], at))
        measured = _last_measured(graph, measured)
    graph.push(None)
    return _last_measured(graph, measured)


def _frame(samples: "array.array[int]", at: int) -> av.AudioFrame:
    frame = av.AudioFrame("s16", "mono", len(samples))
    # A plane is padded: it takes no fewer bytes than it has.
    padded = samples.tobytes().ljust(frame.planes[0].buffer_size, b"\0")
    frame.planes[0].update(padded)
    frame.sample_rate, frame.pts, frame.time_base = _PHONE_RATE, at, Fraction(1, _PHONE_RATE)
    return frame


def _last_measured(graph: av.filter.Graph, measured: float) -> float:
    with suppress(NothingYet, NothingMore):
        while True:
            said: Any = graph.pull()
            measured = float(said.metadata.get("lavfi.r128.I", measured))
    return measured


def _fade(sound: "array.array[int]") -> None:
    """What is cut off ends softly."""
    length = min(_FADE_SAMPLES, len(sound))
    begin = len(sound) - length
    for at in range(length):
        sound[begin + at] = sound[begin + at] * (length - at) // length


if __name__ == "__main__":
    main()
