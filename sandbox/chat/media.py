"""What files are: formats and sizes read from their headers, sound by PyAV.

PyAV is imported only when a header is not enough, and its work runs beside the event loop.
"""

import asyncio
import io
import struct
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from av.container import InputContainer

OPUS_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Sound:
    """What a file holds, as far as Telegram cares. Seconds, rounded; pixels."""

    format: str = ""
    audio: str = ""
    video: str = ""
    duration: int = 0
    width: int = 0
    height: int = 0


def is_ogg_opus(data: bytes) -> bool:
    """OGG with OPUS, the format of voice messages."""
    return data[:4] == b"OggS" and b"OpusHead" in data[:512]


def is_mp3(data: bytes) -> bool:
    """MPEG audio, layer 3."""
    return data[:3] == b"ID3" or (len(data) > 1 and data[0] == 0xFF and data[1] & 0xE6 == 0xE2)


def ogg_opus_seconds(data: bytes) -> int:
    """Duration of an OGG/OPUS file: the last page counts samples at 48 kHz."""
    head = data.find(b"OpusHead")
    last = data.rfind(b"OggS")
    if head < 0 or last < 0 or len(data) < last + 14 or len(data) < head + 12:
        return 0
    samples = int(struct.unpack_from("<q", data, last + 6)[0])
    skipped = int(struct.unpack_from("<H", data, head + 10)[0])
    return max(0, round((samples - skipped) / OPUS_RATE))


def picture_size(data: bytes) -> tuple[str, int, int] | None:
    """MIME type, width and height of a picture, from its header."""
    if data[:8] == b"\x89PNG\r\n\x1a\n" and len(data) >= 24:
        width, height = struct.unpack_from(">II", data, 16)
        return "image/png", int(width), int(height)
    if data[:4] == b"GIF8" and len(data) >= 10:
        width, height = struct.unpack_from("<HH", data, 6)
        return "image/gif", int(width), int(height)
    if data[:2] == b"BM" and len(data) >= 26:
        width, height = struct.unpack_from("<ii", data, 18)
        return "image/bmp", int(width), abs(int(height))
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return _webp_size(data)
    return _jpeg_size(data) if data[:3] == b"\xff\xd8\xff" else None


def _jpeg_size(data: bytes) -> tuple[str, int, int] | None:
    at = 2
    while at + 9 < len(data) and data[at] == 0xFF:
        marker = data[at + 1]
        if marker == 0xFF:
            at += 1
            continue
        # The start-of-frame markers; C4, C8 and CC are tables.
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack_from(">HH", data, at + 5)
            return "image/jpeg", int(width), int(height)
        at += 2 + int(struct.unpack_from(">H", data, at + 2)[0])
    return None


def _webp_size(data: bytes) -> tuple[str, int, int] | None:
    if len(data) < 30:
        return None
    kind = data[12:16]
    if kind == b"VP8X":
        width = int.from_bytes(data[24:27], "little") + 1
        height = int.from_bytes(data[27:30], "little") + 1
    elif kind == b"VP8L":
        bits = int.from_bytes(data[21:25], "little")
        width, height = (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    else:
        width, height = (size & 0x3FFF for size in struct.unpack_from("<HH", data, 26))
    return "image/webp", int(width), int(height)


async def probe(data: bytes) -> Sound:
    """Look into a sound or film; an empty `Sound` when it is neither."""
    if is_ogg_opus(data):
        return Sound("ogg", "opus", "", ogg_opus_seconds(data))
    return await asyncio.to_thread(_probe, data)


async def as_voice(data: bytes) -> tuple[bytes, int] | None:
    """What a client records or uploads as OGG/OPUS with its seconds; None when it is no sound."""
    if is_ogg_opus(data):
        return data, ogg_opus_seconds(data)
    return await asyncio.to_thread(_to_voice, data)


def _probe(data: bytes) -> Sound:
    import av

    try:
        with av.open(io.BytesIO(data), "r") as container:
            audio = container.streams.audio
            # A cover picture inside an MP3 is a "film" of one frame.
            video = [
                s for s in container.streams.video if s.codec_context.name not in ("mjpeg", "png")
            ]
            seconds = float(container.duration or 0) / av.time_base
            return Sound(
                container.format.name,
                audio[0].codec_context.name if audio else "",
                video[0].codec_context.name if video else "",
                round(seconds) or _decoded_seconds(data),
                video[0].width if video else 0,
                video[0].height if video else 0,
            )
    except (av.FFmpegError, OSError, ValueError):
        return Sound()


def _decoded_seconds(data: bytes) -> int:
    """Files of a recorder that never came back to write the duration: add up the packets."""
    import av

    with av.open(io.BytesIO(data), "r") as container:
        end = 0.0
        for packet in container.demux():
            if packet.pts is not None and packet.time_base is not None:
                end = max(end, float((packet.pts + (packet.duration or 0)) * packet.time_base))
        return round(end)


def _to_voice(data: bytes) -> tuple[bytes, int] | None:
    import av

    target = io.BytesIO()
    try:
        with av.open(io.BytesIO(data), "r") as source:
            if not source.streams.audio:
                return None
            if source.streams.audio[0].codec_context.name in ("opus", "libopus"):
                _remux(source, target)
            else:
                _transcode(source, target)
    except (av.FFmpegError, OSError, ValueError):
        return None
    voice = target.getvalue()
    return voice, ogg_opus_seconds(voice)


def _remux(source: "InputContainer", target: io.BytesIO) -> None:
    import av

    with av.open(target, "w", format="ogg") as out:
        stream = out.add_stream_from_template(source.streams.audio[0])
        begin: int | None = None
        for packet in source.demux(source.streams.audio[0]):
            if packet.dts is None or packet.pts is None:
                continue
            # A recorder's clock may have run before its first sound: OGG counts from there.
            begin = packet.dts if begin is None else begin
            packet.pts, packet.dts = packet.pts - begin, packet.dts - begin
            packet.stream = stream
            out.mux(packet)


def _transcode(source: "InputContainer", target: io.BytesIO) -> None:
    import av

    with av.open(target, "w", format="ogg") as out:
        stream = out.add_stream("libopus", rate=OPUS_RATE, layout="mono")
        stream.bit_rate = 32_000
        resampler = av.AudioResampler(format="s16", layout="mono", rate=OPUS_RATE)
        for frame in source.decode(source.streams.audio[0]):
            for piece in resampler.resample(frame):
                out.mux(stream.encode(piece))
        for piece in resampler.resample(None):
            out.mux(stream.encode(piece))
        out.mux(stream.encode(None))
