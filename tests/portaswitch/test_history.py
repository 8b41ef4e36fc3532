"""xDRs with filters, as a table, and added up."""

from __future__ import annotations

import csv
import io
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from portaswitch import (
    Account,
    Rejected,
    ServiceTotal,
    Side,
    TooLarge,
    Unavailable,
    XdrFilters,
    added_up,
    parse,
)
from portaswitch.wire import NO_FILE
from tests.portaswitch.conftest import Desk, Script, refuses, says, sends_file, stays_silent
from tests.portaswitch.samples.history import FILTERS

XDRS = "Account/get_xdr_list"
DAY = (datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC))
EVER = (datetime(2000, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
ROW = {
    "i_xdr": 9001,
    "CLI": "=HYPERLINK(1)",
    "CLD": "12065550102",
    "bill_time": "2026-11-22 10:00:42",
    "charged_quantity": "42",
    "charged_amount": 0.021,
    "service_name": "Voice Calls",
}


# -- filters --------------------------------------------------------------------------------------


async def test_filters_go_out_as_the_wire_has_them(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": []}))

    await account.get_xdr_list(*DAY, filters=FILTERS)

    sent = script.seen[0].params
    assert {key: sent[key] for key in ("cli", "billing_model", "roaming", "call_recording")} == {
        "cli": "1206%",
        "billing_model": -1,
        "roaming": 0,
        "call_recording": 1,
    }
    assert sent["connect_time_before"] == "2026-11-23 00:00:00"


async def test_what_is_not_filtered_is_not_sent(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": []}))

    await account.get_xdr_list(*DAY, filters=XdrFilters(cld="44%"))

    assert set(script.seen[0].params) == {
        "from_date", "to_date", "i_service_type", "show_unsuccessful", "with_cr_download_ids",
        "limit", "offset", "cld",
    }  # fmt: skip


async def test_the_switch_filters(desk: Desk) -> None:
    account = await desk.sign_in()

    async def found(filters: XdrFilters) -> set[int]:
        page = await account.get_xdr_list(*EVER, i_service_type=None, filters=filters)
        return {xdr.i_xdr for xdr in page.xdrs}

    xdrs = (await account.get_xdr_list(*EVER, i_service_type=None)).xdrs
    recorded = [xdr for xdr in xdrs if xdr.recorded]
    conference = recorded[0].h323_conf_id

    assert await found(XdrFilters(call_recording=True)) == {xdr.i_xdr for xdr in recorded}
    assert await found(XdrFilters(h323_conf_id=conference)) == {recorded[0].i_xdr}
    assert await found(XdrFilters(billing_model=Side.CREDITS)) == {
        xdr.i_xdr for xdr in xdrs if xdr.charged_amount < 0
    }


async def test_a_row_is_read_with_all_that_it_tells(desk: Desk) -> None:
    account = await desk.sign_in()

    xdrs = (await account.get_xdr_list(*EVER)).xdrs

    recorded = next(xdr for xdr in xdrs if xdr.recorded)
    assert recorded.cr_download_ids[0] == f"{recorded.h323_conf_id}_0"
    assert recorded.call_recording_id == recorded.h323_conf_id
    assert recorded.account_id == "12065550100"
    assert recorded.disconnect_time == recorded.bill_time
    assert {xdr.disconnect_cause for xdr in xdrs} >= {1, 13, 16, 19}
    assert {xdr.failed for xdr in xdrs} == {True, False}


# -- a table --------------------------------------------------------------------------------------


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode())))


async def test_the_switchs_own_table_is_handed_on(desk: Desk) -> None:
    account = await desk.sign_in()

    table = await account.export_xdrs(*EVER, i_service=2)

    assert (table.content_type, table.filename) == ("application/csv", "xdrs.csv")
    assert {row["service_name"] for row in read(table.content)} == {"Payments"}


async def test_where_the_switch_makes_no_table_we_do(script: Script, account: Account) -> None:
    script.on(XDRS, says({"xdr_list": [ROW]}))

    table = await account.export_xdrs(*DAY)

    assert script.seen[0].params["format"] == "csv"
    assert "format" not in script.seen[1].params
    assert read(table.content) == [
        {
            "bill_time": "2026-11-22 10:00:42",
            "cli": "'=HYPERLINK(1)",
            "cld": "12065550102",
            "charged_quantity": "42",
            "charged_amount": "0.021",
            "service_name": "Voice Calls",
            "description": "",
        }
    ]


async def test_a_table_that_is_refused_or_does_not_come_is_not_made_up(
    script: Script, account: Account
) -> None:
    script.on(XDRS, refuses("Server.Account.get_xdr_list.access_denied"), stays_silent)

    with pytest.raises(Rejected):
        await account.export_xdrs(*DAY)
    with pytest.raises(Unavailable) as silent:
        await account.export_xdrs(*DAY)

    assert silent.value.reason != NO_FILE
    assert len(script.seen) == 2


async def test_a_table_has_a_limit(script: Script, account: Account) -> None:
    script.on(XDRS, sends_file(b"x" * 5000, "application/csv", "xdrs.csv"))

    with pytest.raises(TooLarge):
        await account.get_xdr_table(*DAY, limit_bytes=1000)


# -- sums -----------------------------------------------------------------------------------------


async def test_the_switchs_sums_are_those_of_its_rows(desk: Desk) -> None:
    account = await desk.sign_in()
    page = await account.get_xdr_list(*EVER, i_service_type=None)

    told = await account.get_services_consumption(*EVER)
    total = await account.get_transactions_total_info(*EVER)

    ours = added_up(page.xdrs)
    assert told == ours
    assert total.total == sum(one.amount for one in ours)
    assert total.payments == next(one.amount for one in ours if one.i_service == 2) < 0


@pytest.mark.parametrize(
    "answer",
    [{}, {"services_consumption": None}, {"services_consumption": [{"i_service": 3, "sum": 7}]}],
)
async def test_sums_in_unknown_keys_are_not_taken_for_nothing(
    script: Script, account: Account, answer: object
) -> None:
    script.on("Account/get_services_consumption", says(answer))

    assert await account.get_services_consumption(*DAY) is None


async def test_a_total_that_is_not_told_is_none(script: Script, account: Account) -> None:
    script.on(
        "Account/get_transactions_total_info",
        says({"transactions_total_info": {"payments": "-5.00"}}),
    )

    total = await account.get_transactions_total_info(*DAY)

    assert (total.payments, total.charges) == (Decimal("-5.00"), None)


def test_failed_calls_are_no_charges_and_what_has_no_service_comes_last() -> None:
    rows = [
        {"i_xdr": 1, "bill_time": "2026-11-22", "charged_amount": 9, "description": "?"},
        {"i_xdr": 2, "bill_time": "2026-11-22", "charged_amount": "0.1", "i_service": 3},
        {"i_xdr": 3, "bill_time": "2026-11-22", "charged_amount": "0.2", "i_service": 3},
        {"i_xdr": 4, "bill_time": "2026-11-22", "charged_quantity": 5, "i_service": 3, "failed": 1},
    ]

    assert added_up(parse.each("xdr", rows, parse.xdr)) == (
        ServiceTotal(3, "", Decimal("0.3"), 0, 2),
        ServiceTotal(None, "", Decimal(9), 0, 1),
    )
