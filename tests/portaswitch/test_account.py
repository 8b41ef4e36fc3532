"""What the calls of an account send, and how lists are read to their end."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from portaswitch import (
    Account,
    FeatureChange,
    FollowMeNumber,
    Rejected,
    Sequence,
    SessionExpired,
)
from portaswitch.account.calls import MAX_PAGES, PAGE
from tests.portaswitch.conftest import Script, says

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
DAY = (NOW - timedelta(days=1), NOW)

XDRS = "Account/get_xdr_list"


# -- what is sent ---------------------------------------------------------------------------------


async def test_only_what_a_change_names_is_sent(script: Script, account: Account) -> None:
    script.on("Account/update_service_features", says({"success": 1}))

    await account.update_service_features(
        FeatureChange("forward_mode", "C"),
        FeatureChange("default_action", attributes={"timeout": ["20"]}),
    )

    assert script.seen[0].params == {
        "i_account": 55,
        "service_features": [
            {"name": "forward_mode", "flag_value": "C"},
            {"name": "default_action", "attributes": [{"name": "timeout", "values": ["20"]}]},
        ],
    }


async def test_a_write_that_did_not_succeed_is_a_refusal(script: Script, account: Account) -> None:
    script.on("Account/update_service_features", says({"success": 0}))

    with pytest.raises(Rejected, match="unsuccessful"):
        await account.update_service_features(FeatureChange("clip", "Y"))


async def test_a_number_carries_what_its_mode_knows(script: Script, account: Account) -> None:
    script.on("Account/add_followme_number", says({"i_follow_me_number": "701"}))
    script.on("Account/update_followme_number", says({"i_follow_me_number": 701}))

    added = await account.add_followme_number(
        FollowMeNumber("12065550100", timeout=15, use_tcp=False, domain="pbx.example")
    )
    await account.update_followme_number(
        FollowMeNumber("12065550100", i_follow_me_number=701, active=False)
    )

    assert added == 701
    add, update = (seen.params["number_info"] for seen in script.seen)
    assert add == {
        "i_account": 55,
        "redirect_number": "12065550100",
        "timeout": 15,
        "i_follow_order": 1,
        "active": "Y",
        "period": "Always",
        "keep_original_cli": "Y",
        "domain": "pbx.example",
        "use_tcp": "N",
    }
    assert update["i_follow_me_number"] == 701
    assert (update["active"], update["name"]) == ("N", "")


async def test_the_forwarding_record_is_sent_with_its_account(
    script: Script, account: Account
) -> None:
    script.on("Account/update_account_followme", says({"i_follow_me": 3}))

    await account.update_account_followme(sequence=Sequence.SIMULTANEOUS, timeout=30)

    assert script.seen[0].params == {
        "i_account": 55,
        "followme_info": {"i_account": 55, "sequence": "Simultaneous", "timeout": 30},
    }


async def test_an_account_that_is_gone_is_a_session_that_is_over(
    script: Script, account: Account
) -> None:
    script.on("Account/get_account_info", says({}))

    with pytest.raises(SessionExpired):
        await account.get_account_info()


# -- xDRs -----------------------------------------------------------------------------------------


def xdrs(first: int, count: int) -> list[dict[str, object]]:
    return [
        {"i_xdr": i, "unix_disconnect_time": 1795255200 + i} for i in range(first, first + count)
    ]


async def test_xdrs_come_newest_first_however_the_switch_orders_them(
    script: Script, account: Account
) -> None:
    script.on(XDRS, says({"xdr_list": xdrs(1, 3), "total": "17"}))

    page = await account.get_xdr_list(*DAY, limit=3, get_total=True)

    assert [xdr.i_xdr for xdr in page.xdrs] == [3, 2, 1]
    assert page.total == 17
    assert script.seen[0].params == {
        "from_date": "2026-11-22 12:00:00",
        "to_date": "2026-11-23 12:00:00",
        "i_service_type": 3,
        "show_unsuccessful": 1,
        "with_cr_download_ids": 1,
        "limit": 3,
        "offset": 0,
        "get_total": 1,
    }


async def test_without_a_limit_all_pages_are_read(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": xdrs(1, PAGE)}), says({"xdr_list": xdrs(PAGE + 1, 5)}))

    page = await account.get_xdr_list(*DAY, get_total=True)

    assert len(page.xdrs) == page.total == PAGE + 5
    assert page.xdrs[0].i_xdr == PAGE + 5
    assert [seen.params["offset"] for seen in script.seen] == [0, PAGE]


async def test_a_list_without_end_is_cut(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": xdrs(1, PAGE)}))

    await account.get_xdr_list(*DAY)

    assert len(script.seen) == MAX_PAGES
