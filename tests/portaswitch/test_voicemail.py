"""Voicemail settings, greetings, music on hold and recorded calls: the client at the sandbox."""

from __future__ import annotations

import io
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portaswitch import (
    Account,
    Audio,
    AudioFormat,
    EmailAction,
    FaxFormat,
    FeatureChange,
    Greeting,
    MohItem,
    MohOwner,
    MohStatus,
    NotMapped,
    PromptLevel,
    Provider,
    ProviderConfig,
    Rejected,
    Tokens,
    TooLarge,
    Transcription,
    Unavailable,
    VmSettings,
    Xdr,
)
from portaswitch.account.music import moh_item
from portaswitch.account.voicemail import vm_settings
from sandbox.provider import audio
from sandbox.provider.server import Config
from tests.portaswitch.conftest import (
    Desk,
    Script,
    confirm_everything,
    jwt,
    running,
    says,
    sends_file,
    shows_page,
)

GET, SET = "Voicemail/get_vm_settings", "Voicemail/set_vm_settings"
TRANSCRIPT = "CDR/get_transcription"
SOUND = Audio(audio.speech(1, 7), filename="hello.wav")


@pytest.fixture
async def alice(desk: Desk) -> Account:
    """On a switch whose document confirms the proposals."""
    await desk.provider.check()
    return await desk.sign_in()


@pytest.fixture
async def account(provider: Provider, account: Account) -> AsyncIterator[Account]:
    """On a scripted switch whose operator confirmed the proposals."""
    confirm_everything(provider)
    yield account


# -- settings -------------------------------------------------------------------------------------


async def test_settings_are_read_changed_and_written_back(desk: Desk, alice: Account) -> None:
    before = await alice.get_vm_settings()
    assert before.prompt_levels is PromptLevel.STANDARD
    assert before.greetings is Greeting.STANDARD
    assert (before.auto_play, before.announce_dt) == (False, True)

    await alice.set_vm_settings(
        replace(
            before,
            password="258000",
            auto_play=True,
            prompt_levels=PromptLevel.RAPID,
            fax_files_format=FaxFormat.SINGLE_TIFF,
            ext_email="alice@example.org",
            ext_email_action=EmailAction.VOICE_TO_TEXT,
            ext_email_audio_format=AudioFormat.MP3,
        )
    )

    after = await alice.get_vm_settings()
    assert after.password == "258000"
    assert after.auto_play is True
    assert after.prompt_levels is PromptLevel.RAPID
    assert after.fax_files_format is FaxFormat.SINGLE_TIFF
    assert after.ext_email_action is EmailAction.VOICE_TO_TEXT
    assert after.announce_dt is before.announce_dt
    (call,) = await desk.calls(SET)
    assert call["params"]["vm_settings"]["max_message_length"] == 300
    assert not call.get("unknown_params")


async def test_what_the_switch_refuses_is_told_in_its_words(alice: Account) -> None:
    settings = await alice.get_vm_settings()

    with pytest.raises(Rejected) as caught:
        await alice.set_vm_settings(replace(settings, password="12"))

    assert caught.value.faultstring == "The PIN must have 4 to 10 digits."


async def test_a_line_without_mailbox_is_refused(desk: Desk) -> None:
    await desk.provider.check()
    carol = await desk.sign_in("carol")

    with pytest.raises(Rejected, match="unified_messaging_disabled"):
        await carol.get_vm_settings()


async def test_what_was_not_changed_goes_back_as_it_came(script: Script, account: Account) -> None:
    raw = {
        "password": 1234,
        "auto_play": 1,
        "announce_dt": "N",
        "prompt_levels": "Chatty",
        "ext_email": None,
        "of_a_later_release": {"nested": [1, None]},
    }
    script.on(GET, says({"vm_settings": raw}))
    script.on(SET, says({"vm_settings_saved": 1}))
    settings = await account.get_vm_settings()

    await account.set_vm_settings(settings)
    await account.set_vm_settings(replace(settings, auto_play=False, announce_dt=True))

    untouched, changed = (seen.params for seen in script.calls(SET))
    assert (settings.password, settings.prompt_levels) == ("1234", "Chatty")
    assert untouched == {"vm_settings": raw}
    assert changed == {"vm_settings": raw | {"auto_play": 0, "announce_dt": "Y"}}


async def test_settings_that_were_not_saved_are_a_refusal(script: Script, account: Account) -> None:
    script.on(SET, says({"vm_settings_saved": 0}))

    with pytest.raises(Rejected, match="unsuccessful"):
        await account.set_vm_settings(VmSettings(auto_play=True))


async def test_a_member_by_another_name_is_corrected_in_one_place(
    script: Script, tmp_path: Path
) -> None:
    corrections = tmp_path / "operations.toml"
    corrections.write_text(
        "[get_vm_settings]\nconfirmed = true\nresults.auto_play = 'vm_settings.autoplay'\n"
        "[set_vm_settings]\nconfirmed = true\n",
        encoding="utf-8",
    )
    script.on(GET, says({"vm_settings": {"autoplay": "Y"}}))
    script.on(SET, says({"vm_settings_saved": 1}))
    provider = Provider(ProviderConfig(url=script.url, operations_file=corrections))
    account = provider.account(Tokens(jwt(i_account=55)))

    settings = await account.get_vm_settings()
    await account.set_vm_settings(replace(settings, auto_play=False))

    await provider.stop()
    assert settings.auto_play is True
    assert script.calls(SET)[0].params == {"vm_settings": {"autoplay": "N"}}


async def test_where_the_proposals_are_not_there_they_are_hidden() -> None:
    async with running(Config(unknown="renamed")) as desk:
        await desk.provider.check()
        account = await desk.sign_in()

        with pytest.raises(NotMapped):
            await account.get_vm_settings()
        with pytest.raises(NotMapped):
            await account.get_moh_list()


def test_pins_are_not_shown() -> None:
    settings = vm_settings({"password": "80808", "disa_password": "70707", "vm_settings": {"x": 9}})

    assert not any(secret in repr(settings) for secret in ("80808", "70707", "as_read"))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(["password", "auto_play", "greetings", "ext_email"]), JSON))
def test_any_settings_are_settings(answer: dict[str, Any]) -> None:
    settings = vm_settings(answer)

    assert isinstance(settings.greetings, str)
    assert settings.auto_play in (True, False, None)
    assert settings == vm_settings(settings.as_read)


# -- greetings and music on hold ------------------------------------------------------------------


async def test_a_greeting_is_recorded_chosen_heard_and_deleted(alice: Account) -> None:
    with pytest.raises(Rejected, match="greeting_not_found"):
        await alice.get_vm_greeting(Greeting.PERSONAL)

    await alice.set_vm_greeting(Greeting.PERSONAL, SOUND)
    heard = await alice.get_vm_greeting(Greeting.PERSONAL)
    settings = await alice.get_vm_settings()
    await alice.set_vm_settings(replace(settings, greetings=Greeting.PERSONAL))
    assert (heard.content, heard.content_type) == (SOUND.content, "audio/wav")
    assert (await alice.get_vm_settings()).greetings is Greeting.PERSONAL

    await alice.delete_vm_greeting(Greeting.PERSONAL)
    assert (await alice.get_vm_settings()).greetings is Greeting.STANDARD


async def test_a_sound_without_a_name_is_a_file_all_the_same(alice: Account) -> None:
    await alice.set_vm_greeting(Greeting.NAME, Audio(SOUND.content))

    assert (await alice.get_vm_greeting(Greeting.NAME)).content == SOUND.content


async def test_what_is_no_wav_is_refused_in_words(alice: Account) -> None:
    for upload in (
        alice.set_vm_greeting(Greeting.NAME, Audio(b"ID3", "audio/mpeg", "a.mp3")),
        alice.upload_moh("Tune", Audio(b"ID3", "audio/mpeg", "a.mp3")),
    ):
        with pytest.raises(Rejected) as caught:
            await upload
        assert caught.value.faultstring == "This is not a WAV file; only those are taken."


async def test_music_is_uploaded_chosen_and_deleted(alice: Account) -> None:
    i_moh = await alice.upload_moh("Our tune", SOUND)
    listed = await alice.get_moh_list()
    choice = FeatureChange("music_on_hold", "Y", {"i_moh": [str(i_moh)]})
    await alice.update_service_features(choice)

    assert listed.moh_list == (MohItem(i_moh, "Our tune", MohOwner.ACCOUNT, MohStatus.PENDING),)
    assert {item.owner for item in listed.default_moh_list} == {""}
    assert (await alice.get_service_features())["music_on_hold"].value("i_moh") == str(i_moh)
    with pytest.raises(Rejected, match="moh_in_use"):
        await alice.delete_moh(i_moh)
    await alice.update_service_features(FeatureChange("music_on_hold", "Y", {"i_moh": ["1"]}))
    await alice.delete_moh(i_moh)
    assert (await alice.get_moh_list()).moh_list == ()


def test_an_item_may_say_next_to_nothing() -> None:
    assert moh_item({"i_moh": "7"}) == MohItem(7, "7")
    assert moh_item({"i_moh": 7, "status": "converting"}).status == "converting"
    with pytest.raises(ValueError, match="i_moh"):
        moh_item({"name": "nothing"})


# -- recorded calls -------------------------------------------------------------------------------


async def recorded(account: Account) -> list[Xdr]:
    now = datetime.now(UTC)
    page = await account.get_xdr_list(now - timedelta(days=6), now + timedelta(minutes=1))
    return [xdr for xdr in page.xdrs if xdr.recorded]


async def test_recordings_are_sound_or_a_zip(alice: Account) -> None:
    found = [await alice.get_call_recording(xdr.i_xdr) for xdr in await recorded(alice)]

    assert {one.content_type for one in found} == {"audio/wav", "application/zip"}
    assert {one.content[:4] for one in found} == {b"RIFF", b"PK\3\4"}
    assert all(one.filename for one in found)


async def test_transcripts_are_there_or_not_yet(alice: Account) -> None:
    calls = await recorded(alice)
    there = {xdr.i_xdr: await alice.has_transcription(xdr.h323_conf_id) for xdr in calls}
    assert set(there.values()) == {True, False}

    for xdr in calls:
        if not there[xdr.i_xdr]:
            with pytest.raises(Rejected, match="transcription_not_found"):
                await alice.get_transcription(xdr.h323_conf_id)
            continue
        text = await alice.get_transcription(xdr.h323_conf_id, "text")
        told = await alice.get_transcription(xdr.h323_conf_id)
        assert all("\n" in said for said in text.texts())
        assert all(said.startswith("{") for said in told.texts())
        assert len(text.texts()) == len(xdr.cr_download_ids)


async def test_refusals_of_recordings_are_told_apart(desk: Desk, alice: Account) -> None:
    bob = await desk.sign_in("bob")
    call = (await recorded(bob))[0]
    foreign = "forbidden_account_access"

    for refused, reason in (
        (alice.get_call_recording(call.i_xdr), foreign),
        (alice.get_transcription(call.h323_conf_id), foreign),
        (alice.has_transcription(call.h323_conf_id), foreign),
        (alice.get_call_recording(1), "xdr_not_found"),
        (alice.get_transcription("nonsense"), "invalid_call_recording_id"),
    ):
        with pytest.raises(Rejected, match=reason):
            await refused


async def test_plain_text_that_is_not_marked_as_a_file_is_a_transcript(
    script: Script, account: Account
) -> None:
    script.on(TRANSCRIPT, shows_page(200, "text/plain"))

    transcript = await account.get_transcription("4F1E22D0", "text")

    assert transcript.texts() == ("<h1>Bad gateway</h1>",)


@pytest.mark.parametrize("answer", [shows_page(200), shows_page(502, "text/plain"), says([1])])
async def test_a_page_is_no_transcript(script: Script, account: Account, answer: Any) -> None:
    script.on(TRANSCRIPT, answer)

    with pytest.raises(Unavailable):
        await account.get_transcription("4F1E22D0", "text")


async def test_a_recording_beyond_the_limit_is_not_read_on(
    script: Script, account: Account
) -> None:
    script.on("CDR/get_call_recording", sends_file(bytes(20_000)))

    with pytest.raises(TooLarge):
        await account.get_call_recording(9001, limit_bytes=10_000)


def test_a_zip_that_unpacks_to_too_much_is_not_unpacked() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("1.txt", bytes(6_000_000))

    with pytest.raises(TooLarge):
        Transcription(target.getvalue(), "application/zip").texts()
