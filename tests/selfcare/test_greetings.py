"""Greetings: heard, recorded, kept or retaken, put to use."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.provider.config import Config
from sandbox.provider.proposals.voicemail import VoiceBox
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world
from tests.selfcare.sounds import encoded, speech, taken, voice


def kept(world: World) -> dict[str, bytes]:
    """The greetings that the provider has."""
    alice = world.account()
    return dict(alice.part(VoiceBox).greetings)


@pytest.mark.row("S43", "S45")
async def test_a_greeting_is_recorded_by_the_microphone_played_back_and_put_to_use(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > greeting
        IP Centrex · Greetings — 12065550100 Alice Adams
        Callers hear now: Standard.
        • Standard: the announcement of your provider
        • Extended absence: for when you are away for longer
        • Personal: a greeting in your own words
        • Name: the announcement with your name, said by you
        Tap one to hear it.
        [Standard, in use]  [Extended absence]
        [Personal]  [Name]
        [Home]
        > [Standard, in use]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Standard: the announcement of your provider.
        In use: this is what callers hear.
        Your provider does not hand out its sound. To hear it, call your line from another phone and do not answer.
        [Back]  [Home]
        > [Back]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Callers hear now: Standard.
        • Standard: the announcement of your provider
        • Extended absence: for when you are away for longer
        • Personal: a greeting in your own words
        • Name: the announcement with your name, said by you
        Tap one to hear it.
        [Standard, in use]  [Extended absence]
        [Personal]  [Name]
        [Home]
        > [Personal]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: a greeting in your own words.
        Callers hear now: Standard.
        There is no recording of it yet.
        [Record it]
        [Back]  [Home]
        > [Record it]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: a greeting in your own words.
        Hold the microphone and speak. A forwarded voice note or an audio file will do too: up to 1 minute, up to 20 MB.
        I cut the silence at both ends, make it as loud as it should be, and play it back.
        [Cancel]
        > hello, this is Alice
        IP Centrex · Greetings — 12065550100 Alice Adams
        I need something to hear: a voice note, or an audio file such as MP3, M4A, OGG, WAV or FLAC.
        Personal: a greeting in your own words.
        Hold the microphone and speak. A forwarded voice note or an audio file will do too: up to 1 minute, up to 20 MB.
        I cut the silence at both ends, make it as loud as it should be, and play it back.
        [Cancel]
    """)
    await chat.send_file("voice", voice(4), "voice.ogg")
    await chat.play("""
        > [Retake]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: a greeting in your own words.
        Hold the microphone and speak. A forwarded voice note or an audio file will do too: up to 1 minute, up to 20 MB.
        I cut the silence at both ends, make it as loud as it should be, and play it back.
        [Cancel]
    """)
    assert kept(world) == {}
    await chat.send_file("voice", voice(3), "voice.ogg")
    await chat.play("""
        > [Keep]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: your provider has the new recording.
        Callers hear now: Standard.
        • Standard: the announcement of your provider
        • Extended absence: for when you are away for longer
        • Personal: a greeting in your own words
        • Name: the announcement with your name, said by you
        Tap one to hear it.
        [Use it now]
        [Standard, in use]  [Extended absence]
        [Personal]  [Name]
        [Home]
        > [Use it now]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Callers hear now: Personal.
        • Standard: the announcement of your provider
        • Extended absence: for when you are away for longer
        • Personal: a greeting in your own words
        • Name: the announcement with your name, said by you
        Tap one to hear it.
        [Standard]  [Extended absence]
        [Personal, in use]  [Name]
        [Home]
        > [Personal, in use]
        (voice 0:03)
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: a greeting in your own words.
        In use: this is what callers hear.
        [Record it anew]  [Delete]
        [Back]  [Home]
    """)
    assert taken(kept(world)["personal"]) == (8_000, 2, 1, 3)
    (written,) = await desk.log("set_vm_settings")
    assert written["params"]["vm_settings"]["greetings"] == "personal"
    assert written["params"]["vm_settings"]["max_message_length"] == 300

    await chat.play("""
        > [Delete]
        (voice 0:03)
        IP Centrex · Greetings — 12065550100 Alice Adams
        Delete your recording for good? Personal
        It is in use: your provider then chooses what callers hear.
        [Keep it]  [Delete for good]
        [Back]  [Home]
        > [Keep it]
        (voice 0:03)
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: a greeting in your own words.
        In use: this is what callers hear.
        [Record it anew]  [Delete]
        [Back]  [Home]
        > [Delete]
        (voice 0:03)
        IP Centrex · Greetings — 12065550100 Alice Adams
        Delete your recording for good? Personal
        It is in use: your provider then chooses what callers hear.
        [Keep it]  [Delete for good]
        [Back]  [Home]
        > [Delete for good]
        (voice 0:03)
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: the recording is deleted.
        Callers hear now: Standard.
        [Back]  [Home]
    """)
    assert kept(world) == {}


@pytest.mark.row("S44")
async def test_an_audio_file_is_trimmed_levelled_and_heard_before_it_is_kept(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/menu", "[IP Centrex]", "greetings", "[Extended absence]", "[Record it]")
    await chat.send_file("document", speech(5, silence=4), "away.wav")
    await chat.play("""
        > [Keep]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Extended absence: your provider has the new recording.
        Callers hear now: Standard.
        • Standard: the announcement of your provider
        • Extended absence: for when you are away for longer
        • Personal: a greeting in your own words
        • Name: the announcement with your name, said by you
        Tap one to hear it.
        [Use it now]
        [Standard, in use]  [Extended absence]
        [Personal]  [Name]
        [Home]
    """)
    assert taken(kept(world)["extended"]) == (8_000, 2, 1, 5)


@pytest.mark.row("S44")
async def test_what_cannot_be_a_greeting_is_told_why_and_asked_for_again(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("greeting", "[Name]", "[Record it]")
    for kind, content, name, reason in (
        ("document", b"<html>Not found</html>", "song.mp3", "I cannot play that file"),
        ("document", speech(2)[:30], "cut.wav", "I cannot play that file"),
        ("document", speech(0, silence=3), "quiet.wav", "I hear nothing in it"),
        ("document", speech(1)[:5_000], "short.wav", "less than half a second"),
    ):
        await chat.send_file(kind, content, name)
        assert reason in await chat.last()
    assert kept(world) == {}

    await chat.send_file("voice", voice(2), "voice.ogg")
    await world.restart()
    await chat.play("""
        > [Cancel]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Canceled. No greeting was saved.
        Name: the announcement with your name, said by you.
        Callers hear now: Standard.
        There is no recording of it yet.
        [Record it]
        [Back]  [Home]
    """)
    assert kept(world) == {}


@pytest.mark.row("S44")
async def test_what_is_longer_is_cut_said_so_and_heard_before_it_is_kept(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("greeting", "[Name]", "[Record it]")
    await chat.send_file("voice", voice(14), "voice.ogg")
    assert (await chat.screen(1)).splitlines() == [
        "(voice 0:10)",
        "IP Centrex · Greetings — 12065550100 Alice Adams",
        "This is how it sounds by telephone.",
        "Length: 10 sec",
        "What you sent is longer. It may play for 10 sec at most, so it ends softly there.",
        "[Retake]",
        "[Cancel]  [Keep]",
    ]

    # What was heard is what is kept: the file is not even asked for again.
    await world.chat_fault("getFile", status=400)
    await chat.moves("[Keep]")
    assert taken(kept(world)["name"]) == (8_000, 2, 1, 10)


@pytest.mark.row("S44")
async def test_half_a_file_is_played_and_what_is_missing_is_said(chat: ChatUser) -> None:
    track = encoded("flac", "flac", 8)
    await chat.moves("greeting", "[Personal]", "[Record it]")
    await chat.send_file("audio", track[: len(track) // 2], "half.flac")

    assert "The file is damaged: another" in await chat.last()
    assert "[Keep]" in await chat.last()


@pytest.mark.row("S44")
async def test_a_file_that_the_messenger_does_not_hand_out_is_asked_for_again(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("greeting", "[Name]", "[Record it]")
    for description, said in (
        ("Bad Request: file is too big", "That file is too large"),
        ("Bad Request: wrong file_id", "I can no longer get that file"),
    ):
        await world.chat_fault("getFile", status=400, description=description, times=1)
        await chat.send_file("voice", voice(2), "voice.ogg")
        assert said in await chat.last()
    assert kept(world) == {}


@pytest.mark.row("S44")
async def test_a_refused_or_silent_provider_loses_no_recording(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    await chat.moves("greeting", "[Personal]", "[Record it]")
    await chat.send_file("voice", voice(2), "voice.ogg")
    await desk.fault(
        "Voicemail/set_vm_greeting",
        "fault",
        faultcode="Server.no_room",
        faultstring="Full.",
        times=1,
    )
    await chat.play("""
        > [Keep]
        IP Centrex · Greetings — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Cancel]  [Try again]
    """)
    await desk.fault("Voicemail/set_vm_greeting", "silent_after", times=1)
    await chat.play("""
        > [Try again]
        IP Centrex · Greetings — 12065550100 Alice Adams
        This is how it sounds by telephone.
        Length: 2 sec
        [Retake]
        [Cancel]  [Keep]
        > [Keep]
        IP Centrex · Greetings — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. Look at what is set now before you try again.
        [Cancel]  [Try again]
    """)
    await chat.play("""
        > [Try again]
        IP Centrex · Greetings — 12065550100 Alice Adams
        This is how it sounds by telephone.
        Length: 2 sec
        [Retake]
        [Cancel]  [Keep]
        > [Keep]
        IP Centrex · Greetings — 12065550100 Alice Adams
        Personal: your provider has the new recording.
        Callers hear now: Standard.
        • Standard: the announcement of your provider
        • Extended absence: for when you are away for longer
        • Personal: a greeting in your own words
        • Name: the announcement with your name, said by you
        Tap one to hear it.
        [Use it now]
        [Standard, in use]  [Extended absence]
        [Personal]  [Name]
        [Home]
    """)
    assert list(kept(world)) == ["personal"]


@pytest.mark.row("S43")
async def test_where_the_switch_takes_no_recordings_none_is_offered(tmp_path: Path) -> None:
    rows = tmp_path / "operations.toml"
    rows.write_text("set_vm_greeting.confirmed = false\nget_vm_greeting.confirmed = false\n")
    async with make_world(tmp_path, operations=rows) as world:
        user = await world.user()
        await user.sign_in()
        await user.play("""
            > greeting
            IP Centrex · Greetings — 12065550100 Alice Adams
            Callers hear now: Standard.
            • Standard: the announcement of your provider
            • Extended absence: for when you are away for longer
            • Personal: a greeting in your own words
            • Name: the announcement with your name, said by you
            Tap one to hear it.
            [Standard, in use]  [Extended absence]
            [Personal]  [Name]
            [Home]
            > [Personal]
            IP Centrex · Greetings — 12065550100 Alice Adams
            Personal: a greeting in your own words.
            Callers hear now: Standard.
            I cannot play it here.
            [Use this one]  [Delete]
            [Back]  [Home]
        """)


@pytest.mark.row("S43", "S44")
async def test_greetings_speak_ukrainian(world: World) -> None:
    user = await world.user("Олена", "uk")
    await user.sign_in("dmytro")
    await user.play("""
        > привітання
        IP Centrex · Привітання — 380441234567 Дмитро Коваленко
        Ті, хто телефонує, зараз чують: Стандартне.
        • Стандартне: оголошення вашого провайдера
        • Тривала відсутність: коли вас довго не буде
        • Особисте: привітання вашими словами
        • Ім’я: оголошення з вашим ім’ям, яке промовили ви
        Натисніть, щоб прослухати.
        [Стандартне, увімкнено]
        [Тривала відсутність]  [Особисте]
        [Ім’я]
        [Головна]
        > [Особисте]
        IP Centrex · Привітання — 380441234567 Дмитро Коваленко
        Особисте: привітання вашими словами.
        Ті, хто телефонує, зараз чують: Стандартне.
        Його ще не записано.
        [Записати]
        [Назад]  [Головна]
        > [Записати]
        IP Centrex · Привітання — 380441234567 Дмитро Коваленко
        Особисте: привітання вашими словами.
        Утримуйте кнопку мікрофона й говоріть. Підійде й переслане голосове повідомлення або аудіофайл. Найбільша тривалість: 1 хвилина, розмір до 20 МБ.
        Я приберу тишу на початку й наприкінці, вирівняю гучність і дам вам прослухати.
        [Скасувати]
    """)
    await user.send_file("voice", voice(2), "voice.ogg")
    assert "Так це звучить у телефоні." in await user.last()


async def test_a_switch_without_the_mailbox_settings_shows_no_greetings(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        user = await world.user()
        await user.sign_in()
        await user.say("/menu")
        await user.tap("IP Centrex")
        assert "[Greetings]" not in await user.last()
