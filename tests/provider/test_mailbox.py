"""The voicemail box: dates, flags, sound in three formats, messages from the desk."""

import io
import re
import wave
from typing import Any

import aiohttp
import av
import pytest

from sandbox.provider import audio
from tests.provider.conftest import Caller, Desk, Json, read


async def messages(caller: Caller, **params: Any) -> list[Json]:
    listed: list[Json] = (await caller.ok("Account/get_mailbox_message_list", **params))["messages"]
    return listed


async def test_one_message_was_heard_and_one_was_not(alice: Caller) -> None:
    heard, unheard = await messages(alice)

    assert heard["flags"] == ["\\Seen"]
    assert "flags" not in unheard
    assert heard["voicemail_duration"] == 9
    assert heard["size"] > 9 * 16_000
    assert re.fullmatch(
        r"\d\d-[A-Z][a-z]{2}-\d{4} \d\d:\d\d:\d\d [+-]\d{4}", unheard["delivery_date"]
    )


async def test_the_list_is_bounded_by_days(alice: Caller) -> None:
    assert await messages(alice, to_date="2020-01-01") == []
    assert len(await messages(alice, from_date="2020-01-01", to_date="2099-01-01")) == 2
    wrong = await alice.call("Account/get_mailbox_message_list", from_date="yesterday")
    assert wrong.faultcode == "Server.Account.get_mailbox_message_list.invalid_date"


async def test_details_stand_at_the_top_level(alice: Caller) -> None:
    answer = await alice.ok("Account/get_mailbox_message_details", message_uid="1")

    assert answer["message_uid"] == 1
    assert answer["from"] == "Caller #12125550123"
    assert answer["to"].startswith("12065550100")
    parts = answer["body_structures"]
    assert parts[-1]["file_name"] == "message_1.wav"
    assert {"bodytype", "bodysubtype", "bodysize"} <= set(parts[-1])


async def test_a_text_part_is_no_file(alice: Caller, desk: Desk) -> None:
    for _ in range(2):
        await desk.post("accounts/1001/voicemail", **{"from": "anonymous"}, seconds=2)

    plain = await alice.ok("Account/get_mailbox_message_details", message_uid=4)
    await desk.post("settings", mail_text_parts=True)

    answer = await alice.ok("Account/get_mailbox_message_details", message_uid=4)

    assert ["file_name" in part for part in plain["body_structures"]] == [True]
    assert ["file_name" in part for part in answer["body_structures"]] == [False, True]
    assert "<anonymous@" in answer["from"]


@pytest.mark.parametrize(
    ("kind", "content_type", "codec"),
    [
        ("wav", "audio/wav", "pcm_s16le"),
        ("mp3", "audio/mpeg", "mp3float"),
        ("au", "audio/basic", "pcm_mulaw"),
    ],
)
async def test_the_sound_plays_in_every_format(
    alice: Caller, kind: str, content_type: str, codec: str
) -> None:
    file = await alice.call("Account/get_mailbox_message_attachment", message_uid="2", format=kind)

    assert file.headers["Content-Type"] == content_type
    assert file.headers["Transfer-Encoding"] == "chunked"
    assert file.headers["Content-Disposition"].endswith(f'filename="message_2.{kind}"')
    with av.open(io.BytesIO(file.body), "r") as sound:
        assert sound.streams.audio[0].codec_context.name == codec
        samples = sum(frame.samples for frame in sound.decode(audio=0))
    assert samples / audio.RATE == pytest.approx(6, abs=0.3)


async def test_a_caller_may_have_a_name_and_an_address(alice: Caller, desk: Desk) -> None:
    sender = "123 (John Doe) <1001@pbx>"
    left = await desk.post("accounts/1001/voicemail", **{"from": sender}, seconds=2)

    details = await alice.ok("Account/get_mailbox_message_details", message_uid=left["message_uid"])

    assert details["from"] == sender


async def test_an_unknown_format_is_refused(alice: Caller) -> None:
    ogg = await alice.call("Account/get_mailbox_message_attachment", message_uid=1, format="ogg")

    assert ogg.faultcode == "Server.Account.get_mailbox_message_attachment.invalid_format"


async def test_in_place_of_a_message_that_is_gone_another_is_described(alice: Caller) -> None:
    await alice.ok("Account/delete_mailbox_messages", message_uids=[1])

    told = await alice.ok("Account/get_mailbox_message_details", message_uid="1")
    sound = await alice.ok("Account/get_mailbox_message_attachment", message_uid="1", format="wav")

    assert told["message_uid"] == sound["message_uid"] == 2
    assert not {"subject", "from", "to", "voicemail_duration"} & set(told)
    assert told["body_structures"]
    await alice.ok("Account/delete_mailbox_messages", message_uids=[2])
    empty = await alice.call("Account/get_mailbox_message_details", message_uid="1")
    assert empty.faultcode == "Server.Account.get_mailbox_message_details.message_not_found"


async def test_flags_are_set_and_removed(alice: Caller) -> None:
    change = {"message_uids": ["1", "2"], "flag": "Flagged"}

    done = await alice.ok("Account/set_mailbox_messages_flag", **change, action="set_flag")
    starred = [message["flags"] for message in await messages(alice)]
    await alice.ok("Account/set_mailbox_messages_flag", **change, action="remove_flag")
    plain = [message.get("flags") for message in await messages(alice)]

    assert done == {"success": 1}
    assert starred == [["\\Seen", "\\Flagged"], ["\\Flagged"]]
    assert plain == [["\\Seen"], None]


async def test_deletion_is_final_and_uids_are_not_used_again(alice: Caller, desk: Desk) -> None:
    await alice.ok("Account/delete_mailbox_messages", message_uids=[2])
    left = await desk.post("accounts/1001/voicemail", **{"from": "12065550133"}, seconds=5)

    assert [message["message_uid"] for message in await messages(alice)] == [1, 3]
    assert left["message_uid"] == 3


async def test_a_uid_named_twice_is_deleted_once_and_an_unknown_one_deletes_nothing(
    alice: Caller,
) -> None:
    refused = await alice.call("Account/delete_mailbox_messages", message_uids=[1, 77])
    left = [message["message_uid"] for message in await messages(alice)]

    done = await alice.ok("Account/delete_mailbox_messages", message_uids=["1", 1])

    assert refused.faultcode == "Server.Account.delete_mailbox_messages.message_not_found"
    assert (left, done) == ([1, 2], {"success": 1})
    assert [message["message_uid"] for message in await messages(alice)] == [2]


async def test_a_fax_has_pages_and_no_sound(alice: Caller, desk: Desk) -> None:
    left = await desk.post("accounts/1001/voicemail", **{"from": "12125550123"}, fax_pages=2)

    fax = (await messages(alice))[-1]
    details = await alice.ok("Account/get_mailbox_message_details", message_uid=3)
    sound = await alice.call("Account/get_mailbox_message_attachment", message_uid=3, format="wav")

    assert left["message_uid"] == fax["message_uid"] == 3
    assert fax["fax_pages"] == 2
    assert "voicemail_duration" not in fax
    assert details["body_structures"][0]["file_name"] == "message_3.tif"
    assert sound.faultcode == "Server.Account.get_mailbox_message_attachment.invalid_format"


async def test_a_line_without_mailbox_says_so(carol: Caller) -> None:
    answer = await carol.call("Account/get_mailbox_message_list")

    assert answer.faultcode == "Server.Account.unified_messaging_disabled"


def recorded(container: str, codec: str, rate: int) -> bytes:
    """Two seconds of sound in a file such as a browser records."""
    target = io.BytesIO()
    with (
        av.open(io.BytesIO(audio.speech(2, 5)), "r") as source,
        av.open(target, "w", format=container) as out,
    ):
        stream: Any = out.add_stream(codec, rate=rate, layout="mono")
        resampler = av.AudioResampler(format=stream.format.name, layout="mono", rate=rate)
        for frame in source.decode(audio=0):
            for part in resampler.resample(frame):
                part.pts = None
                out.mux(stream.encode(part))
        out.mux(stream.encode(None))
    return target.getvalue()


@pytest.mark.parametrize(
    ("container", "codec", "rate"),
    [("webm", "libopus", 48_000), ("ogg", "libopus", 48_000), ("mp3", "libmp3lame", 44_100)],
)
async def test_recorded_sound_becomes_a_message(
    alice: Caller, desk: Desk, http: aiohttp.ClientSession, container: str, codec: str, rate: int
) -> None:
    form = aiohttp.FormData()
    form.add_field("from", "12065550133")
    form.add_field("audio", recorded(container, codec, rate), filename=f"voice.{container}")

    async with http.post(f"{desk.url}/desk/accounts/1001/voicemail", data=form) as response:
        left = (await read(response)).json

    file = await alice.call(
        "Account/get_mailbox_message_attachment", message_uid=left["message_uid"], format="wav"
    )
    with wave.open(io.BytesIO(file.body)) as sound:
        assert (sound.getframerate(), sound.getnchannels()) == (8000, 1)
        assert sound.getnframes() / 8000 == pytest.approx(2, abs=0.3)
        assert any(sound.readframes(8000))
    details = await alice.ok("Account/get_mailbox_message_details", message_uid=left["message_uid"])
    assert details["from"] == "Caller #12065550133"


async def test_what_is_no_sound_is_refused_at_the_desk(
    desk: Desk, http: aiohttp.ClientSession
) -> None:
    form = aiohttp.FormData()
    form.add_field("audio", b"certainly no sound", filename="voice.webm")

    async with http.post(f"{desk.url}/desk/accounts/1001/voicemail", data=form) as response:
        assert response.status == 400
