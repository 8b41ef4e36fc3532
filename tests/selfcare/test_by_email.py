"""Voicemail by e-mail: the address, what is sent there, and the sound."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import SecretStr

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.selfcare.mail import mailed


async def written(desk: Desk) -> list[dict[str, Any]]:
    """The structures that the provider received."""
    return [one["params"]["vm_settings"] for one in await desk.log("set_vm_settings")]


async def with_address(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/byemail", "[Enter an address]")
    await chat.moves("alice@example.com")
    await chat.moves(await mailed(desk))


@pytest.mark.row("S40")
async def test_an_address_counts_once_its_code_came_back(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > /byemail
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Your messages stay in the mailbox. They can also go to an e-mail address.
        [Enter an address]
        [Home]
        > [Enter an address]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Which e-mail address shall your messages go to?
        [Cancel]
        > alice at example.com
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        This needs an e-mail address, such as alice@example.com.
        Which e-mail address shall your messages go to?
        [Yes: alice@example.com]
        [Cancel]
        > [Yes: alice@example.com]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Step 2 of 2
        I have sent a code of six digits to alice@example.com.
        Which code is it? It is good for 15 minutes; look into the spam folder, too.
        [Back]  [Cancel]
    """)
    code = await mailed(desk)
    await world.restart()
    assert await written(desk) == []
    await chat.moves(f"{(int(code) + 1) % 1_000_000:06}")
    assert await written(desk) == []
    await chat.moves(code)
    await chat.play("""
        > [Back]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Nothing is sent to alice@example.com: messages stay in the mailbox.
        [Mailed: nothing]  [Another address]
        [Forget the address]
        [Home]
        > [Another address]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Which e-mail address shall your messages go to?
        Now: alice@example.com
        [Cancel]
        > [Cancel]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Canceled. The address stays as it was.
        Nothing is sent to alice@example.com: messages stay in the mailbox.
        [Mailed: nothing]  [Another address]
        [Forget the address]
        [Home]
    """)

    assert [one["ext_email"] for one in await written(desk)] == ["alice@example.com"]


@pytest.mark.row("S40")
async def test_without_a_mail_server_the_address_is_looked_at_twice(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(smtp_url=SecretStr(""))
    await chat.moves("/byemail", "[Enter an address]")
    await chat.play("""
        > alice@example.com
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        I cannot send a code to alice@example.com, so please look at it again.
        With a wrong letter in it, somebody else gets your messages.
        [It is right]  [Correct it]
        [Back]  [Home]
        > [It is right]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        alice@example.com is saved, but not confirmed.
        Mailed: what shall it be?
        • a copy: the message also stays in the mailbox
        • a note: only that there is a message; it stays in the mailbox
        • its text: what was said, in writing
        • the message: it leaves the mailbox
        • a file: the message, attached to a mail; it leaves the mailbox
        • nothing: messages stay in the mailbox
        [a copy]  [a note]
        [its text]  [the message]
        [a file]  [nothing, now]
        [Back]  [Home]
        > [Back]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Nothing is sent to alice@example.com: messages stay in the mailbox.
        [Mailed: nothing]  [Another address]
        [Forget the address]
        [Home]
        > [Forget the address]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Forget alice@example.com? Nothing is mailed then, and your messages stay in the mailbox.
        [Keep it]  [Forget the address]
        [Back]  [Home]
        > [Keep it]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Nothing is sent to alice@example.com: messages stay in the mailbox.
        [Mailed: nothing]  [Another address]
        [Forget the address]
        [Home]
        > [Forget the address]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Forget alice@example.com? Nothing is mailed then, and your messages stay in the mailbox.
        [Keep it]  [Forget the address]
        [Back]  [Home]
        > [Forget the address]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Your messages stay in the mailbox. They can also go to an e-mail address.
        [Enter an address]
        [Home]
    """)

    assert [one["ext_email"] for one in await written(desk)] == ["alice@example.com", ""]


@pytest.mark.row("S41", "S42")
async def test_what_leaves_the_mailbox_has_to_be_agreed_to(chat: ChatUser, desk: Desk) -> None:
    await with_address(chat, desk)
    await chat.play("""
        > [a copy]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        A copy of each message goes to alice@example.com.
        [Mailed: a copy]  [Sound: WAV]
        [Another address]  [Forget the address]
        [Home]
        > [Sound: WAV]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Sound: what shall it be?
        • MP3: plays everywhere, and is small
        • WAV: the sound as it was recorded, in a large file
        [MP3]  [WAV, now]
        [Back]  [Home]
        > [MP3]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        A copy of each message goes to alice@example.com.
        [Mailed: a copy]  [Sound: MP3]
        [Another address]  [Forget the address]
        [Home]
        > [Mailed: a copy]
        ...
        > [a file]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        New messages will leave your mailbox: you can no longer hear them by phone, and they no longer come to this chat. If the mail is lost, so is the message. A copy has no such risk.
        [Agree]
        [Back]  [Home]
        > [Agree]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        Each message goes to alice@example.com and leaves the mailbox.
        [Mailed: a file]  [Sound: MP3]
        [Another address]  [Forget the address]
        [Home]
        > [Mailed: a file]
        ...
        > [its text]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        The words of each message go to alice@example.com.
        [Mailed: its text]  [Another address]
        [Forget the address]
        [Home]
        > [Mailed: its text]
        ...
        > [a note]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        alice@example.com gets a note about each message.
        [Mailed: a note]  [Another address]
        [Forget the address]
        [Home]
    """)

    received = await written(desk)
    assert [one["ext_email_action"] for one in received] == [
        "none", "copy", "copy", "forward_as_attachment", "voice_to_text", "notify",
    ]  # fmt: skip
    assert received[-1]["ext_email_audio_format"] == "mp3"


@pytest.mark.row("S41")
async def test_a_refusal_is_said_in_the_providers_words(chat: ChatUser, desk: Desk) -> None:
    await with_address(chat, desk)
    await desk.fault(
        "Voicemail/set_vm_settings",
        "fault",
        faultcode="Server.Voicemail.no_transcription",
        times=1,
    )
    await chat.play("""
        > [its text]
        IP Centrex · Voicemail by e-mail — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        [Back]  [Home]
    """)
