"""Recorded calls (5.3): their sound and their transcripts.

No method lists them: the xDRs tell which calls were recorded (`Xdr.recorded`).
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass, field
from typing import Literal

from portaswitch.account.calls import Calls
from portaswitch.errors import Rejected, TooLarge
from portaswitch.records import Audio
from portaswitch.rows import READ, row

RECORDING_LIMIT = 50_000_000
TRANSCRIPTION_LIMIT = 5_000_000
NOT_TRANSCRIBED = "Server.CDR.transcription_not_found"
ZIP = "application/zip"

TranscriptionFormat = Literal["json", "text"]

ROWS = (
    row("CDR/get_call_recording", READ, "i_xdr"),
    row("CDR/get_transcription", READ, "call_recording_id format check_only"),
)


@dataclass(frozen=True, slots=True)
class Transcription:
    """A call's transcript as the switch keeps it; what its JSON holds is not public."""

    content: bytes = field(repr=False)
    content_type: str = "application/json"
    filename: str = ""

    def texts(self) -> tuple[str, ...]:
        """What was said, as text or JSON: one for each file of the recording.

        Raises `TooLarge` for a ZIP that unpacks to more than a transcript can be, and
        `zipfile.BadZipFile` for one that is none.
        """
        if self.content_type != ZIP:
            return (self.content.decode(errors="replace"),)
        with zipfile.ZipFile(io.BytesIO(self.content)) as archive:
            if sum(file.file_size for file in archive.infolist()) > TRANSCRIPTION_LIMIT:
                raise TooLarge("CDR/get_transcription", TRANSCRIPTION_LIMIT)
            return tuple(archive.read(name).decode(errors="replace") for name in archive.namelist())


class Recordings(Calls):
    async def get_call_recording(self, i_xdr: int, *, limit_bytes: int = RECORDING_LIMIT) -> Audio:
        """The sound of a call: WAV, MP3, or a ZIP where the call was recorded in several files.

        Refused with `Server.CDR.xdr_not_found`, `.invalid_call_recording_id` (not recorded, or no
        longer kept) or `.forbidden_account_access`.
        """
        reply = await self._file("get_call_recording", limit_bytes, i_xdr=i_xdr)
        return Audio(reply.body, reply.content_type, reply.filename)

    async def get_transcription(
        self,
        call_recording_id: str,
        format: TranscriptionFormat = "json",  # noqa: A002 - the provider's name for it
    ) -> Transcription:
        """What was said in a recorded call; its id is the xDR's `h323_conf_id`. MR128 and later.

        Refused as `get_call_recording` is, and with `Server.CDR.transcription_not_found` while
        there is none yet.
        """
        reply = await self._file(
            "get_transcription",
            TRANSCRIPTION_LIMIT,
            documents=True,
            call_recording_id=call_recording_id,
            format=format,
        )
        return Transcription(reply.body, reply.content_type, reply.filename)

    async def has_transcription(self, call_recording_id: str) -> bool:
        """Whether it is there already, without reading it."""
        try:
            await self._call("get_transcription", call_recording_id=call_recording_id, check_only=1)
        except Rejected as refusal:
            if refusal.faultcode != NOT_TRANSCRIBED:
                raise
            return False
        return True
