"""Music on hold: switched, chosen, sent, followed until it is live, deleted."""

from __future__ import annotations

import asyncio
import re
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from sandbox.provider.model import OwnFeature
from sandbox.provider.proposals import music, uploads
from store import notices
from store.notices import Notice
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.selfcare.sounds import encoded, taken, voice


@pytest.fixture
def uploaded(monkeypatch: pytest.MonkeyPatch) -> list[bytes]:
    """What the provider takes: nothing plays it there, so the sound itself is not kept."""
    taken_in: list[bytes] = []

    def sound(call: Any, megabytes: int) -> bytes:
        taken_in.append(uploads.sound(call, megabytes))
        return taken_in[-1]

    monkeypatch.setattr(music, "sound", sound)
    return taken_in


async def pass_minutes(world: World, minutes: int) -> None:
    """For the bot and for the provider alike."""
    world.provider.switch.clock.advance(60 * minutes)
    world.clock.advance(minutes=minutes)
    world.parts.services.wake()


@pytest.mark.row("S53", "S54", "S55", "N11")
async def test_a_track_becomes_the_music_and_its_going_live_is_told(
    world: World, chat: ChatUser, desk: Desk, uploaded: list[bytes]
) -> None:
    await chat.play("""
        > hold music
        IP Centrex · Music on hold — 12065550100 Alice Adams
        People you put on hold hear: Classic melody.
        [Music on hold: on]  [Send my own]
        [Home]
        > [Music on hold: on]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        People you put on hold hear silence.
        [Music on hold: off]
        [Playing: Classic melody]
        [Send my own]
        [Home]
        > [Send my own]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Send a track or a voice note: the first 5 minutes are used, and the file may have up to 20 MB.
        I make it as loud as it should be and play it back as it sounds by telephone.
        Music needs its composer's and its publisher's consent to be played to others.
        [Cancel]
    """)
    await chat.send_file("audio", encoded("mp3", "libmp3lame", 20), "My_song.mp3")
    sent = await chat.last()
    await chat.play("""
        > [Keep]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Your provider has it. I tell you here when it is live, within ten minutes or so.
        People you put on hold hear silence.
        [Music on hold: off]  [Playing: My song]
        [Send my own]  [Delete music]
        [Home]
        > [Music on hold: off]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Chosen for people you put on hold: My song.
        It is new and not live yet: that takes up to ten minutes.
        [Music on hold: on]  [Playing: My song]
        [Send my own]  [Delete music]
        [Home]
    """)
    assert "(voice 0:20)" in sent
    assert taken(uploaded[0]) == (8_000, 2, 1, 20)
    await pass_minutes(world, 11)
    await chat.waits_for("is live now")
    await chat.play("""
        > [Music on hold]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        People you put on hold hear: My song.
        [Music on hold: on]  [Playing: My song]
        [Send my own]  [Delete music]
        [Home]
    """)


@pytest.mark.row("N11")
async def test_three_minutes_of_a_voice_note_become_what_the_switch_takes(
    world: World, chat: ChatUser, uploaded: list[bytes]
) -> None:
    await chat.moves("hold music", "[Send my own]")
    await chat.send_file("voice", voice(180), "voice.ogg")
    assert "(voice 3:00)" in await chat.last()
    assert uploaded == []
    await chat.tap("Keep")

    assert taken(uploaded[0]) == (8_000, 2, 1, 180)
    assert re.search(r"Recorded \d+ Nov, \d\d:\d\d\b", await chat.last()), "a name that stays true"


@pytest.mark.row("S53")
async def test_a_conversion_ends_at_once_when_it_is_canceled(
    chat: ChatUser, monkeypatch: pytest.MonkeyPatch
) -> None:
    converting = asyncio.Event()

    async def slow(*_given: Any) -> None:
        converting.set()
        await asyncio.sleep(60)

    monkeypatch.setattr("conversations.shared.sounds.phone_sound", slow)
    await chat.moves("hold music", "[Send my own]")
    sending = asyncio.create_task(chat.send_file("voice", voice(2), "voice.ogg"))
    await converting.wait()

    await chat.say("/cancel", settle=False)
    await sending

    assert "Canceled. The music on hold stays as it was." in await chat.waits_for("Canceled.")
    assert "Length" not in await chat.screen()


@pytest.mark.row("S53")
async def test_own_music_is_deleted_once_it_is_no_longer_in_use(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("hold music", "[Send my own]")
    await chat.send_file("audio", encoded("mp3", "libmp3lame", 2), "One.mp3")
    full = "Server.Account.upload_moh.too_many"
    await desk.fault("Account/upload_moh", "fault", faultcode=full, times=1)
    await chat.tap("Keep")
    assert "you have as much of your own as there may be" in await chat.last()
    assert "[Delete music]" in await chat.last()
    await chat.moves("[Back]", "[Send my own]")
    await chat.send_file("audio", encoded("mp3", "libmp3lame", 2), "One.mp3")
    await desk.fault("Account/upload_moh", "silent_after", times=1)
    await world.restart(provider_timeout=SOON)
    await chat.play("""
        > [Keep]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Your provider has it. I tell you here when it is live, within ten minutes or so.
        Chosen for people you put on hold: One.
        It is new and not live yet: that takes up to ten minutes.
        [Music on hold: on]  [Playing: One]
        [Send my own]  [Delete music]
        [Home]
        > [Delete music]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Which of your own music shall be deleted?
        [One]
        [Back]  [Home]
        > [One]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        One is in use. Choose other music before you delete it.
        [Back]  [Home]
        > [Back]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Chosen for people you put on hold: One.
        It is new and not live yet: that takes up to ten minutes.
        [Music on hold: on]  [Playing: One]
        [Send my own]  [Delete music]
        [Home]
        > [Playing: One]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Playing: what shall it be?
        • provider's choice: what your provider plays
        • One: your own, not live yet
        [provider's choice]  [One, now]
        [Back]  [Home]
        > [provider's choice]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        People you put on hold hear: Classic melody.
        [Music on hold: on]
        [Playing: provider's choice]
        [Send my own]  [Delete music]
        [Home]
        > [Delete music]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Which of your own music shall be deleted?
        [One]
        [Back]  [Home]
        > [One]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Delete this music for good? One
        [Delete for good]
        [Back]  [Home]
        > [Delete for good]
        IP Centrex · Music on hold — 12065550100 Alice Adams
        People you put on hold hear: Classic melody.
        [Music on hold: on]  [Send my own]
        [Home]
    """)
    await pass_minutes(world, 11)
    assert "live" not in await chat.last()


@pytest.mark.row("S55")
async def test_music_that_is_late_is_looked_for_again_and_told_at_last(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("hold music", "[Send my own]")
    await chat.send_file("voice", voice(2), "voice.ogg")
    await chat.tap("Keep")
    (first,) = await waiting(world)
    before = await chat.screen()
    assert await world.parts.engine.announce(first) is None
    assert await chat.screen() == before

    later = [one for one in await waiting(world) if one.args["looks"] == 1]
    last = replace(later[0], args={**later[0].args, "looks": 6})
    await world.parts.engine.announce(last)
    await chat.play("""
        > hello
        Home — 12065550100 Alice Adams
        Available: $2.50
        This month: $0.47 spent
        Last payment: $5.00, 21 Nov
        Phone: online
        Voicemail: 1 unheard message
        Forwarding: off
        As of 12:00
        [Recharge]  [Forwarding]
        [Voicemail]  [Calls]
        [Dashboard]  [My Profile]
        [IP Centrex]  [Billing]
        [Refresh]
    """)
    assert "is still not live" in await chat.screen()

    await pass_minutes(world, 11)
    await chat.moves("hold music", "[Music on hold: on]")
    await world.parts.engine.announce(first)
    assert "is ready, but not in use" in await chat.last()


async def waiting(world: World) -> list[Notice]:
    """The follow-ups that are to come."""

    def due(conn: Connection) -> list[Notice]:
        later = world.clock() + timedelta(hours=1)
        return notices.take(conn, limit=9, now=later, lease_seconds=0)

    return await world.parts.store.run(due)


@pytest.mark.row("S54")
async def test_music_that_is_gone_is_warned_of_and_a_locked_feature_is_shown(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    alice = world.account()
    alice.own_features["music_on_hold"] = OwnFeature("Y", {"i_moh": ["77"]})
    await chat.play("""
        > hold music
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Music on hold is on, but no music is chosen: people you put on hold may hear silence. Choose some, or send your own.
        [Music on hold: on]
        [Playing: music that is gone]
        [Send my own]
        [Home]
    """)
    await desk.settings(locked_features=["music_on_hold"])
    await chat.play("""
        > /menu
        ...
        > hold music
        IP Centrex · Music on hold — 12065550100 Alice Adams
        Music on hold is on, but no music is chosen: people you put on hold may hear silence. Choose some, or send your own.
        Only your provider can change:
        Music on hold: on, locked
        Playing: music that is gone, locked
        [Ask for a change]
        [Home]
    """)
