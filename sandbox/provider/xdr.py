"""xDRs: calls, payments and fees; recordings; the list of services."""

import csv
import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from sandbox.provider import audio, faults, seed
from sandbox.provider.clock import wire_time
from sandbox.provider.faults import Fault
from sandbox.provider.methods import BOTH, Answer, Attachment, Call, serves
from sandbox.provider.model import Account, Row, Xdr

PAYMENTS, VOICE, FEES = 2, 3, 4
# 2 and 3 are known; the rest differ per installation.
SERVICES = {1: "Credits / Adjustments", 2: "Payments", 3: "Voice Calls", 4: "Subscriptions"}
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
    """Both dates bound `bill_time`, the first inclusive, the second exclusive."""
    # Compared as text: clients send years 0001 and 9999 for "no bound".
    first, end = _moment(call, "from_date"), _moment(call, "to_date")
    wanted = _filter(call)
    found = [
        (account, row)
        for account in accounts
        for row in seed.history(call.switch, account)
        if first <= wire_time(billed(row)) < end and wanted(row)
    ]
    newest = call.switch.settings.xdr_order == "newest"
    found.sort(key=lambda pair: (pair[1].started, pair[1].i_xdr), reverse=newest)
    with_recordings = call.switched_on("with_cr_download_ids")
    rows = [row_of(account, row, with_recordings) for account, row in call.page(found)]
    if call.text("format") == "csv":
        return Attachment("application/csv", "xdrs.csv", partial(_csv, rows))
    return call.listed("xdr_list", rows, len(found))


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


def _filter(call: Call) -> Callable[[Xdr], bool]:
    """What a row must be like to be listed; filters of unknown meaning are taken and ignored."""
    # Service types are numbered like services here; only type 3, voice, is known.
    services = {call.integer(key) for key in ("i_service_type", "i_service")} - {None}
    after = _optional_moment(call, "connect_time_after")
    before = _optional_moment(call, "connect_time_before")
    sides = {CREDITS: -1, DEBITS: 1}.get(call.integer("billing_model") or 0)

    def wanted(row: Xdr) -> bool:
        return (
            services <= {row.i_service}
            and (call.switched_on("show_unsuccessful") or not row.failed)
            and (row.recorded or not call.switched_on("call_recording"))
            and (not after or wire_time(row.started) >= after)
            and (not before or wire_time(row.started) < before)
            and (sides is None or row.amount * sides > 0)
            and _like(call.text("cli"), row.cli)
            and _like(call.text("cld"), row.cld)
            and _like(call.text("call_id"), call_id(row) or "")
            and _like(call.text("h323_conf_id"), conference(row))
        )

    return wanted


def _optional_moment(call: Call, key: str) -> str:
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


_SPREAD, _SPAN = 0x9E3779B97F4A7C15F39CC0605CEDC835, 1 << 128


def conference(row: Xdr) -> str:
    """Four groups of eight hex digits, told apart by the xDR's id alone."""
    digits = f"{row.i_xdr * _SPREAD % _SPAN:032X}"
    return " ".join(digits[i : i + 8] for i in range(0, 32, 8))


def _i_xdr(conference_id: str) -> int:
    """The id that `conference` spread; 0 for a text that is none of ours."""
    try:
        spread = int(conference_id.replace(" ", ""), 16)
    except ValueError:
        return 0
    return spread * pow(_SPREAD, -1, _SPAN) % _SPAN


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
        answer["cr_download_ids"] = [f"{conference(row)}_0"] if row.recorded else []
    return answer


@serves("CDR/get_call_recording", "i_xdr", files="audio/wav")
def get_call_recording(call: Call) -> Attachment:
    wanted = call.needed_integer("i_xdr")
    row = _found(call, wanted)
    if row is None:
        raise Fault(faults.XDR_NOT_FOUND, "The xDR is not found.")
    if not row.recorded:
        raise Fault(faults.NO_RECORDING, "There is no recording of this call.")
    return Attachment("audio/wav", f"{wanted}.wav", partial(audio.speech, _length(row), wanted))


def _found(call: Call, i_xdr: int) -> Xdr | None:
    """One of the caller's own calls, if there is such a call at all."""
    owner = call.switch.owner_of(i_xdr)
    rows = [] if owner is None else seed.history(call.switch, owner)
    row = next((row for row in rows if row.i_xdr == i_xdr), None)
    if row is not None and owner is not call.account():
        raise Fault(faults.NOT_YOUR_CALL, "This call belongs to another account.")
    return row


_LONGEST_RECORDING = 60


def _length(row: Xdr) -> int:
    """Long calls are cut, for the sound is made while the client waits."""
    return min(row.seconds, _LONGEST_RECORDING)


@serves("CDR/get_transcription", "call_recording_id format check_only")
def get_transcription(call: Call) -> Answer:
    """Every other recording has a transcript."""
    wanted = call.text("call_recording_id")
    row = _found(call, _i_xdr(wanted))
    if row is None or not row.recorded:
        raise Fault(faults.NO_RECORDING, "There is no such recording.")
    if row.i_xdr % 2:
        raise Fault(faults.NO_TRANSCRIPT, "The recording has not been transcribed.")
    if call.switched_on("check_only"):
        return {"call_recording_id": wanted}
    if call.text("format") == "text":
        return Attachment("text/plain", f"{row.i_xdr}.txt", _TRANSCRIPT.encode)
    return {"call_recording_id": wanted, "text": _TRANSCRIPT}


_TRANSCRIPT = "Hello. This is a call recorded in the sandbox. Goodbye."


@serves("Service/get_service_list", realms=BOTH)
def get_service_list(call: Call) -> Row:
    return {
        "service_list": [
            {"i_service": key, "name": name, "i_service_type": key}
            for key, name in SERVICES.items()
        ]
    }
