"""Trying the reads of the map with a test account, where a switch serves no document (2.9)."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from datetime import datetime, timedelta

from portaswitch.errors import Rejected, Unavailable
from portaswitch.rows import Realm, Row
from portaswitch.values import wire_moment
from portaswitch.wire import Kind

Send = Callable[[Row, Mapping[str, object]], Awaitable[object]]

NOT_TRIED = {
    "ping",
    "get_mailbox_message_details",
    "get_mailbox_message_attachment",
    "get_mailbox_fax",
    "get_vm_greeting",
    "get_call_recording",
    "get_transcription",
    "get_phonebook_record",
    "get_phone_directory_info",
    "get_call_barring_class_info",
    "get_xdr_table",
    "get_sip_credentials",
    "get_full_vd_counter_info",
    "get_topup_option_info",
    "get_transfer_quote",
}
"""Reads that say nothing without something to read: an id of another answer, a file."""
DATED = {
    "get_xdr_list",
    "get_services_consumption",
    "get_transactions_total_info",
    "get_payment_transaction_list",
}
"""Reads that are refused without a range (2.10), and must not be given a wide one."""


async def outcomes(
    operations: Iterable[Row], send: Send, *, i_account: int | None, now: datetime
) -> dict[str, str]:
    """Operation -> "" where its read was answered, else why not.

    One after the other, with nothing but what every account has. Raises `Unavailable` when the
    switch falls silent; a page that says "not here" is an answer about this one operation.
    """
    span = {"from_date": wire_moment(now - timedelta(hours=1)), "to_date": wire_moment(now)}
    found = {}
    for row in operations:
        if row.kind is not Kind.READ or row.realm is not Realm.ACCOUNT or row.name in NOT_TRIED:
            continue
        given = {"i_account": i_account, "limit": 1} | (span if row.name in DATED else {})
        try:
            await send(row, {name: given[name] for name in given if name in row.params})
            found[row.name] = ""
        except Rejected as refusal:
            found[row.name] = refusal.faultcode or refusal.faultstring or "refused"
        except Unavailable as problem:
            if not 400 <= problem.status < 500:
                raise
            found[row.name] = problem.reason
    return found
