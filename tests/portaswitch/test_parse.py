"""What the switch writes, in the shapes that were captured, becomes records."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from structlog.testing import capture_logs

from portaswitch import (
    BillingModel,
    Direction,
    ForwardMode,
    Outcome,
    Sequence,
    parse,
    values,
)

ACCOUNT: dict[str, Any] = {
    "i_account": "55",
    "id": "12065550100@msisdn",
    "login": "alice",
    "password": "portal-secret",
    "h323_password": "sip-secret",
    "api_token": "token-secret",
    "i_customer": 444,
    "billing_model": 1,
    "i_account_balance_control_type": None,
    "balance": 3.61693,
    "credit_limit": "50.00",
    "iso_4217": "USD",
    "bill_status": "O",
    "blocked": "N",
    "status": "ok",
    "product_name": "P-2024-internal",
    "product_visible_name": "Home Line",
    "time_zone_name": "Europe/Kyiv",
    "i_lang": "en",
    "iso_639_1": "uk",
    "firstname": "Alice",
    "lastname": None,
    "email": "alice@example.org",
    "phone1": "",
    "extension_id": 101,
    "sip_status": "1",
    "last_recharge": "2026-11-01 09:30:00",
    "key_of_a_later_release": {"nested": [1]},
}


def test_an_account_is_read_with_all_its_looseness() -> None:
    info = parse.account_info(ACCOUNT, {"balance": -23.61693})

    assert info.i_account == 55
    assert info.billing_model is BillingModel.CREDIT
    assert info.balance == Decimal("3.61693")
    assert info.credit_limit == Decimal("50.00")
    assert info.i_account_balance_control_type is None
    assert info.status == ""
    assert info.product_name == "Home Line"
    assert info.extension_id == "101"
    assert info.lastname == ""
    assert info.companyname == ""
    assert info.sip_status is True
    assert info.last_recharge == datetime(2026, 11, 1, 9, 30, tzinfo=UTC)
    assert info.customer_balance == Decimal("-23.61693")


def test_secrets_are_dropped_on_receipt() -> None:
    shown = repr(parse.account_info(ACCOUNT))

    assert "secret" not in shown


def test_an_account_that_says_next_to_nothing_is_still_an_account() -> None:
    info = parse.account_info({"i_account": 7})

    assert info.billing_model is BillingModel.DEBIT
    assert info.balance is None
    assert info.sip_status is None
    assert info.blocked is False
    assert info.time_zone_name == "UTC"


@pytest.mark.parametrize(
    ("status", "shown"), [(None, ""), ("ok", ""), ("active", ""), ("blocked", "blocked")]
)
def test_all_words_for_a_good_status_are_one(status: object, shown: str) -> None:
    assert parse.account_info({"i_account": 1, "status": status}).status == shown


# -- features -------------------------------------------------------------------------------------


def test_a_feature_has_own_and_effective_values() -> None:
    feature = parse.feature(
        {
            "name": "unified_messaging",
            "flag_value": "~",
            "effective_flag_value": "Y",
            "locked": 0,
            "locks": ["user"],
            "attributes": [
                {"name": "mailbox_limit", "values": ["0"], "effective_values": ["10"]},
                {"name": "fax_only_mode", "values": [None], "effective_values": [None]},
                {"name": "empty", "values": []},
            ],
        }
    )

    assert (feature.flag_value, feature.on, feature.locked) == ("~", True, False)
    assert feature.attributes["mailbox_limit"] == ("0",)
    assert feature.value("mailbox_limit") == "10"
    assert feature.value("fax_only_mode", "N") == "N"
    assert feature.value("empty", "none") == "none"


def test_a_feature_without_an_effective_flag_means_its_own() -> None:
    own = parse.feature({"name": "call_parking", "flag_value": "Y", "effective_flag_value": ""})
    inherited = parse.feature({"name": "clip", "flag_value": "~", "effective_flag_value": None})

    assert own.on
    assert not inherited.on


# -- forwarding -----------------------------------------------------------------------------------


def test_numbers_come_in_the_order_in_which_they_ring() -> None:
    followme = parse.follow_me(
        {"i_follow_me": 3, "sequence": "Simultaneous", "timeout": "30", "max_forwards": None},
        [
            {"i_follow_me_number": 702, "redirect_number": "2", "i_follow_order": "2"},
            {
                "i_follow_me_number": "701",
                "redirect_number": "12065550100",
                "i_follow_order": 1,
                "active": "N",
                "timeout": 20,
                "period": "hr{9-16}wd{mo tu we th fr}",
                "period_description": "Office hours",
                "keep_original_cli": "I",
                "keep_original_cld": "N",
                "use_tcp": "Y",
                "domain": "pbx.example",
                "max_sim_calls": "5",
                "weight": 0.0,
            },
        ],
    )

    assert followme.sequence is Sequence.SIMULTANEOUS
    assert (followme.timeout, followme.max_forwards, followme.exists) == (30, None, True)
    first, second = followme.numbers
    assert (first.i_follow_me_number, first.active, first.keep_original_cld) == (701, False, False)
    assert (first.use_tcp, first.max_sim_calls, first.weight) == (True, 5, 0.0)
    assert (second.timeout, second.period, second.active) == (15, "Always", True)
    assert (second.use_tcp, second.weight, second.domain) == (None, None, "")


@pytest.mark.parametrize("nothing", [None, [], ""])
def test_no_forwarding_at_all_is_an_empty_list(nothing: object) -> None:
    followme = parse.follow_me(values.mapping(nothing), nothing)

    assert not followme.exists
    assert followme.numbers == ()
    assert followme.sequence is Sequence.ORDER


def test_forward_modes_are_the_flags_of_the_feature() -> None:
    assert [mode.value for mode in ForwardMode] == ["N", "Y", "F", "U", "C"]


# -- xDRs -----------------------------------------------------------------------------------------

CALL: dict[str, Any] = {
    "i_xdr": 9001,
    "CLI": "12065550101",
    "CLD": "12065550102",
    "bill_time": "2026-11-21 10:00:42",
    "connect_time": "2026-11-21 10:00:00",
    "unix_connect_time": 1795255200,
    "unix_disconnect_time": "1795255242",
    "charged_quantity": 42,
    "charged_amount": 0.021,
    "disconnect_cause": "16",
    "disconnect_reason": "Normal call clearing",
    "failed": 0,
    "bit_flags": 4,
    "h323_conf_id": "01234567 89ABCDEF 01234567 89ABCDEF",
    "cr_download_ids": ["01234567 89ABCDEF 01234567 89ABCDEF_0"],
}


def test_a_call_is_read() -> None:
    xdr = parse.xdr(CALL)

    assert xdr.bill_time == datetime(2026, 11, 21, 10, 0, 42, tzinfo=UTC)
    assert xdr.connect_time == datetime.fromtimestamp(1795255200, UTC)
    assert xdr.charged_amount == Decimal("0.021")
    assert (xdr.charged_quantity, xdr.direction) == (42, Direction.OUTGOING)
    assert (xdr.outcome, xdr.recorded) == (Outcome.ANSWERED, True)


def test_unix_times_are_preferred_to_texts() -> None:
    xdr = parse.xdr({**CALL, "connect_time": "1999-01-01 00:00:00"})

    assert xdr.connect_time == datetime.fromtimestamp(1795255200, UTC)


def test_a_call_without_bill_time_is_placed_at_its_end() -> None:
    xdr = parse.xdr({**CALL, "bill_time": None})

    assert xdr.bill_time == datetime.fromtimestamp(1795255242, UTC)


@pytest.mark.parametrize(
    ("failed", "cause", "bit_flags", "outcome"),
    [
        (1, "1", 4, Outcome.FAILED),
        (1, 1, 8, Outcome.ERROR),
        ("1", 16, 8, Outcome.DECLINED),
        (1, "19", 8, Outcome.MISSED),
        (1, 13, 8, Outcome.ELSEWHERE),
        (0, 16, 8, Outcome.ANSWERED),
        ("0", "16", 12, Outcome.ANSWERED),
        (0, 31, 4, Outcome.ERROR),
        (1, 34, 4, Outcome.ERROR),
        (1, None, 4, Outcome.ERROR),
    ],
)
def test_the_outcome_follows_the_rule_of_a_shipping_client(
    failed: object, cause: object, bit_flags: int, outcome: Outcome
) -> None:
    row = {**CALL, "failed": failed, "disconnect_cause": cause, "bit_flags": bit_flags}

    assert parse.xdr(row).outcome is outcome


@pytest.mark.parametrize(
    ("bit_flags", "direction"),
    [
        (4, Direction.OUTGOING),
        (8, Direction.INCOMING),
        ("12", Direction.FORWARDED),
        (64 + 8, Direction.INCOMING),
        (0, Direction.UNKNOWN),
        (None, Direction.UNKNOWN),
    ],
)
def test_the_direction_is_in_mask_12(bit_flags: object, direction: Direction) -> None:
    assert parse.xdr({**CALL, "bit_flags": bit_flags}).direction is direction


@pytest.mark.parametrize(
    ("ids", "bit_flags", "recorded"),
    [(["x"], 4, True), ([], 68, False), (None, 68, True), (None, 4, False)],
)
def test_recorded_is_told_by_ids_and_on_old_releases_by_a_bit(
    ids: object, bit_flags: int, recorded: bool
) -> None:
    row = {**CALL, "cr_download_ids": ids, "bit_flags": bit_flags}

    assert parse.xdr(row).recorded is recorded


def test_a_payment_is_no_failed_call() -> None:
    payment = parse.xdr(
        {
            "i_xdr": 9002,
            "CLI": None,
            "CLD": "",
            "bill_time": "2026-11-21 11:00:00",
            "charged_amount": "-10.00000",
            "charged_quantity": "0",
            "description": "Voucher recharge",
            "i_service": "2",
            "service_name": "Payments",
        }
    )

    assert payment.charged_amount == Decimal("-10")
    assert (payment.i_service, payment.outcome) == (2, Outcome.ANSWERED)
    assert (payment.cli, payment.description) == ("", "Voucher recharge")


def test_one_unreadable_row_costs_one_line_in_the_log() -> None:
    rows = [CALL, {"CLI": "12065550199", "bill_time": "2026-11-21 10:00:42"}, {"i_xdr": 3}, "row"]

    with capture_logs() as logs:
        (xdr,) = parse.each("xdr", rows, parse.xdr)

    assert xdr.i_xdr == 9001
    assert [(entry["what"], entry["problem"]) for entry in logs] == [
        ("xdr", "no i_xdr"),
        ("xdr", "no bill_time"),
    ]
    assert "12065550199" not in str(logs)


# -- voicemail ------------------------------------------------------------------------------------


def test_a_voicemail_is_read() -> None:
    message = parse.mailbox_message(
        {
            "message_uid": 12,
            "delivery_date": "21-Nov-2026 12:00:42 +0200",
            "size": "65536",
            "voicemail_duration": "17",
            "flags": ["\\Seen", "\\Flagged"],
            "from": "123 (John Doe) <1001@pbx>",
        }
    )

    assert message.message_uid == "12"
    assert message.delivery_date == datetime(2026, 11, 21, 10, 0, 42, tzinfo=UTC)
    assert (message.size, message.duration, message.fax_pages) == (65536, 17, None)
    assert (message.seen, message.answered, message.flagged) == (True, False, True)
    assert (message.caller, message.caller_name) == ("1001", "John Doe")


@pytest.mark.parametrize(
    ("sender", "caller"),
    [
        ("Caller #1001", ("1001", "")),
        ("Caller #+12065550100", ("+12065550100", "")),
        ("Caller #anonymous <anonymous@host>", ("", "")),
        ("Caller #anonymous", ("", "")),
        ("123 (John Doe) <1001@pbx>", ("1001", "John Doe")),
        ("<1001>", ("1001", "")),
        ("", ("", "")),
        ("nobody", ("", "")),
    ],
)
def test_the_caller_is_in_angle_brackets_or_behind_the_hash(
    sender: str, caller: tuple[str, str]
) -> None:
    assert parse.caller(sender) == caller


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("21-Nov-2026 10:00:42 +0000", datetime(2026, 11, 21, 10, 0, 42, tzinfo=UTC)),
        ("01-Jan-2027 00:30:00 +0530", datetime(2026, 12, 31, 19, 0, 0, tzinfo=UTC)),
        (" 1-Mar-2026 23:00:00 -0330", datetime(2026, 3, 2, 2, 30, 0, tzinfo=UTC)),
        ("21-nov-2026 10:00:42", datetime(2026, 11, 21, 10, 0, 42, tzinfo=UTC)),
        ("31-Feb-2026 10:00:42 +0000", None),
        ("2026-11-21 10:00:42", None),
        ("21-Foo-2026 10:00:42 +0000", None),
    ],
)
def test_imap_dates_carry_their_zone(text: str, moment: datetime | None) -> None:
    assert values.imap_date(text) == moment


# -- scalars --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("raw", "number"),
    [
        (16, 16),
        ("16", 16),
        (" 16 ", 16),
        ("16.0", 16),
        (16.7, 16),
        (True, 1),
        ("", None),
        ("abc", None),
        ("NaN", None),
        ("Infinity", None),
        (None, None),
        ([], None),
        ({}, None),
    ],
)
def test_integers_come_as_numbers_or_strings(raw: object, number: int | None) -> None:
    assert values.integer(raw) == number


def test_zero_dates_of_old_databases_are_no_dates() -> None:
    assert values.moment("0000-00-00 00:00:00") is None
    assert values.moment("2026-11-21") == datetime(2026, 11, 21, tzinfo=UTC)
    assert values.epoch("0") is None
    assert values.epoch("99999999999999999") is None


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=30),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3)
    ),
    max_leaves=6,
)


@given(value=JSON)
def test_no_value_whatever_breaks_a_row(value: object) -> None:
    """Whatever the switch writes in a field, the row parses or is passed over."""
    for shape, make in ((CALL, parse.xdr), (ACCOUNT, parse.account_info)):
        for key in shape:
            parse.each("row", [{**shape, key: value}], make)
    message = {"message_uid": "1", "delivery_date": "21-Nov-2026 10:00:42 +0000"}
    for key in ("message_uid", "delivery_date", "flags", "from", "size", "voicemail_duration"):
        parse.each("row", [{**message, key: value}], parse.mailbox_message)
    for key in ("name", "flag_value", "attributes", "locked", "effective_flag_value"):
        parse.each("row", [{"name": "clip", key: value}], parse.feature)
    parse.follow_me(values.mapping(value), value)
