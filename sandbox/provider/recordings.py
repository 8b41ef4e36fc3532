"""Recorded calls: their sound, and what was said in them (5.3)."""

import io
import re
import zipfile
import zlib
from collections.abc import Callable, Sequence
from functools import partial

import orjson

from sandbox.provider import audio, faults, seed
from sandbox.provider.faults import Fault
from sandbox.provider.methods import Answer, Attachment, Call, serves
from sandbox.provider.model import Row, Xdr

_FORWARDED, _LONG = 12, 600
_LONGEST_SOUND = 60
_ZIP = "application/zip"

_SPREAD, _SPAN = 0x9E3779B97F4A7C15F39CC0605CEDC835, 1 << 128


def conference(row: Xdr) -> str:
    """Four groups of eight hex digits, told apart by the xDR's id alone."""
    digits = f"{row.i_xdr * _SPREAD % _SPAN:032X}"
    return " ".join(digits[i : i + 8] for i in range(0, 32, 8))


_CONFERENCE = re.compile("[0-9A-Fa-f]{8}( [0-9A-Fa-f]{8}){3}")


def _i_xdr(conference_id: str) -> int:
    """The id that `conference` spread."""
    return int(conference_id.replace(" ", ""), 16) * pow(_SPREAD, -1, _SPAN) % _SPAN


@serves("CDR/get_call_recording", "i_xdr", files=f"audio/wav {_ZIP}")
def get_call_recording(call: Call) -> Attachment:
    """The sound of a call; where it has several files, a ZIP of them."""
    row = _recorded(call, call.needed_integer("i_xdr"))
    sounds = [(f"{name}.wav", partial(_sound, row, name)) for name in files_of(row)]
    return _archive(row, sounds) if len(sounds) > 1 else Attachment("audio/wav", *sounds[0])


def files_of(row: Xdr) -> list[str]:
    """What a recording's files are called: two for a long forwarded call, one for each leg."""
    legs = 2 if row.bit_flags & _FORWARDED == _FORWARDED and row.seconds > _LONG else 1
    return [f"{row.i_xdr}" if legs == 1 else f"{row.i_xdr}_{leg}" for leg in range(legs)]


def _sound(row: Xdr, name: str) -> bytes:
    """Long calls are cut: a minute of sound is a megabyte."""
    return audio.speech(min(row.seconds, _LONGEST_SOUND), zlib.crc32(name.encode()), voices=2)


def _archive(row: Xdr, files: Sequence[tuple[str, Callable[[], bytes]]]) -> Attachment:
    return Attachment(_ZIP, f"{row.i_xdr}.zip", partial(_zipped, files))


def _zipped(files: Sequence[tuple[str, Callable[[], bytes]]]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, content in files:
            archive.writestr(name, content())
    return target.getvalue()


def _recorded(call: Call, i_xdr: int) -> Xdr:
    """One of the caller's own calls that was recorded."""
    owner = call.switch.owner_of(i_xdr)
    rows = [] if owner is None else seed.history(call.switch, owner)
    row = next((row for row in rows if row.i_xdr == i_xdr), None)
    if row is None:
        raise Fault(faults.XDR_NOT_FOUND, "The xDR is not found.")
    if owner is not call.account():
        raise Fault(faults.NOT_YOUR_CALL, "This call belongs to another account.")
    if not row.recorded:
        raise Fault(faults.NO_RECORDING, "There is no recording of this call.")
    return row


@serves("CDR/get_transcription", "call_recording_id format check_only")
def get_transcription(call: Call) -> Answer:
    """What was said in a recorded call: one in four has not been transcribed.

    What the JSON holds is not public. Plain text is not always marked as an attachment.
    """
    wanted, kind = call.text("call_recording_id"), call.text("format") or "json"
    if kind not in _ENDINGS:
        raise call.invalid("invalid_format", f"Format {kind!r} is not supported.")
    if not _CONFERENCE.fullmatch(wanted):
        raise Fault(faults.NO_RECORDING, "This is not the id of a recording.")
    row = _recorded(call, _i_xdr(wanted))
    if row.i_xdr % 4 == 2:
        raise Fault(faults.NO_TRANSCRIPT, "The recording has not been transcribed.")
    if call.switched_on("check_only"):
        return {"call_recording_id": wanted}
    transcript, names = _transcript(wanted, row), files_of(row)
    if kind == "json" and len(names) == 1:
        return transcript
    content = orjson.dumps(transcript) if kind == "json" else transcript["text"].encode()
    files = [(f"{name}.{_ENDINGS[kind]}", partial(bytes, content)) for name in names]
    if len(files) > 1:
        return _archive(row, files)
    marked = row.i_xdr % 4 != 0
    return Attachment("text/plain", files[0][0] if marked else "", files[0][1])


_ENDINGS = {"json": "json", "text": "txt"}
_DIALOGUES = (
    ("Hello, this is the office.", "Good morning. Is my order ready?", "Yes, come any time."),
    ("Hi, it is me.", "Hi! Are you still coming tonight?", "At eight, if the train is on time."),
    (
        "You have reached the clinic.",
        "I would like to move my appointment.",
        "Is Friday at ten fine?",
    ),
)


def _transcript(call_recording_id: str, row: Xdr) -> Row:
    """Three seconds for each phrase, the two sides in turn."""
    told = _DIALOGUES[row.i_xdr % len(_DIALOGUES)]
    return {
        "call_recording_id": call_recording_id,
        "phrases": [
            {"channel": n % 2, "start": 3 * n, "end": 3 * n + 3, "text": phrase}
            for n, phrase in enumerate(told)
        ],
        "text": "\n".join(told),
    }
