"""Recorded calls: their sound, their transcripts, and whose they are."""

import io
import wave
import zipfile
from typing import Any

import orjson
import pytest

from sandbox.provider import audio
from tests.provider.conftest import EVER, Answer, Caller, Desk, Json

SOUND, TRANSCRIPT = "CDR/get_call_recording", "CDR/get_transcription"
NOBODYS = "01234567 89ABCDEF 01234567 89ABCDEF"


async def calls(caller: Caller, **params: Any) -> list[Json]:
    """Newest first."""
    query = {**EVER, "i_service_type": 3, "with_cr_download_ids": 1} | params
    listed: list[Json] = (await caller.ok("Account/get_xdr_list", **query))["xdr_list"]
    return listed


async def recorded(caller: Caller, files: int = 1) -> list[Json]:
    return [row for row in await calls(caller) if len(row.get("cr_download_ids") or ()) == files]


async def transcribed(caller: Caller, yes: bool = True) -> Json:
    """A call whose transcript is there, or is not."""
    for row in await recorded(caller):
        answer = await caller.call(TRANSCRIPT, call_recording_id=row["h323_conf_id"], check_only=1)
        if (answer.status == 200) is yes:
            return row
    raise AssertionError("there is no such recording")


async def silent(caller: Caller) -> Json:
    return next(row for row in await calls(caller) if not row.get("cr_download_ids"))


async def test_the_list_of_calls_tells_which_were_recorded(alice: Caller) -> None:
    rows = await recorded(alice) + await recorded(alice, files=2)

    assert rows
    assert all(row["bit_flags"] & 64 for row in rows)
    assert all("cr_download_ids" not in row for row in await calls(alice, with_cr_download_ids=0))


async def test_a_recording_is_a_chunked_attachment_with_two_voices(alice: Caller) -> None:
    key = (await recorded(alice))[0]["i_xdr"]

    file = await alice.call(SOUND, i_xdr=key)
    again = await alice.call(SOUND, i_xdr=str(key))

    assert file.headers["Content-Type"] == "audio/wav"
    assert file.headers["Transfer-Encoding"] == "chunked"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{key}.wav"'
    with wave.open(io.BytesIO(file.body)) as sound:
        assert 0 < sound.getnframes() <= 60 * audio.RATE
        assert any(sound.readframes(audio.RATE))
    assert file.body == again.body


async def test_several_files_of_one_call_come_as_a_zip(alice: Caller) -> None:
    """Each leg of a long forwarded call has a file."""
    row = (await recorded(alice, files=2))[0]
    key, conference = row["i_xdr"], row["h323_conf_id"]

    sound = await alice.call(SOUND, i_xdr=key)
    text = await alice.call(TRANSCRIPT, call_recording_id=conference, format="text")
    told = await alice.call(TRANSCRIPT, call_recording_id=conference)

    assert row["bit_flags"] & 12 == 12
    assert row["cr_download_ids"] == [f"{conference}_0", f"{conference}_1"]
    assert sound.headers["Content-Disposition"] == f'attachment; filename="{key}.zip"'
    assert unpacked(sound).keys() == {f"{key}_0.wav", f"{key}_1.wav"}
    assert all(content[:4] == b"RIFF" for content in unpacked(sound).values())
    assert unpacked(text).keys() == {f"{key}_0.txt", f"{key}_1.txt"}
    assert orjson.loads(unpacked(told)[f"{key}_1.json"])["call_recording_id"] == conference


def unpacked(answer: Answer) -> dict[str, bytes]:
    assert answer.headers["Content-Type"] == "application/zip"
    with zipfile.ZipFile(io.BytesIO(answer.body)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


async def test_a_transcript_is_json_or_plain_text(alice: Caller) -> None:
    key = (await transcribed(alice))["h323_conf_id"]

    there = await alice.ok(TRANSCRIPT, call_recording_id=key, check_only=1)
    usual = await alice.ok(TRANSCRIPT, call_recording_id=key)
    told = await alice.ok(TRANSCRIPT, call_recording_id=key, format="json")
    text = await alice.call(TRANSCRIPT, call_recording_id=key, format="text")
    other = await alice.call(TRANSCRIPT, call_recording_id=key, format="pdf")

    assert there == {"call_recording_id": key}
    assert usual == told
    assert told["call_recording_id"] == key
    assert told["text"] == text.body.decode()
    assert [phrase["text"] for phrase in told["phrases"]] == told["text"].split("\n")
    assert text.headers["Content-Type"].startswith("text/plain")
    assert other.faultcode == "Server.CDR.get_transcription.invalid_format"


async def test_plain_text_is_not_always_an_attachment(alice: Caller, desk: Desk) -> None:
    """The odd thing of live switches, told by the id as all of them are."""
    marked = {}
    for _ in range(4):
        made = await desk.post("accounts/1001/call", **{"from": "1001"}, seconds=9, recorded=True)
        row = (await recorded(alice))[0]
        text = await alice.call(TRANSCRIPT, call_recording_id=row["h323_conf_id"], format="text")
        assert row["i_xdr"] == made["i_xdr"]
        if text.status == 200:
            marked[made["i_xdr"] % 4] = "Content-Disposition" in text.headers

    assert marked == {0: False, 1: True, 3: True}


async def test_a_recording_may_not_be_transcribed_yet(alice: Caller) -> None:
    row = await transcribed(alice, yes=False)

    for check_only in (0, 1):
        answer = await alice.call(
            TRANSCRIPT, call_recording_id=row["h323_conf_id"], check_only=check_only
        )
        assert answer.faultcode == "Server.CDR.transcription_not_found"


async def test_another_accounts_call_is_forbidden(alice: Caller, bob: Caller) -> None:
    row = (await recorded(alice))[0]

    sound = await bob.call(SOUND, i_xdr=row["i_xdr"])
    transcript = await bob.call(TRANSCRIPT, call_recording_id=row["h323_conf_id"])

    assert sound.faultcode == transcript.faultcode == "Server.CDR.forbidden_account_access"


async def test_a_call_without_a_recording_is_told_from_no_call(alice: Caller) -> None:
    row = await silent(alice)

    silence = [
        await alice.call(SOUND, i_xdr=row["i_xdr"]),
        await alice.call(TRANSCRIPT, call_recording_id=row["h323_conf_id"]),
    ]
    nothing = [
        await alice.call(SOUND, i_xdr=1),
        await alice.call(TRANSCRIPT, call_recording_id=NOBODYS),
    ]

    assert {answer.faultcode for answer in silence} == {"Server.CDR.invalid_call_recording_id"}
    assert {answer.faultcode for answer in nothing} == {"Server.CDR.xdr_not_found"}


@pytest.mark.parametrize("wrong", ["nonsense", "0 0 0 0", "", None, 7])
async def test_what_is_no_conference_id_is_no_recording(alice: Caller, wrong: object) -> None:
    answer = await alice.call(TRANSCRIPT, call_recording_id=wrong)

    assert answer.faultcode == "Server.CDR.invalid_call_recording_id"
