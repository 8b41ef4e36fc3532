"""xDRs: bounds, filters, paging, the looseness of live answers, recordings."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from sandbox.provider.server import Provider
from tests.provider.conftest import EVER, Caller, Desk, Json


async def rows(caller: Caller, **params: Any) -> list[Json]:
    listed: list[Json] = (await caller.ok("Account/get_xdr_list", **(EVER | params)))["xdr_list"]
    return listed


@pytest.mark.parametrize("missing", ["from_date", "to_date"])
async def test_both_dates_are_required(alice: Caller, missing: str) -> None:
    dates = {key: value for key, value in EVER.items() if key != missing}

    answer = await alice.call("Account/get_xdr_list", **dates)

    assert answer.faultcode == "Server.Account.get_xdr_list.missing_parameter"


@pytest.mark.parametrize(
    "wrong", ["2026-11-21", "2026-13-01 00:00:00", "2026-11-21T00:00:00", "21.11.2026 00:00:00", 5]
)
async def test_a_date_has_one_form(alice: Caller, wrong: object) -> None:
    answer = await alice.call("Account/get_xdr_list", **(EVER | {"from_date": wrong}))

    assert answer.faultcode == "Server.Account.get_xdr_list.invalid_date"


async def test_the_first_bound_is_inclusive_and_the_second_is_not(alice: Caller) -> None:
    last = (await rows(alice))[0]["bill_time"]
    next_second = f"{datetime.fromisoformat(last) + timedelta(seconds=1)}"

    within = await rows(alice, from_date=last, to_date=next_second)
    before = await rows(alice, to_date=last)

    assert [row["bill_time"] for row in within] == [last]
    assert last not in {row["bill_time"] for row in before}


async def test_unsuccessful_calls_are_shown_on_request(alice: Caller) -> None:
    some = await rows(alice, i_service_type=3)
    every = await rows(alice, i_service_type=3, show_unsuccessful=1)

    assert {row["failed"] for row in some} == {0}
    assert {row["failed"] for row in every} == {0, 1}


async def test_every_outcome_a_client_tells_apart_is_among_the_calls(alice: Caller) -> None:
    seen = {
        (row["failed"], int(row["disconnect_cause"]), row["bit_flags"] & 12)
        for row in await rows(alice, i_service_type=3, show_unsuccessful=1)
    }

    assert {(0, 16, 4), (0, 16, 8), (0, 16, 12), (1, 19, 8), (1, 16, 8), (1, 13, 8), (1, 1, 4)} <= (
        seen
    )


async def test_rows_are_filtered_by_what_they_are(alice: Caller) -> None:
    every = await rows(alice, show_unsuccessful=1, with_cr_download_ids=1)
    calls = [row for row in every if row["i_service"] == 3]
    one = next(row for row in calls if "call_id" in row and row["charged_amount"])
    middle = sorted(row["connect_time"] for row in calls)[10]

    async def ids(**params: Any) -> set[int]:
        return {row["i_xdr"] for row in await rows(alice, show_unsuccessful=1, **params)}

    def those(fits: Callable[[Json], bool]) -> set[int]:
        return {row["i_xdr"] for row in every if fits(row)}

    assert await ids(call_id=one["call_id"]) == {one["i_xdr"]}
    assert await ids(h323_conf_id=one["h323_conf_id"]) == {one["i_xdr"]}
    assert await ids(cld=one["CLD"]) == those(lambda row: row["CLD"] == one["CLD"])
    assert await ids(cli="1206555%") == those(lambda row: row["CLI"].startswith("1206555"))
    assert await ids(call_recording=1) == those(lambda row: bool(row.get("cr_download_ids")))
    assert await ids(billing_model=1) == those(lambda row: row["charged_amount"] < 0)
    assert await ids(billing_model=-1) == those(lambda row: row["charged_amount"] > 0)
    assert await ids(connect_time_after=middle) == those(lambda row: row["connect_time"] >= middle)
    assert await ids(connect_time_before=middle) == those(lambda row: row["connect_time"] < middle)
    assert await ids(i_service=3, i_service_type=2) == set()
    this_month = f"{datetime.now(UTC):%Y-%m}"
    assert await ids(for_current_period=1) == those(lambda row: row["bill_time"] >= this_month)


async def test_payments_and_fees_are_told_by_their_service(alice: Caller) -> None:
    payments = await rows(alice, i_service=2)
    fees = await rows(alice, i_service=4)

    assert all(row["charged_amount"] < 0 and row["description"] for row in payments)
    assert [row["charged_amount"] for row in fees] == [5.99]


async def test_pages_and_total_add_up(alice: Caller) -> None:
    everything = await rows(alice, show_unsuccessful=1)

    page = await alice.ok(
        "Account/get_xdr_list", **EVER, show_unsuccessful=1, limit="5", offset=5, get_total=1
    )

    assert page["total"] == len(everything) == 24
    assert page["xdr_list"] == everything[5:10]
    assert "total" not in await alice.ok("Account/get_xdr_list", **EVER)


@pytest.mark.parametrize(("order", "reverse"), [("newest", True), ("oldest", False)])
async def test_the_order_is_a_setting(alice: Caller, desk: Desk, order: str, reverse: bool) -> None:
    await desk.post("settings", xdr_order=order)

    times = [row["connect_time"] for row in await rows(alice, show_unsuccessful=1)]

    assert times == sorted(times, reverse=reverse)


async def test_a_row_has_the_types_of_the_wire(alice: Caller) -> None:
    listed = await rows(alice, i_service_type=3, show_unsuccessful=1)

    for row in listed:
        started = datetime.fromisoformat(row["connect_time"]).replace(tzinfo=UTC)
        assert int(row["unix_connect_time"]) == started.timestamp()
        assert isinstance(row["i_xdr"], int)
        assert isinstance(row["charged_amount"], (int, float))
        assert [len(group) for group in row["h323_conf_id"].split(" ")] == [8, 8, 8, 8]
    # Live answers are loose, and so are these, the same way every time.
    assert {type(row["disconnect_cause"]) for row in listed} == {int, str}
    assert {type(row["unix_disconnect_time"]) for row in listed} == {int, str}
    assert {"call_id" in row for row in listed} == {True, False}
    assert listed == await rows(alice, i_service_type=3, show_unsuccessful=1)


async def test_a_csv_is_an_attachment(alice: Caller) -> None:
    file = await alice.call("Account/get_xdr_list", **EVER, format="csv")
    unknown = await alice.call("Account/get_xdr_list", **EVER, format="xls")

    assert file.headers["Content-Type"] == "application/csv"
    assert file.body.splitlines()[0].startswith(b"bill_time,CLI,CLD")
    assert unknown.faultcode == "Server.Account.get_xdr_list.invalid_value"


async def test_services_name_what_the_rows_are(alice: Caller) -> None:
    services = (await alice.ok("Service/get_service_list"))["service_list"]

    names = {service["i_service"]: service["name"] for service in services}
    assert {row["i_service"]: row["service_name"] for row in await rows(alice)}.items() <= (
        names.items()
    )


async def test_a_call_from_the_desk_is_billed_now(
    alice: Caller, desk: Desk, provider: Provider
) -> None:
    since = f"{provider.clock.now() - timedelta(seconds=5):%Y-%m-%d %H:%M:%S}"

    made = await desk.post(
        "accounts/1001/call", to="442079460018", answered=True, seconds=60, amount="0.25"
    )
    await desk.post("accounts/1001/call", **{"from": "12125550123"}, answered=False)

    missed, answered = await rows(alice, from_date=since, show_unsuccessful=1)
    assert (answered["i_xdr"], answered["charged_amount"]) == (made["i_xdr"], 0.25)
    assert answered["charged_quantity"] == 60
    assert (missed["CLI"], missed["failed"], int(missed["disconnect_cause"])) == (
        "12125550123",
        1,
        19,
    )
    assert made["balance"] == 2.25
