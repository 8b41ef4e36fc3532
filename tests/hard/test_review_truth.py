"""An error says only what is true, also where it comes after a change that was made."""

from __future__ import annotations

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World


async def test_a_refusal_after_a_change_does_not_deny_it(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    """The flag is set; what the screen reads after it is refused."""
    await desk.voicemail("12065550133")
    await chat.moves("/voicemail")
    await chat.tap("1: +1 206-555-0133")
    await desk.fault(
        "Account/get_mailbox_message_details", "fault", faultcode="Server.Account.internal"
    )

    await chat.tap("Starred: no")
    await desk.mend()

    assert (await desk.log("set_mailbox_messages_flag"))[-1]["outcome"] == "ok"
    said = await chat.screen()
    assert "Nothing was changed" not in said
    assert "Look at what is set now before you try again." in said
