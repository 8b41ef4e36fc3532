"""The wire examples of the reference (section 21), sent as they stand; answers have their shape."""

from datetime import UTC, datetime
from typing import Any

from tests.provider.conftest import Caller, Desk, Json


def shape(value: Any) -> Any:
    """Keys and types, without the values; a list has the shape of its first item."""
    if isinstance(value, dict):
        return {key: shape(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [shape(item) for item in value[:1]]
    return type(value)


async def test_login(anyone: Caller, desk: Desk) -> None:
    password = (await desk.account("alice"))["password"]

    answer = await anyone.ok("Session/login", login="alice", password=password)

    assert shape(answer) == {
        "session_id": str,
        "access_token": str,
        "refresh_token": str,
        "expires_at": str,
        "expires_in": int,
    }
    told = datetime.fromisoformat(answer["expires_at"]).replace(tzinfo=UTC)
    assert abs((told - datetime.now(UTC)).total_seconds() - answer["expires_in"]) < 5


async def test_a_feature_is_read_and_written(alice: Caller) -> None:
    answer = await alice.ok("Account/get_service_features")
    clir = next(row for row in answer["service_features"] if row["name"] == "clir")
    written = await alice.ok(
        "Account/update_service_features", service_features=[{"name": "clir", "flag_value": "Y"}]
    )

    assert set(answer) == {"service_features"}
    assert {
        key: clir[key] for key in ("flag_value", "effective_flag_value", "locked", "locks")
    } == {
        "flag_value": "~",
        "effective_flag_value": "N",
        "locked": 0,
        "locks": ["user"],
    }
    assert set(clir) == {
        "name", "flag_value", "effective_flag_value", "locked", "locks", "attributes",
    }  # fmt: skip
    assert clir["attributes"][0] == {
        "name": "blocked",
        "values": ["N"],
        "effective_values": ["N"],
    }
    assert clir["attributes"][1]["values"] == [None]
    assert written == {"success": 1}


async def test_forwarding_to_one_number_after_twenty_seconds(alice: Caller) -> None:
    features: list[Json] = [
        {"name": "forward_mode", "flag_value": "C"},
        {
            "name": "default_action",
            "flag_value": "3",
            "attributes": [{"name": "timeout", "values": ["20"]}],
        },
    ]
    parent = {"i_account": 1001, "sequence": "Order", "timeout": 30}
    number = {
        "i_account": 1001, "redirect_number": "12065550100", "i_follow_order": 1, "active": "Y",
        "timeout": 15, "keep_original_cli": "Y", "use_tcp": "N",
    }  # fmt: skip

    await alice.ok("Account/update_service_features", service_features=features)
    await alice.ok("Account/update_account_followme", i_account=1001, followme_info=parent)
    added = await alice.ok("Account/add_followme_number", number_info=number)
    read = await alice.ok("Account/get_account_followme", i_account=1001)

    assert shape(added) == {"i_follow_me_number": int}
    assert parent.items() <= read["followme_info"].items()
    assert (number | added).items() <= read["followme_numbers"][0].items()


async def test_calls_of_a_day_with_their_recordings(alice: Caller) -> None:
    answer = await alice.ok(
        "Account/get_xdr_list", i_service_type=3, from_date="2026-01-01 00:00:00",
        to_date="2100-01-01 00:00:00", limit=20, offset=0, get_total=1, show_unsuccessful=1,
        with_cr_download_ids=1,
    )  # fmt: skip

    recorded = next(row for row in answer["xdr_list"] if row.get("cr_download_ids"))
    assert set(answer) == {"total", "xdr_list"}
    assert {
        "i_xdr", "CLI", "CLD", "bill_time", "connect_time", "unix_connect_time",
        "unix_disconnect_time", "charged_quantity", "charged_amount", "disconnect_cause",
        "disconnect_reason", "failed", "bit_flags", "h323_conf_id", "cr_download_ids",
    } <= set(recorded)  # fmt: skip
    assert recorded["cr_download_ids"] == [f"{recorded['h323_conf_id']}_0"]


async def test_recording_and_flag(alice: Caller) -> None:
    every = {"from_date": "2026-01-01 00:00:00", "to_date": "2100-01-01 00:00:00"}
    rows = (await alice.ok("Account/get_xdr_list", **every))["xdr_list"]
    i_xdr = next(row["i_xdr"] for row in rows if row["bit_flags"] & 64)

    file = await alice.call("CDR/get_call_recording", i_xdr=i_xdr)
    flagged = await alice.ok(
        "Account/set_mailbox_messages_flag", message_uids=["1"], flag="Seen", action="set_flag"
    )

    assert file.headers["Content-Type"] == "audio/wav"
    assert file.headers["Content-Disposition"] == f'attachment; filename="{i_xdr}.wav"'
    assert file.headers["Transfer-Encoding"] == "chunked"
    assert flagged == {"success": 1}
