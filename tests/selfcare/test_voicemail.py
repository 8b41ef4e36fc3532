"""Voicemail: the inbox, a message as a card that answers to its buttons, and one that arrives."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from sandbox.provider import fax
from store import notices
from store.links import of_chat
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World


async def voices(chat: ChatUser) -> list[dict[str, Any]]:
    return [message for message in await chat.messages() if "voice" in message]


async def flags(desk: Desk) -> list[tuple[str, str, list[str]]]:
    """What the mailbox was told."""
    return [
        (call["params"]["flag"], call["params"]["action"], call["params"]["message_uids"])
        for call in await desk.log("set_mailbox_messages_flag")
    ]


@pytest.mark.row("S36", "A03")
async def test_the_inbox_and_a_message_that_is_heard_starred_and_deleted(
    chat: ChatUser, desk: Desk
) -> None:
    await desk.voicemail("442079460018", seconds=4)

    await chat.play("""
        > /voicemail
        IP Centrex · Voicemail — 12065550100 Alice Adams
        3 messages in the mailbox, 2 not heard yet.
        1. New: from +44 20 7946 0018, {{when}}, 0:04
        2. New: from Office, {{when}}, 0:06
        3. Heard: from Mum, {{when}}, 0:09
        [1: +44 20 7946 0018]  [2: Office]
        [3: Mum]
        [Refresh]
        [Home]
        > [1: +44 20 7946 0018]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +442079460018]
        [Save to phone book]  [Block this caller]
        [Delete]  [Alerts]
        [Back]  [Home]
        > [Starred: no]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        [Heard: yes]  [Starred: yes]
        [Answered: no]  [Copy number ⧉ +442079460018]
        [Save to phone book]  [Block this caller]
        [Delete]  [Alerts]
        [Back]  [Home]
        > [Heard: yes]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        New voice message
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        [Heard: no]  [Starred: yes]
        [Answered: no]  [Copy number ⧉ +442079460018]
        [Save to phone book]  [Block this caller]
        [Delete]  [Alerts]
        [Back]  [Home]
        > [Delete]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Delete this message for good?
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        The mailbox has no trash: it cannot be brought back.
        [Keep it]  [Delete for good]
        [Back]  [Home]
        > [Keep it]
        ...
        > [Delete]
        ...
        > [Delete for good]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Deleted from the mailbox. What is in this chat stays until you delete it yourself.
        [Back]  [Home]
        > [Back]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        2 messages in the mailbox, 1 not heard yet.
        1. New: from Office, {{when}}, 0:06
        2. Heard: from Mum, {{when}}, 0:09
        [1: Office]  [2: Mum]
        [Refresh]
        [Home]
    """)

    assert await flags(desk) == [
        ("Seen", "set_flag", ["3"]),
        ("Flagged", "set_flag", ["3"]),
        ("Seen", "remove_flag", ["3"]),
    ]
    (deleted,) = await desk.log("delete_mailbox_messages")
    assert deleted["params"] == {"message_uids": ["3"]}


@pytest.mark.row("A03")
async def test_a_message_that_was_answered_is_marked_in_the_mailbox(
    chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/voicemail")
    await chat.play("""
        > [1: Office]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
        > [Answered: no]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: yes]  [Starred: no]
        [Answered: yes]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
        > /voicemail
        IP Centrex · Voicemail — 12065550100 Alice Adams
        2 messages, all heard.
        1. Heard, answered: from Office, {{when}}, 0:06
        2. Heard: from Mum, 21 Nov, 08:00, 0:09
        [1: Office]  [2: Mum]
        [Refresh]
        [Home]
        > [Answered: yes]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
    """)

    assert await flags(desk) == [
        ("Seen", "set_flag", ["2"]),
        ("Answered", "set_flag", ["2"]),
        ("Answered", "remove_flag", ["2"]),
    ]


@pytest.mark.row("A06")
async def test_a_caller_is_blocked_from_the_message(chat: ChatUser, desk: Desk) -> None:
    await desk.voicemail("442079460018", seconds=4)
    await chat.moves("/voicemail", "[1: +44 20 7946 0018]")
    await chat.play("""
        > [Block this caller]
        IP Centrex · Call screening — 12065550100 Alice Adams
        Screening is off, so nobody is blocked. Once it is on, its other rules count too.
        [Switch on and block]
        [Back]  [Home]
    """)


@pytest.mark.row("S36")
async def test_the_card_carries_one_playable_voice_note(chat: ChatUser, desk: Desk) -> None:
    await desk.voicemail("12065550133", seconds=4)
    await chat.moves("/voicemail", "[1: +1 206-555-0133]", "[Starred: no]", "[Heard: yes]")

    (message,) = await voices(chat)

    url = f"{chat.world.chat_server.url}/control/files/{message['voice']['file_id']}"
    async with chat.world.http.get(url) as answer:
        assert (await answer.read()).startswith(b"OggS")
    assert message["voice"]["duration"] == 4
    numbers = [one for one in message["caption_entities"] if one["type"] == "phone_number"]
    assert numbers, "the caller can be tapped and saved"
    copied = [
        button["copy_text"]["text"]
        for row in message["reply_markup"]["inline_keyboard"]
        for button in row
        if "copy_text" in button
    ]
    assert copied == ["+12065550133"]
    assert len(await desk.log("get_mailbox_message_attachment")) == 1


@pytest.mark.row("S36")
async def test_more_than_a_page_of_messages(chat: ChatUser, desk: Desk) -> None:
    for number in range(6):
        await desk.voicemail(f"1206555014{number}", seconds=3)

    await chat.play("""
        > /voicemail
        IP Centrex · Voicemail — 12065550100 Alice Adams
        8 messages in the mailbox, 7 not heard yet.
        1. New: from +1 206-555-0145, {{when}}, 0:03
        2. New: from +1 206-555-0144, {{when}}, 0:03
        3. New: from +1 206-555-0143, {{when}}, 0:03
        4. New: from +1 206-555-0142, {{when}}, 0:03
        5. New: from +1 206-555-0141, {{when}}, 0:03
        6. New: from +1 206-555-0140, {{when}}, 0:03
        [1: +1 206-555-0145]  [2: +1 206-555-0144]
        [3: +1 206-555-0143]  [4: +1 206-555-0142]
        [5: +1 206-555-0141]  [6: +1 206-555-0140]
        [Older]
        [Refresh]
        [Home]
        > [Older]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        8 messages in the mailbox, 7 not heard yet.
        1. New: from Office, {{when}}, 0:06
        2. Heard: from Mum, {{when}}, 0:09
        [1: Office]  [2: Mum]
        [Newer]
        [Refresh]
        [Home]
        > [1: Office]
        ...
        > [Back]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        8 messages in the mailbox, 6 not heard yet.
        1. Heard: from Office, today 09:00, 0:06
        2. Heard: from Mum, 21 Nov, 08:00, 0:09
        [1: Office]  [2: Mum]
        [Newer]
        [Refresh]
        [Home]
        > [Newer]
        ...
    """)

    details = await desk.log("get_mailbox_message_details")
    first_page = [call for call in details if call["params"]["message_uid"] == "8"]
    assert len(first_page) == 1, "callers are asked once"


@pytest.mark.row("S36")
async def test_an_empty_mailbox_says_what_will_happen(chat: ChatUser) -> None:
    for caller in ("1: Office", "1: Mum"):
        await chat.moves("/voicemail", f"[{caller}]", "[Delete]", "[Delete for good]")

    await chat.play("""
        > /voicemail
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Your mailbox is empty. When somebody leaves a message, it comes to this chat.
        [Refresh]
        [Home]
    """)


@pytest.mark.row("S36")
async def test_a_withheld_caller_has_no_number_to_copy(chat: ChatUser, desk: Desk) -> None:
    await desk.voicemail("anonymous", seconds=3)

    await chat.play("""
        > /voicemail
        IP Centrex · Voicemail — 12065550100 Alice Adams
        3 messages in the mailbox, 2 not heard yet.
        1. New: from a withheld number, {{when}}, 0:03
        2. New: from Office, {{when}}, 0:06
        3. Heard: from Mum, {{when}}, 0:09
        [1: withheld number]  [2: Office]
        [3: Mum]
        [Refresh]
        [Home]
        > [1: withheld number]
        (voice 0:03)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: withheld number
        Received: {{when}}
        Length: 3 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Block withheld calls]
        [Delete]  [Alerts]
        [Back]  [Home]
    """)


async def test_a_line_without_a_mailbox(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features={"unified_messaging": "N"})
    await chat.moves("/menu")
    assert "Voicemail" not in await chat.last()

    await chat.play("""
        > /voicemail
        Home — 12065550100 Alice Adams
        Your line does not have “Voicemail”.
        [Ask your provider]
        [Home]
    """)

    assert not await desk.log("get_mailbox_message_details")


async def test_a_mailbox_taken_away_while_the_inbox_was_open(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail")
    await desk.settings(features={"unified_messaging": "N"})

    await chat.tap("1: Office")

    assert "Your line does not have “" in await chat.last()


# ------------------------------------------------------------------ what may go wrong


@pytest.mark.row("S36")
async def test_a_message_that_was_deleted_elsewhere(world: World, chat: ChatUser) -> None:
    await chat.moves("/voicemail")
    forget_all_messages(world)

    await chat.play("""
        > [1: Office]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        That message is no longer in the mailbox. It may have been deleted elsewhere.
        Your mailbox is empty. When somebody leaves a message, it comes to this chat.
        [Refresh]
        [Home]
    """)


async def test_a_card_of_a_message_that_was_deleted_elsewhere(world: World, chat: ChatUser) -> None:
    await chat.moves("/voicemail", "[1: Office]")
    forget_all_messages(world)

    await chat.play("""
        > [Starred: no]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        That message is no longer in the mailbox. It may have been deleted elsewhere.
        [Back]  [Home]
    """)


async def test_deleting_what_is_gone_ends_well(world: World, chat: ChatUser) -> None:
    await chat.moves("/voicemail", "[1: Office]", "[Delete]")
    forget_all_messages(world)

    await chat.play("""
        > [Delete for good]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Deleted from the mailbox. What is in this chat stays until you delete it yourself.
        [Back]  [Home]
    """)


def forget_all_messages(world: World, login: str = "alice") -> None:
    """As if they were deleted on the desk phone."""
    account = world.account(login)
    assert account.mailbox is not None
    account.mailbox.clear()


async def test_two_quick_taps_on_a_message_send_it_once(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/voicemail")

    await chat.tap("1: Office", times=2)

    assert len(await voices(chat)) == 1
    assert len(await desk.log("get_mailbox_message_attachment")) == 1

    world.clock.advance(seconds=11)
    await chat.tap("1: Office")

    assert len(await voices(chat)) == 2, "it may be wanted again"


async def test_two_quick_taps_set_a_flag_once(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail", "[1: Office]")

    await chat.tap("Starred: no", times=2)

    assert await flags(desk) == [
        ("Seen", "set_flag", ["2"]),
        ("Flagged", "set_flag", ["2"]),
    ]
    assert "[Starred: yes]" in await chat.last()


async def test_two_quick_taps_on_delete_only_ask(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail", "[1: Office]")

    await chat.tap("Delete", times=2)

    assert "[Delete for good]" in await chat.last()
    assert not await desk.log("delete_mailbox_messages")


async def test_two_quick_taps_delete_once(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail", "[1: Office]", "[Delete]")

    await chat.tap("Delete for good", times=2)

    assert len(await desk.log("delete_mailbox_messages")) == 1
    assert "no longer in the mailbox" in await chat.last()


async def test_a_redelivered_tap_is_not_done_again(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/voicemail", "[1: Office]")
    await redeliver(world)
    assert len(await voices(chat)) == 1

    await chat.moves("[Delete]", "[Delete for good]")
    await redeliver(world)

    assert len(await desk.log("delete_mailbox_messages")) == 1
    assert await chat.seen() == []


async def test_a_card_that_cannot_be_edited_comes_again_with_its_voice(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/voicemail", "[1: Office]")
    await world.chat_fault("editMessageCaption", status=400, times=1)

    await chat.moves("[Starred: no]", "[Heard: yes]")

    assert len(await voices(chat)) == 2
    assert "(voice 0:06)" in await chat.last()
    assert "[Heard: no]  [Starred: yes]" in await chat.last()


async def test_a_card_that_did_not_arrive_is_sent_again(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/voicemail")
    await world.chat_fault("sendVoice", status=500, times=1)

    await chat.tap("1: Office")
    await chat.waits_for("Received: ")

    assert len(await voices(chat)) == 1
    assert await flags(desk) == [("Seen", "set_flag", ["2"])]


async def test_who_refuses_voice_notes_gets_a_file(world: World, chat: ChatUser) -> None:
    """A privacy setting of Telegram Premium."""
    await chat.moves("/voicemail")
    words = "Bad Request: VOICE_MESSAGES_FORBIDDEN"
    await world.chat_fault("sendVoice", status=400, description=words, times=1)

    await chat.play("""
        > [1: Office]
        (file voice.ogg)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
        > [Starred: no]
        ...
    """)

    assert "[Heard: yes]  [Starred: yes]" in await chat.last()


async def redeliver(world: World) -> None:
    """Telegram sends the last update once more."""
    url = f"{world.chat_server.url}/control/redeliver"
    async with world.http.post(url, json={"last": 1}) as answer:
        assert answer.status == 200
    await world.settled()


async def test_an_old_button_of_a_card_changes_nothing(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail", "[1: Office]")
    message, old = await chat.find_button("Starred: no")
    await chat.moves("[Heard: yes]")

    await chat.tap_data(message["message_id"], old)
    await chat.world.settled()

    assert ("Flagged", "set_flag", ["2"]) not in await flags(desk)
    assert "from an earlier moment" in await chat.last()
    assert "[Heard: no]  [Starred: no]" in await chat.last()


async def test_a_mailbox_that_does_not_confirm_still_plays(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail")
    await desk.fault("Account/set_mailbox_messages_flag", "fault", times=1)

    await chat.play("""
        > [1: Office]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        New voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        The provider did not confirm that this message is marked as heard.
        [Heard: no]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
    """)


async def test_silence_before_and_after_a_flag(world: World, desk: Desk) -> None:
    await world.restart(provider_timeout=SOON)
    chat = await world.user()
    await chat.sign_in()
    await chat.moves("/voicemail", "[1: Office]")
    await desk.fault("Account/set_mailbox_messages_flag", "silent_after", times=1)

    await chat.play("""
        > [Starred: no]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        The provider has not answered, so I do not know whether the change was made. {{and}}
        [Try again]
        [Back]  [Home]
        > [Try again]
        (voice 0:06)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: yes]  [Starred: yes]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
    """)

    await desk.fault("Account/set_mailbox_messages_flag", "silent_before", times=1)
    await chat.moves("[Heard: yes]", "[Try again]")

    assert "[Heard: yes]  [Starred: yes]" in await chat.last()


async def test_a_silent_provider_while_a_message_opens(world: World, desk: Desk) -> None:
    await world.restart(provider_timeout=SOON)
    chat = await world.user()
    await chat.sign_in()
    await chat.moves("/voicemail")
    await desk.fault("Account/get_mailbox_message_attachment", "silent_before")

    await chat.play("""
        > [1: Office]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        The provider does not answer right now. Nothing was changed. Try again soon.
        [Try again]
        [Back]  [Home]
    """)
    assert await flags(desk) == [], "not heard, so not marked"

    await desk.mend()
    await chat.tap("Try again")

    assert len(await voices(chat)) == 1
    assert await flags(desk) == [("Seen", "set_flag", ["2"])]


async def test_a_recording_that_is_no_sound_comes_as_a_file(world: World, chat: ChatUser) -> None:
    await chat.moves("/voicemail")
    (message,) = mailbox(world, "2")
    message.wav = b"RIFF, but nothing that plays"

    await chat.play("""
        > [1: Office]
        (file message_2.wav)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        This message did not become a voice note, so here is the recording itself.
        Voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
    """)


@pytest.mark.row("S36")
@pytest.mark.row("S39")
async def test_a_fax_is_a_pdf_in_the_chat(world: World, chat: ChatUser, desk: Desk) -> None:
    await desk.fax("12125550123", 2)

    await chat.play("""
        > /voicemail
        IP Centrex · Voicemail — 12065550100 Alice Adams
        3 messages in the mailbox, 2 not heard yet.
        1. New: from Mum, {{when}}, fax of 2 pages
        2. New: from Office, {{when}}, 0:06
        3. Heard: from Mum, {{when}}, 0:09
        [1: Mum]  [2: Office]
        [3: Mum]
        [Refresh]
        [Home]
        > [1: Mum]
        (file fax-{{when}}.pdf)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Fax
        From: +1 212-555-0123
        Name: Mum
        Received: {{when}}
        Pages: 2
        [Read: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12125550123]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
        > [Read: yes]
        (file fax-{{when}}.pdf)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        New fax
        From: +1 212-555-0123
        Name: Mum
        Received: {{when}}
        Pages: 2
        [Read: no]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12125550123]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
        > [Back]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        3 messages in the mailbox, 2 not heard yet.
        1. New: from Mum, today 12:00, fax of 2 pages
        2. New: from Office, today 09:00, 0:06
        3. Heard: from Mum, 21 Nov, 08:00, 0:09
        [1: Mum]  [2: Office]
        [3: Mum]
        [Refresh]
        [Home]
    """)

    assert await flags(desk) == [
        ("Seen", "set_flag", ["3"]),
        ("Seen", "remove_flag", ["3"]),
    ]
    (fetched,) = await desk.log("get_mailbox_message_attachment")
    assert "format" not in fetched["params"], "all known formats are of sound"
    assert (await pages(chat)).startswith(b"%PDF-")


@pytest.mark.row("S39")
async def test_a_fax_that_the_provider_keeps_to_itself(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.fax("12125550123", 1)
    await desk.fault(
        "Account/get_mailbox_message_attachment",
        "fault",
        faultcode="Server.Account.get_mailbox_message_attachment.invalid_format",
    )

    await chat.play("""
        > /voicemail
        ...
        > [1: Mum]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Your provider does not hand this fax out here. It stays in your mailbox.
        New fax
        From: +1 212-555-0123
        Name: Mum
        Received: {{when}}
        Pages: 1
        [Read: no]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12125550123]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
    """)
    assert await flags(desk) == []


@pytest.mark.row("S39")
async def test_a_fax_that_becomes_no_pdf_comes_as_it_is(
    chat: ChatUser, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    await desk.fax("442079460018", 1)
    monkeypatch.setattr(fax, "pages", lambda _message: b"II*\0 and no more")

    await chat.play("""
        > /voicemail
        ...
        > [1: +44 20 7946 0018]
        (file message_3.tif)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        This fax did not become a PDF, so here is the provider's own file.
        Fax
        From: +44 20 7946 0018
        Received: {{when}}
        Pages: 1
        [Read: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +442079460018]
        [Save to phone book]  [Block this caller]
        [Delete]  [Alerts]
        [Back]  [Home]
    """)


async def pages(chat: ChatUser) -> bytes:
    """The document that came last."""
    sent = [message["document"] for message in await chat.messages() if "document" in message]
    url = f"{chat.world.chat_server.url}/control/files/{sent[-1]['file_id']}"
    async with chat.world.http.get(url) as answer:
        return await answer.read()


async def test_a_recording_that_is_too_large_is_told(world: World, chat: ChatUser) -> None:
    await chat.moves("/voicemail")
    (message,) = mailbox(world, "2")
    message.wav = b"RIFF" + bytes(20_000_001)

    await chat.play("""
        > [1: Office]
        IP Centrex · Voicemail — 12065550100 Alice Adams
        This message is too large to send here. You can hear it by calling your mailbox.
        New voice message
        From: +1 206-555-0199
        Name: Office
        Received: {{when}}
        Length: 6 sec
        [Heard: no]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +12065550199]
        [Block this caller]  [Delete]
        [Alerts]
        [Back]  [Home]
    """)


def mailbox(world: World, uid: str) -> list[Any]:
    account = world.account()
    return [one for one in account.mailbox or () if str(one.uid) == uid]


async def test_an_expired_session_on_a_card(chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail", "[1: Office]")
    await desk.expire(refresh=True)

    await chat.tap("Starred: no")

    assert "Your session with the provider has ended" in await chat.last()


async def test_a_card_answers_after_a_restart(world: World, chat: ChatUser, desk: Desk) -> None:
    await chat.moves("/voicemail", "[1: Office]", "[Delete]")
    await world.restart()

    await chat.moves("[Keep it]", "[Starred: no]")

    assert "[Heard: yes]  [Starred: yes]" in await chat.last()
    assert len(await voices(chat)) == 1


# ------------------------------------------------------------------ a message arrives


async def announce(world: World, chat: ChatUser, uid: str) -> int | None:
    """Tell a notice as the scheduler's delivery does."""
    assert world.bot is not None
    parts = world.bot.parts
    now = world.clock()
    (link,) = await parts.services.store.run(of_chat, chat.id)
    new = notices.NewNotice(link.id, chat.id, "voicemail", {"uid": uid}, f"voicemail:1:{uid}", now)
    await parts.services.store.run(notices.add, [new], now)
    (notice,) = await parts.services.store.run(
        notices.take, limit=1, now=now + timedelta(seconds=1), lease_seconds=30
    )
    sent: int | None = await parts.engine.announce(notice)
    return sent


@pytest.mark.row("N02")
async def test_a_new_message_arrives_as_an_answerable_card(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.seen()
    await desk.voicemail("442079460018", seconds=4)

    assert await announce(world, chat, "3") is not None

    assert await flags(desk) == [], "it was pushed, not heard"
    assert "New voice message\nFrom: +44 20 7946 0018" in await chat.last()
    await chat.play("""
        > [Heard: no]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        [Heard: yes]  [Starred: no]
        [Answered: no]  [Copy number ⧉ +442079460018]
        [Save to phone book]  [Block this caller]
        [Delete]  [Alerts]
        [Back]  [Home]
        > [Starred: no]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Voice message
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        [Heard: yes]  [Starred: yes]
        [Answered: no]  [Copy number ⧉ +442079460018]
        [Save to phone book]  [Block this caller]
        [Delete]  [Alerts]
        [Back]  [Home]
        > [Delete]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Delete this message for good?
        From: +44 20 7946 0018
        Received: {{when}}
        Length: 4 sec
        The mailbox has no trash: it cannot be brought back.
        [Keep it]  [Delete for good]
        [Back]  [Home]
        > [Delete for good]
        (voice 0:04)
        IP Centrex · Voicemail — 12065550100 Alice Adams
        Deleted from the mailbox. What is in this chat stays until you delete it yourself.
        [Back]  [Home]
    """)
    assert await flags(desk) == [
        ("Seen", "set_flag", ["3"]),
        ("Flagged", "set_flag", ["3"]),
    ]
    assert len(await voices(chat)) == 1


@pytest.mark.row("N02")
async def test_a_message_comes_by_itself_once_across_two_restarts(world: World, desk: Desk) -> None:
    await world.restart(poll_seconds=0.2)
    chat = await world.user()
    await chat.sign_in()

    await desk.voicemail("442079460018", seconds=3)
    await chat.waits_for("New voice message")
    for _time in range(2):
        polled = len(await desk.log("get_mailbox_message_list"))
        await world.restart()
        while len(await desk.log("get_mailbox_message_list")) < polled + 2:
            await asyncio.sleep(0.02)

    assert len(await voices(chat)) == 1
    await chat.tap("Heard: no")
    assert await flags(desk) == [("Seen", "set_flag", ["3"])]


@pytest.mark.row("S36")
async def test_voicemail_in_ukrainian(world: World, desk: Desk) -> None:
    olena = await world.user("Олена", "uk")
    row = await desk.account("dmytro")
    await olena.moves("/signin", "[Логін і пароль]", "dmytro", row["password"])

    await olena.play("""
        > /voicemail
        IP Centrex · Голосова пошта — 380441234567 Дмитро Коваленко
        У скриньці 2 повідомлення, ще не прослухано: 1.
        1. Нове: Office, {{when}}, 0:06
        2. Прослухане: Mum, {{when}}, 0:09
        [1: Office]  [2: Mum]
        [Оновити]
        [Головна]
        > [1: Office]
        ...
        > [Видалити]
        ...
        > [Видалити назавжди]
        ...
    """)

    assert len(await desk.log("delete_mailbox_messages")) == 1


@pytest.mark.row("N02")
async def test_a_message_that_was_heard_meanwhile_is_not_pushed(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    assert await announce(world, chat, "1") is None

    assert not await voices(chat)


@pytest.mark.row("N02")
async def test_a_pushed_card_outlives_a_dialog_elsewhere(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await announce(world, chat, "2")
    await chat.moves("/recharge")
    await world.restart()

    await chat.tap("Heard: no")
    await chat.moves("4411")

    assert await flags(desk) == [("Seen", "set_flag", ["2"])]
    assert "[Heard: yes]" in await chat.screen()
    assert "digits" in await chat.last()


@pytest.mark.row("A06", "N02")
async def test_a_caller_is_blocked_from_a_message(chat: ChatUser, desk: Desk) -> None:
    await desk.settings(features={"call_processing": {"flag_value": "Y"}})
    await desk.voicemail("12065550177")
    await chat.moves("/voicemail", "[1: +1 206-555-0177]", "[Block this caller]")
    assert "Calls from +1 206-555-0177 are rejected." in await chat.last()
    await chat.moves("[Back]")
    assert "[Allow this caller]" in await chat.last()
