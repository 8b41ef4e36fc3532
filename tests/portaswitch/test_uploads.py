"""Files to the switch: one form with the envelope's fields and the file, sent once."""

from __future__ import annotations

import pytest

from portaswitch import Provider, Rejected, Unavailable
from portaswitch.wire import Upload
from tests.portaswitch.conftest import Answer, Script, cuts, jwt, refuses, says, shows_page

STORE = "Voicemail/set_vm_greeting"
PARAMS = {"greeting": {"type": "extended"}, "note": "Grüße"}
SOUND = bytes(range(256)) * 2000
GREETING = Upload("file", SOUND, "Begrüßung\r\n1.wav", "audio/wav")


async def upload(provider: Provider, token: str = "") -> object:
    return await provider.wire.upload(STORE, PARAMS, GREETING, token=token)


async def test_a_file_travels_beside_the_parameters(script: Script, provider: Provider) -> None:
    script.on(STORE, says({"success": 1, "i_file": 7}))
    token = jwt(i_account=55)

    assert await upload(provider, token) == {"success": 1, "i_file": 7}

    (seen,) = script.seen
    assert seen.body == {"params": PARAMS, "file": ("Begrüßung 1.wav", "audio/wav", SOUND)}
    assert seen.authorization == f"Bearer {token}"


async def test_a_bare_session_id_is_a_field_of_the_form(script: Script, provider: Provider) -> None:
    script.on(STORE, says({"success": 1}))

    await upload(provider, "6f1c")

    assert script.seen[0].body["auth_info"] == {"session_id": "6f1c"}


async def test_a_refused_file_is_a_refusal(script: Script, provider: Provider) -> None:
    script.on(STORE, refuses("Server.Voicemail.too_long", "Too long."))

    with pytest.raises(Rejected) as caught:
        await upload(provider)

    assert (caught.value.faultcode, caught.value.operation) == ("Server.Voicemail.too_long", STORE)


@pytest.mark.parametrize("answer", [cuts, shows_page(413)], ids=["cut", "page"])
async def test_an_upload_is_a_write_and_never_repeated(
    script: Script, provider: Provider, answer: Answer
) -> None:
    script.on(STORE, answer)

    with pytest.raises(Unavailable) as caught:
        await upload(provider)

    assert caught.value.sent
    assert len(script.seen) == 1
