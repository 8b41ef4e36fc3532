"""What the details of a message tell beyond the list: the client at the sandbox."""

from __future__ import annotations

import pytest

from portaswitch import BodyStructure, ProviderError, Rejected
from tests.portaswitch.conftest import Desk


async def test_details_tell_who_called_whom_and_what_is_in_the_message(desk: Desk) -> None:
    account = await desk.sign_in()
    await desk.post("settings", mail_text_parts=True)
    for _ in range(2):
        await desk.post(
            f"accounts/{account.i_account}/voicemail",
            **{"from": "123 (John Doe) <1001@pbx>", "seconds": 4},
        )

    newest = (await account.get_mailbox_message_list())[0]
    details = await account.get_mailbox_message_details(newest.message_uid)

    assert (newest.to, newest.body_structures) == ("", ())
    assert (details.caller, details.caller_name) == ("1001", "John Doe")
    assert details.to == "12065550100"
    note, sound = details.body_structures
    assert (note.bodytype, note.file_name) == ("TEXT", "")
    assert sound == BodyStructure("AUDIO", "X-WAV", sound.bodysize, "message_4.wav")
    assert sound.bodysize > 4 * 16_000


async def test_another_message_in_place_of_one_that_is_gone_is_not_taken_for_it(
    desk: Desk,
) -> None:
    account = await desk.sign_in()
    gone, _ = (message.message_uid for message in await account.get_mailbox_message_list())
    await account.delete_mailbox_messages([gone])

    with pytest.raises(Rejected, match="message_not_found"):
        await account.get_mailbox_message_details(gone)
    with pytest.raises(ProviderError):
        await account.get_mailbox_message_attachment(gone)
