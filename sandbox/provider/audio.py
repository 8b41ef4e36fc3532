"""Sound: something like speech for seeded messages, and conversion between file formats.

Everything is kept as WAV, 8 kHz mono, 16 bits, the way a switch stores a voicemail.
"""

import array
import io
import math
import wave
from random import Random
from typing import Any

RATE = 8000
CONTENT_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "au": "audio/basic"}
_CODECS = {"mp3": ("mp3", "libmp3lame"), "au": ("au", "pcm_mulaw")}


class UnreadableAudioError(Exception):
    """The bytes are no audio that PyAV can read."""


def speech(seconds: int, tone: int) -> bytes:
    """A voice-like WAV: syllables of a gliding pitch with pauses, the same for the same tone."""
    draw = Random(f"speech:{tone}:{seconds}")
    samples = array.array("h")
    while len(samples) < seconds * RATE:
        samples.extend(_syllable(draw))
        pause = draw.choice((0.03, 0.06, 0.06, 0.25))
        samples.extend([0] * int(pause * RATE))
    return wav(samples[: seconds * RATE].tobytes())


def _syllable(draw: Random) -> list[int]:
    """A quarter of a second or less: a pitch with two overtones that swells and fades."""
    length = int(draw.uniform(0.09, 0.24) * RATE)
    pitch, glide = draw.uniform(95, 220), draw.uniform(-0.25, 0.15)
    second, third = draw.uniform(0.3, 0.9), draw.uniform(0.1, 0.5)
    samples = []
    for n in range(length):
        part = n / length
        phase = 2 * math.pi * pitch * (1 + glide * part) * n / RATE
        sound = math.sin(phase) + second * math.sin(2 * phase) + third * math.sin(5 * phase)
        samples.append(int(5000 * math.sin(math.pi * part) * sound))
    return samples


def wav(pcm: bytes) -> bytes:
    """A WAV file around 16-bit mono samples."""
    file = io.BytesIO()
    with wave.open(file, "wb") as out:
        out.setnchannels(1)
        out.setsampwidth(2)
        out.setframerate(RATE)
        out.writeframes(pcm)
    return file.getvalue()


def seconds_of(wav_file: bytes) -> int:
    """Length, rounded up to a whole second."""
    with wave.open(io.BytesIO(wav_file)) as file:
        frames: int = file.getnframes()
        return -(-frames // RATE)


def to_wav(data: bytes) -> bytes:
    """Any audio PyAV reads (WebM, OGG, MP3, ...) as our WAV."""
    import av  # loaded where it is needed: it is big and most runs never convert

    try:
        with av.open(io.BytesIO(data), "r") as source:
            pcm = b"".join(_resampled(source.decode(audio=0), "s16"))
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise UnreadableAudioError(str(error)) from error
    if not pcm:
        raise UnreadableAudioError("there is no sound in it")
    return wav(pcm)


def _resampled(frames: Any, sample_format: str) -> list[bytes]:
    import av

    resampler = av.AudioResampler(format=sample_format, layout="mono", rate=RATE)
    parts = [part for frame in frames for part in resampler.resample(frame)]
    parts += resampler.resample(None)
    return [bytes(part.planes[0])[: part.samples * 2] for part in parts]


def converted(wav_file: bytes, kind: str) -> bytes:
    """Our WAV as `wav`, `mp3` or `au`."""
    if kind == "wav":
        return wav_file
    import av

    container, codec = _CODECS[kind]
    target = io.BytesIO()
    with (
        av.open(io.BytesIO(wav_file), "r") as source,
        av.open(target, "w", format=container) as out,
    ):
        stream: Any = out.add_stream(codec, rate=RATE, layout="mono")
        for frame in source.decode(audio=0):
            frame.pts = None
            out.mux(stream.encode(frame))
        out.mux(stream.encode(None))
    return target.getvalue()
