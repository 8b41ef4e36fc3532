"""Sounds as subscribers send them, made by a decoder of the sandbox's own."""

from __future__ import annotations

import io
import wave
from functools import cache

from sandbox.provider import audio


@cache
def speech(seconds: int, silence: int = 0) -> bytes:
    """A WAV of somebody talking, with so much silence before and after."""
    said = audio.speech(seconds, 440)
    quiet = bytes(2 * audio.RATE * silence)
    with wave.open(io.BytesIO(said)) as file:
        return audio.wav(quiet + file.readframes(file.getnframes()) + quiet)


@cache
def encoded(container: str, codec: str, seconds: int) -> bytes:
    """The same talk in another format."""
    import av

    made = io.BytesIO()
    talk = io.BytesIO(speech(seconds))
    with av.open(talk, "r") as source, av.open(made, "w", format=container) as to:
        rate = 48_000 if codec == "libopus" else audio.RATE
        quick = {"compression_level": "0"}
        stream = to.add_stream(codec, rate=rate, layout="mono", options=quick)
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(stream.format.name, "mono", rate)
        for frame in (*source.decode(audio=0), None):
            for ready in resampler.resample(frame):
                to.mux(stream.encode(ready))
        to.mux(stream.encode(None))
    return made.getvalue()


def voice(seconds: int) -> bytes:
    """As the microphone of a messenger records it."""
    return encoded("ogg", "libopus", seconds)


def taken(content: bytes) -> tuple[int, int, int, int]:
    """What a WAV is: its rate, bytes a sample, channels, and how many whole seconds it plays."""
    with wave.open(io.BytesIO(content)) as file:
        rate = file.getframerate()
        seconds = round(file.getnframes() / rate)
        return rate, file.getsampwidth(), file.getnchannels(), seconds
