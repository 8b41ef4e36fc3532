"""What callers and the provider say of themselves is foreign text, in every message."""

from __future__ import annotations

from dialogs.messenger import Drawn, DrawnFacts
from handlers.messenger import _file_name
from handlers.render import html
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World


async def test_a_voicemail_of_a_very_long_caller_is_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(poll_seconds=0.2)

    await desk.voicemail("x" * 400)

    said = await chat.waits_for("New voice message")
    assert "From: xxx" in said
    assert "Length:" in said


def test_a_long_name_pushes_out_nothing() -> None:
    facts = DrawnFacts("Voice message", (("Name", "n" * 5_000), ("From", "+1 206-555-0133")))
    drawn = Drawn(title="t" * 5_000, note="", blocks=(facts,), keys=())

    text = html(drawn, 1024)

    assert "+1 206-555-0133" in text
    assert len(text) < 1024


def test_a_file_s_name_begins_no_other_header() -> None:
    given = '../a\r\nContent-Disposition: form-data; name="chat_id"\r\n\r\n7'

    assert _file_name(given) == "..aContent-Disposition: form-data; name=chat_id7"
    assert _file_name("\n") == "file"
    assert _file_name("n" * 500 + ".wav").endswith(".wav")
