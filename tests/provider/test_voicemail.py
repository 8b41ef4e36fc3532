"""Voicemail settings and greetings: proposals around two methods whose names are known."""

import aiohttp
import pytest

from sandbox.provider.server import Config
from tests.provider.conftest import Caller, Desk, Json
from tests.provider.uploading import SOUND, upload

GET, SET = "Voicemail/get_vm_settings", "Voicemail/set_vm_settings"
GREETING = "Voicemail/get_vm_greeting"
RECORD, DELETE = "Voicemail/set_vm_greeting", "Voicemail/delete_vm_greeting"


async def settings(caller: Caller) -> Json:
    found: Json = (await caller.ok(GET))["vm_settings"]
    return found


async def change(caller: Caller, **members: object) -> Json:
    """Read, change, write back; what the switch says to it."""
    answer = await caller.call(SET, vm_settings=await settings(caller) | members)
    return answer.json


async def test_a_member_is_changed_and_the_rest_written_back(alice: Caller) -> None:
    before = await settings(alice)

    saved = await change(alice, prompt_levels="rapid", announce_dt="N")

    assert saved == {"vm_settings_saved": 1}
    assert await settings(alice) == before | {"prompt_levels": "rapid", "announce_dt": "N"}


async def test_members_that_nobody_knows_are_kept(alice: Caller) -> None:
    strange = {"max_message_length": 90, "of_a_later_release": {"nested": [1, None]}}
    await change(alice, **strange)

    await change(alice, auto_play="Y")

    assert (await settings(alice)).items() >= strange.items()


async def test_what_is_not_written_back_is_lost(alice: Caller) -> None:
    await change(alice, max_message_length=90, prompt_levels="rapid", later=1)

    await alice.ok(SET, vm_settings={"password": "2580", "prompt_levels": None})

    now = await settings(alice)
    assert (now["password"], now["prompt_levels"]) == ("2580", "standard")
    assert now["max_message_length"] == 300
    assert "later" not in now


async def test_accounts_have_settings_of_their_own(alice: Caller, bob: Caller) -> None:
    await change(alice, auto_play="Y")

    assert (await settings(bob))["auto_play"] == "N"


@pytest.mark.parametrize(
    ("members", "reason"),
    [
        ({"password": "123"}, "invalid_password"),
        ({"password": "12345678901"}, "invalid_password"),
        ({"password": "12a4"}, "invalid_password"),
        ({"password": "١٢٣٤"}, "invalid_password"),
        ({"password": ""}, "invalid_password"),
        ({"password": ["1234"]}, "invalid_value"),
        ({"disa_enabled": "Y"}, "disa_password_required"),
        ({"disa_password": "short"}, "invalid_disa_password"),
        ({"ext_email": "nobody"}, "invalid_ext_email"),
        ({"ext_email_action": "copy"}, "ext_email_required"),
        ({"ext_email_action": "burn"}, "invalid_value"),
        ({"fax_files_format": "gif"}, "invalid_value"),
        ({"auto_play": 1}, "invalid_value"),
        ({"greetings": "personal"}, "greeting_not_found"),
        ({"greetings": "loud"}, "invalid_value"),
    ],
)
async def test_a_wrong_member_changes_nothing(alice: Caller, members: Json, reason: str) -> None:
    before = await settings(alice)

    refused = await change(alice, prompt_levels="rapid", **members)

    assert refused["faultcode"] == f"Server.Voicemail.set_vm_settings.{reason}"
    assert refused["faultstring"].endswith(".")
    assert await settings(alice) == before


async def test_messages_go_to_an_address_and_disa_wants_a_password(alice: Caller) -> None:
    wanted = {
        "password": 258000,
        "ext_email": "alice@example.org",
        "ext_email_action": "forward_as_attachment",
        "disa_enabled": "Y",
        "disa_password": "98765",
    }

    await change(alice, **wanted)

    assert (await settings(alice)).items() >= (wanted | {"password": "258000"}).items()


async def test_no_pin_reaches_the_desks_log(alice: Caller, desk: Desk) -> None:
    await change(alice, password="80808", disa_password="70707", password_less="Y")
    await change(alice, password="90909x")

    log = (await desk.get("log"))["calls"]

    assert log[-1]["params"]["vm_settings"]["password"] == "***"
    assert log[-1]["params"]["vm_settings"]["password_less"] == "Y"
    shown = str(log)
    assert not any(secret in shown for secret in ("80808", "70707", "90909"))


async def test_a_greeting_is_recorded_heard_chosen_and_deleted(alice: Caller) -> None:
    recorded = await upload(alice, RECORD, greeting_type="personal")
    heard = await alice.call(GREETING, greeting_type="personal")
    await change(alice, greetings="personal")

    assert recorded.json == {"success": 1}
    assert (heard.body, heard.headers["Content-Type"]) == (SOUND, "audio/wav")
    assert heard.headers["Content-Disposition"] == 'attachment; filename="greeting_personal.wav"'
    assert (await settings(alice))["greetings"] == "personal"

    deleted = await alice.ok(DELETE, greeting_type="personal")
    gone = await alice.call(GREETING, greeting_type="personal")
    again = await alice.call(DELETE, greeting_type="personal")

    assert deleted == {"success": 1}
    assert gone.faultcode == "Server.Voicemail.get_vm_greeting.greeting_not_found"
    assert again.faultcode == "Server.Voicemail.delete_vm_greeting.greeting_not_found"
    assert (await settings(alice))["greetings"] == "standard"


async def test_a_greeting_that_is_not_in_use_is_deleted_without_a_change(alice: Caller) -> None:
    await upload(alice, RECORD, greeting_type="name")
    await upload(alice, RECORD, greeting_type="extended")
    await change(alice, greetings="extended")

    await alice.ok(DELETE, greeting_type="name")

    assert (await settings(alice))["greetings"] == "extended"


@pytest.mark.parametrize("kind", ["standard", "loud", ""])
async def test_only_three_kinds_are_recorded(alice: Caller, kind: str) -> None:
    answer = await upload(alice, RECORD, greeting_type=kind)

    assert answer.faultcode == "Server.Voicemail.set_vm_greeting.invalid_greeting_type"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"ID3" + bytes(200), "unsupported_format"),
        (b"RIFF\0\0\0\0AVI " + bytes(200), "unsupported_format"),
        (SOUND[:44], "unsupported_format"),
        (b"", "unsupported_format"),
        (SOUND + bytes(2 * 1024 * 1024), "file_too_large"),
    ],
)
async def test_what_is_no_wav_or_too_large_is_refused(
    alice: Caller, content: bytes, reason: str
) -> None:
    answer = await upload(alice, RECORD, content, greeting_type="personal")

    assert answer.faultcode == f"Server.Voicemail.set_vm_greeting.{reason}"
    assert (await alice.call(GREETING, greeting_type="personal")).status == 500


async def test_without_a_file_there_is_nothing_to_record(alice: Caller) -> None:
    answer = await alice.call(RECORD, greeting_type="personal", file="sound.wav")

    assert answer.faultcode == "Server.Voicemail.set_vm_greeting.missing_parameter"


@pytest.mark.parametrize("path", [GET, SET, GREETING, RECORD, DELETE])
async def test_a_line_without_mailbox_has_no_settings(carol: Caller, path: str) -> None:
    answer = await carol.call(path, vm_settings={}, greeting_type="personal")

    assert answer.faultcode == "Server.Account.unified_messaging_disabled"


class TestRenamed:
    @pytest.fixture
    def config(self) -> Config:
        return Config(unknown="renamed")

    async def test_the_same_thing_has_other_names(
        self, alice: Caller, desk: Desk, http: aiohttp.ClientSession
    ) -> None:
        before = (await alice.ok("VoiceMailbox/get_settings"))["settings"]
        saved = await alice.ok("VoiceMailbox/set_settings", settings=before | {"password": "80808"})
        recorded = await upload(alice, "VoiceMailbox/put_greeting", kind="name")

        assert (saved, recorded.json) == ({"success": 1}, {"success": 1})
        assert (await alice.call(GET)).faultcode == "Client.Request.unknown_method"
        assert "80808" not in str((await desk.get("log"))["calls"])
