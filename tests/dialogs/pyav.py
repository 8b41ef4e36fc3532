"""PyAV for the tests of voice notes, in a process of its own as in the product.

`pyav.py make FORMAT CODEC SECONDS` writes a 440 Hz tone to stdout; `pyav.py probe` reads audio from
stdin and writes what it is as JSON.
"""

import array
import io
import json
import math
import sys
from fractions import Fraction
from itertools import pairwise

import av

RATE = 8_000
TONE_HZ = 440


def make(container: str, codec: str, seconds: int) -> bytes:
    made = io.BytesIO()
    with av.open(made, "w", format=container) as target:
        stream = target.add_stream(codec, rate=RATE, layout="mono")
        assert isinstance(stream, av.AudioStream)
        resampler = av.AudioResampler(stream.format.name, "mono", RATE)
        for second in range(seconds):
            for ready in resampler.resample(_tone(second)):
                target.mux(stream.encode(ready))
        target.mux(stream.encode(None))
    return made.getvalue()


def _tone(second: int) -> av.AudioFrame:
    wave = (math.sin(2 * math.pi * TONE_HZ * at / RATE) for at in range(RATE))
    frame = av.AudioFrame("s16", "mono", RATE)
    frame.planes[0].update(array.array("h", (int(12_000 * value) for value in wave)).tobytes())
    frame.sample_rate, frame.pts, frame.time_base = RATE, second * RATE, Fraction(1, RATE)
    return frame


def probe(audio: bytes) -> dict[str, object]:
    samples = array.array("h")
    with av.open(io.BytesIO(audio), "r") as source:
        stream = source.streams.audio[0]
        resampler = av.AudioResampler("s16", "mono", 48_000)
        for frame in source.decode(stream):
            for ready in resampler.resample(frame):
                samples.frombytes(bytes(ready.planes[0])[: 2 * ready.samples])
        seconds = len(samples) / 48_000
        crossings = sum((a < 0) != (b < 0) for a, b in pairwise(samples))
        return {
            "container": source.format.name,
            "codec": stream.codec_context.codec.canonical_name,
            "channels": stream.codec_context.channels,
            "rate": stream.codec_context.sample_rate,
            "seconds": seconds,
            "hertz": crossings / 2 / seconds,
            "loudest": max(samples),
        }


if __name__ == "__main__":
    if sys.argv[1] == "make":
        sys.stdout.buffer.write(make(sys.argv[2], sys.argv[3], int(sys.argv[4])))
    else:
        sys.stdout.write(json.dumps(probe(sys.stdin.buffer.read())))
