"""Recordings: the calls that have one, their sound and their words."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from sandbox.provider.model import Xdr
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World


async def recorded(world: World, *calls: tuple[str, int]) -> None:
    """Recorded calls of today, the last one first: from whom, and how long."""
    alice = world.account()
    now = world.provider.switch.clock.now().replace(microsecond=0)
    alice.history = []
    for caller, seconds in calls:
        i_xdr = alice.next_id("xdr")
        while i_xdr % 4 != 1:  # the sandbox writes such calls down as plain text
            i_xdr = alice.next_id("xdr")
        started = now - timedelta(seconds=seconds)
        alice.history.append(
            Xdr(
                i_xdr,
                3,
                started,
                seconds,
                Decimal(0),
                cli=caller,
                cld=alice.number,
                bit_flags=12 if seconds > 600 else 8,
                cause=16,
                recorded=True,
            )
        )


async def signed_in(world: World) -> ChatUser:
    """Whoever signs in later finds no days of before: those that are closed are kept."""
    chat = await world.user()
    await chat.sign_in()
    return chat


@pytest.mark.row("S11")
@pytest.mark.row("S35")
@pytest.mark.row("A02")
@pytest.mark.row("A14")
async def test_a_recorded_call_plays_in_the_chat_with_its_words(world: World) -> None:
    await recorded(world, ("12125550123", 20), ("12065550133", 700))
    chat = await signed_in(world)

    await chat.play("""
        > /calls
        Dashboard · Calls — 12065550100 Alice Adams
        Your calls, as of {{time}}.
        1. Answered: from Mum, {{when}}, for 0:20
        2. Forwarded: from +1 206-555-0133, {{when}}, for 11:40
        That is all since {{day}}.
        [1: Mum]  [2: +1 206-555-0133]
        [A week earlier]
        [Only missed]  [Refresh]
        [Home]
        > [1: Mum]
        Dashboard · Calls — 12065550100 Alice Adams
        Answered
        Name: Mum
        Direction: incoming
        From: +1 212-555-0123
        To: +1 206-555-0100
        When: {{when}}
        Length: 20 sec
        Cost: free
        Tap to call: +12125550123
        [Copy number ⧉ +12125550123]  [Listen]
        [Block this caller]
        [Back]  [Home]
        > [Listen]
        (voice 0:20)
        IP Centrex · Recordings — 12065550100 Alice Adams
        Recorded call
        Name: Mum
        From: +1 212-555-0123
        When: {{when}}
        Length: 20 sec
        What was said: Hello, this is the office.
        Good morning. Is my order ready?
        Yes, come any time.
        [Back]  [Home]
        > [Back]
        IP Centrex · Recordings — 12065550100 Alice Adams
        Recorded calls since {{day}}. Tap one to hear it.
        1. From Mum, {{when}}, 0:20
        2. From +1 206-555-0133, {{when}}, 11:40
        [1: Mum]  [2: +1 206-555-0133]
        [Further back]
        [What is recorded]
        [Home]
        > [2: +1 206-555-0133]
        (voice 1:00)
        IP Centrex · Recordings — 12065550100 Alice Adams
        Recorded call, part 1 of 2
        From: +1 206-555-0133
        When: {{when}}
        Length: 11 min 40 sec
        What was said: Hi, it is me.
        Hi! Are you still coming tonight?
        At eight, if the train is on time.
        [Part 2]
        [Back]  [Home]
        > [Part 2]
        (voice 1:00)
        IP Centrex · Recordings — 12065550100 Alice Adams
        Recorded call, part 2 of 2
        From: +1 206-555-0133
        When: {{when}}
        Length: 11 min 40 sec
        What was said: Hi, it is me.
        Hi! Are you still coming tonight?
        At eight, if the train is on time.
        [Part 1]
        [Back]  [Home]
    """)

    voices = [one for one in await chat.messages() if "voice" in one]
    assert len(voices) == 3
    assert all(one["has_protected_content"] for one in voices), "not to be forwarded"
    assert tappable(voices[0]) == ["+1 212-555-0123"]


def tappable(message: dict[str, Any]) -> list[str]:
    return [
        message["caption"][one["offset"] : one["offset"] + one["length"]]
        for one in message["caption_entities"]
        if one["type"] == "phone_number"
    ]


async def test_what_is_gone_refused_or_silent_is_told(world: World, desk: Desk) -> None:
    await world.restart(provider_timeout=SOON)
    await recorded(world, ("12125550123", 20))
    chat = await signed_in(world)
    await chat.moves("recorded calls")
    gone = "Server.CDR.invalid_call_recording_id"
    await desk.fault("CDR/get_call_recording", "fault", faultcode=gone, times=1)
    await desk.fault("CDR/get_transcription", "fault")

    await chat.play("""
        > [1: Mum]
        IP Centrex · Recordings — 12065550100 Alice Adams
        The provider no longer keeps the recording of this call.
        [Back]  [Home]
    """)
    await chat.moves("[Back]")
    await desk.fault("CDR/get_call_recording", "silent_before")
    await chat.play("""
        > [1: Mum]
        IP Centrex · Recordings — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Back]  [Home]
    """)
    await desk.mend()
    before = len(await chat.messages())
    await chat.tap("Try again", times=2)
    assert len(await chat.messages()) == before + 1, "two quick taps send it once"


async def test_an_empty_list_says_why_and_leads_to_the_setting(world: World) -> None:
    await recorded(world)
    chat = await signed_in(world)
    await chat.moves("recorded calls", "[Further back]")

    assert re.search(r"No recorded calls since .+ after the call", await chat.last())
    await chat.moves("[What is recorded]")
    assert "Your calls are not recorded" in await chat.last()
