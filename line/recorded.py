"""Recorded calls: the files of a recording, and what was said in it."""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field

from portaswitch import Account, Rejected, Xdr
from portaswitch.account.recordings import RECORDING_LIMIT, ZIP, Transcription
from portaswitch.errors import NotMapped, TooLarge, Unavailable
from portaswitch.records import Audio

NOT_KEPT = frozenset({"Server.CDR.invalid_call_recording_id", "Server.CDR.xdr_not_found"})
"""How a switch refuses a recording that it does not keep, or not any longer (2.8)."""


@dataclass(frozen=True, slots=True)
class Part:
    """One file of a recording."""

    content: bytes = field(repr=False)
    filename: str
    content_type: str


def parts(audio: Audio) -> tuple[Part, ...]:
    """A call that was recorded in several files comes as a ZIP; any other is one part.

    Raises `TooLarge` for a ZIP that unpacks to more than a recording can be, and
    `zipfile.BadZipFile` for one that is none.
    """
    if audio.content_type != ZIP:
        return (Part(audio.content, audio.filename or "recording.wav", audio.content_type),)
    with zipfile.ZipFile(io.BytesIO(audio.content)) as archive:
        files = [file for file in archive.infolist() if not file.is_dir()]
        if sum(file.file_size for file in files) > RECORDING_LIMIT:
            raise TooLarge("CDR/get_call_recording", RECORDING_LIMIT)
        return tuple(
            Part(archive.read(file), file.filename.rpartition("/")[2], _type_of(file.filename))
            for file in files
        )


def _type_of(filename: str) -> str:
    return "audio/mpeg" if filename.lower().endswith(".mp3") else "audio/wav"


async def transcript(api: Account, call: Xdr) -> str:
    """What was said; "" where the switch has written nothing down, or does not do such things."""
    if not call.h323_conf_id:
        return ""
    try:
        found = await api.get_transcription(call.h323_conf_id, "text")
        return _text(found)
    except (Rejected, NotMapped, Unavailable, TooLarge, zipfile.BadZipFile):
        return ""


def _text(found: Transcription) -> str:
    """The files of one call usually hold the same words; each is said once."""
    return "\n\n".join(dict.fromkeys(one.strip() for one in found.texts() if one.strip()))
