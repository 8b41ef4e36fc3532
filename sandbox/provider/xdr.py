"""xDRs: calls, payments and fees; the list of services."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sandbox.provider import seed
from sandbox.provider.clock import wire_time
from sandbox.provider.methods import BOTH, Answer, Attachment, Call, serves
from sandbox.provider.model import ADJUSTMENTS, FEES, PAYMENTS, VOICE, Account, Row, Xdr
from sandbox.provider.recordings import conference, files_of

SERVICES = {
    ADJUSTMENTS: "Credits / Adjustments",
    PAYMENTS: "Payments",
    VOICE: "Voice Calls",
    FEES: "Subscriptions",
}
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d")
_RECORDED = 64

FILTERS = (
    "from_date to_date i_service_type i_service show_unsuccessful with_cr_download_ids "
    "get_total limit offset cli cld call_id h323_conf_id history_pattern connect_time_after "
    "connect_time_before call_recording billing_model i_dest_group for_current_period roaming "
    "get_split_xdrs with_netaccess_usage format"
)


@serves("Account/get_xdr_list", f"i_account {FILTERS}", realms=BOTH)
def get_xdr_list(call: Call) -> Answer:
    return listed(call, [call.account()])


def listed(call: Call, accounts: list[Account]) -> Answer:
    wanted = _filter(call)
    found = [
        (account, row) for account in accounts for row in between(call, account) if wanted(row)
    ]
    newest = call.switch.settings.xdr_order == "newest"
    found.sort(key=lambda pair: (pair[1].started, pair[1].i_xdr), reverse=newest)
    with_recordings = call.switched_on("with_cr_download_ids")
    rows = [row_of(account, row, with_recordings) for account, row in call.page(found)]
    if call.text("format") == "csv":
        return Attachment("application/csv", "xdrs.csv", partial(_csv, rows))
    return call.listed("xdr_list", rows, len(found))


def between(call: Call, account: Account) -> list[Xdr]:
    """Both dates bound `bill_time`, the first inclusive, the second exclusive."""
    # Compared as text: clients send years 0001 and 9999 for "no bound".
    first, end = _moment(call, "from_date"), _moment(call, "to_date")
    rows = seed.history(call.switch, account)
    return [row for row in rows if first <= wire_time(billed(row)) < end]


def _csv(rows: list[Row]) -> bytes:
    columns = "bill_time CLI CLD charged_quantity charged_amount service_name description"
    out = io.StringIO()
    table = csv.DictWriter(out, columns.split(), extrasaction="ignore")
    table.writeheader()
    table.writerows(rows)
    return out.getvalue().encode()


def _moment(call: Call, key: str) -> str:
    value = call.text(key)
    if not value:
        raise call.invalid("missing_parameter", f"{key} is required.")
    if not _is_moment(value):
        raise call.invalid("invalid_date", f"{key} must be YYYY-MM-DD HH:MM:SS.")
    return value


def _is_moment(text: str) -> bool:
    """A date that is in the calendar, years 0001 to 9999: clients send them for "no bound"."""
    try:
        return bool(_MOMENT.fullmatch(text) and datetime.fromisoformat(text))
    except ValueError:
        return False


CREDITS, DEBITS = 1, -1
_FORMATS = ("", "csv")


def _filter(call: Call) -> Callable[[Xdr], bool]:
    """What a row must be like to be listed; filters of unknown meaning are taken and ignored."""
    if call.text("format") not in _FORMATS:
        raise call.invalid("invalid_value", "format must be csv.")
    # Service types are numbered like services here; only type 3, voice, is known.
    services = {call.integer(key) for key in ("i_service_type", "i_service")} - {None}
    after = optional_moment(call, "connect_time_after")
    before = optional_moment(call, "connect_time_before")
    sides = {CREDITS: -1, DEBITS: 1}.get(call.integer("billing_model") or 0)
    period = f"{call.switch.clock.now():%Y-%m-01 00:00:00}"

    def wanted(row: Xdr) -> bool:
        return (
            services <= {row.i_service}
            and (call.switched_on("show_unsuccessful") or not row.failed)
            and (row.recorded or not call.switched_on("call_recording"))
            and (not after or wire_time(row.started) >= after)
            and (not before or wire_time(row.started) < before)
            and (sides is None or row.amount * sides > 0)
            and (wire_time(billed(row)) >= period or not call.switched_on("for_current_period"))
            and _like(call.text("cli"), row.cli)
            and _like(call.text("cld"), row.cld)
            and _like(call.text("call_id"), call_id(row) or "")
            and _like(call.text("h323_conf_id"), conference(row))
        )

    return wanted


def optional_moment(call: Call, key: str) -> str:
    return _moment(call, key) if call.text(key) else ""


def _like(pattern: str, value: str) -> bool:
    return not pattern or matches(pattern, value)


def matches(pattern: str, value: str) -> bool:
    """`%` stands for any characters, as in all string filters of the API."""
    if "%" not in pattern:
        return pattern.lower() == value.lower()
    parts = (re.escape(part) for part in pattern.split("%"))
    return re.fullmatch(".*".join(parts), value, re.IGNORECASE | re.DOTALL) is not None


def billed(row: Xdr) -> datetime:
    """When the charge counts: the end of the call."""
    return row.started + timedelta(seconds=row.seconds)


def call_id(row: Xdr) -> str | None:
    """The SIP call id, which live answers sometimes lack."""
    if row.i_service != VOICE or row.i_xdr % 4 == 0:
        return None
    return f"{row.i_xdr:08x}-{int(row.started.timestamp()):x}@sip.sandbox.example"


def row_of(account: Account, row: Xdr, with_recordings: bool) -> Row:
    """The record on the wire, with the looseness that live answers show.

    Depending on the id: the cause and one epoch are text, the SIP call id is missing, an empty
    list of recordings is left out.
    """
    start, end = int(row.started.timestamp()), int(billed(row).timestamp())
    answer: Row = {
        "i_xdr": row.i_xdr,
        "account_id": account.number,
        "CLI": row.cli,
        "CLD": row.cld,
        "bill_time": wire_time(billed(row)),
        "connect_time": wire_time(row.started),
        "disconnect_time": wire_time(billed(row)),
        "unix_connect_time": start,
        "unix_disconnect_time": str(end) if row.i_xdr % 2 else end,
        "charged_quantity": row.seconds,
        "charged_amount": row.amount,
        "disconnect_cause": str(row.cause) if row.i_xdr % 3 == 0 else row.cause,
        "disconnect_reason": row.reason,
        "failed": int(row.failed),
        "bit_flags": row.bit_flags | (_RECORDED if row.recorded else 0),
        "description": row.description,
        "i_service": row.i_service,
        "service_name": SERVICES[row.i_service],
    }
    if row.i_service == VOICE:
        answer["setup_time"] = 180 + row.i_xdr % 900
        answer["country"] = None
        answer["h323_conf_id"] = conference(row)
        if call_id(row):
            answer["call_id"] = call_id(row)
    if with_recordings and (row.recorded or row.i_xdr % 2):
        files = len(files_of(row)) if row.recorded else 0
        answer["cr_download_ids"] = [f"{conference(row)}_{n}" for n in range(files)]
    if with_recordings and row.recorded:
        answer["call_recording_id"] = conference(row)
    return account.odd.on(answer) if account.odd else answer


@serves("Service/get_service_list", realms=BOTH, certainty="inferred")
def get_service_list(call: Call) -> Row:
    return {
        "service_list": [
            {"i_service": key, "name": name, "i_service_type": key}
            for key, name in SERVICES.items()
        ]
    }
