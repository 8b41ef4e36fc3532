"""Sound: something like speech where nobody spoke, and conversion between file formats.

Everything is kept as WAV, 8 kHz mono, 16 bits, the way a switch stores a voicemail.
"""

import array
import io
import math
import wave
from random import Random
from typing import Any

RATE = 8000
HEADER = 44
CONTENT_TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "au": "audio/basic"}
_CODECS = {"mp3": ("mp3", "libmp3lame"), "au": ("au", "pcm_mulaw")}


class UnreadableAudioError(Exception):
    """The bytes are no audio that PyAV can read."""


def speech(seconds: int, tone: int, voices: int = 1) -> bytes:
    """A WAV that sounds like somebody talking a language of their own, the same for the same tone.

    With two voices they take turns, as in a recorded call. A voiced sound is a train of pulses,
    each ringing in the resonances (formants) that make a vowel, so one ring for each vowel is
    worked out and then laid out again and again: a minute of talk takes a tenth of a second.
    """
    draw = Random(f"speech:{tone}:{seconds}")
    talkers = [_Talker(draw) for _ in range(voices)]
    samples = array.array("h")
    while len(samples) < seconds * RATE:
        for talker in talkers:
            for _ in range(draw.randint(1, 3)):
                samples.extend(talker.sentence())
                samples.extend(_silence(draw.uniform(0.25, 0.6)))
    return wav(samples[: seconds * RATE].tobytes())


# The first three formants in Hz, as textbooks give them for a man's vowels.
_VOWELS = (
    (730, 1090, 2440),
    (530, 1840, 2480),
    (270, 2290, 3010),
    (570, 840, 2410),
    (300, 870, 2240),
    (500, 1500, 2500),
)
_STRENGTHS = (1.0, 0.55, 0.25)
_WIDTHS = (70, 100, 140)
_LOUD = 9000
_RING = RATE // 60


class _Talker:
    """One voice: how high it is, how its vowels ring, and what it happens to say."""

    def __init__(self, draw: Random) -> None:
        self._draw = draw
        self._pitch = draw.uniform(95, 215)
        # The higher the voice, the smaller the head, the higher its formants.
        size = 0.9 + self._pitch / 900
        self._rings = [_ring([hertz * size for hertz in vowel]) for vowel in _VOWELS]
        self._hiss = [draw.uniform(-0.14, 0.14) for _ in range(RATE // 8)]

    def sentence(self) -> list[int]:
        """Some words on a falling line of pitch, with a breath between them now and then."""
        draw, samples = self._draw, list[int]()
        words = draw.randint(3, 8)
        for word in range(words):
            fall = 1.12 - 0.3 * word / words
            for _ in range(draw.choice((1, 1, 2, 2, 3))):
                samples += self._syllable(self._pitch * fall * draw.uniform(0.95, 1.08))
            samples += _silence(draw.choice((0.0, 0.0, 0.03, 0.12)))
        return samples

    def _syllable(self, pitch: float) -> list[int]:
        """A consonant of hiss, a stop or none, then a vowel that glides into another one."""
        draw = self._draw
        opening = draw.choice((_silence(0.05), self._fricative(), []))
        first, second = draw.sample(self._rings, 2)
        period = int(RATE / pitch)
        pulses = int(draw.uniform(0.09, 0.22) * pitch)
        vowel: list[int] = []
        for pulse in range(pulses):
            part = pulse / pulses
            loud = _LOUD * math.sin(math.pi * (0.08 + 0.84 * part))
            here, there = loud * (1 - part), loud * part
            # No two pulses of a throat are equally long.
            length = min(period + draw.randint(-1, 1), _RING)
            vowel += [
                int(here * a + there * b) for a, b in zip(first[:length], second, strict=False)
            ]
        return opening + vowel

    def _fricative(self) -> list[int]:
        length = self._draw.randint(RATE // 25, RATE // 11)
        start = self._draw.randrange(len(self._hiss) - length)
        return [int(_LOUD * sound) for sound in self._hiss[start : start + length]]


def _ring(formants: list[float]) -> list[float]:
    """What one pulse of the throat sounds like in a mouth of this shape."""
    turn = 2 * math.pi / RATE
    return [
        sum(
            strength * math.exp(-math.pi * width * n / RATE) * math.sin(turn * hertz * n)
            for hertz, strength, width in zip(formants, _STRENGTHS, _WIDTHS, strict=True)
        )
        for n in range(_RING)
    ]


def _silence(seconds: float) -> list[int]:
    return [0] * int(seconds * RATE)


def is_wav(data: bytes) -> bool:
    """Whether the file says of itself that it is a WAV, and has more than a header."""
    return data[:4] == b"RIFF" and data[8:12] == b"WAVE" and len(data) > HEADER


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
