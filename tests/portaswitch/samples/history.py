"""Calls and transactions (5.1, 5.2)."""

from datetime import UTC, datetime

from portaswitch import Side, XdrFilters
from tests.portaswitch.samples import Sample

DAY = (datetime(2026, 11, 22, tzinfo=UTC), datetime(2026, 11, 23, tzinfo=UTC))
FILTERS = XdrFilters(
    cli="1206%",
    cld="4420%",
    call_id="0a@switch",
    h323_conf_id="01234567 89ABCDEF 01234567 89ABCDEF",
    history_pattern="%",
    connect_time_after=DAY[0],
    connect_time_before=DAY[1],
    call_recording=True,
    billing_model=Side.DEBITS,
    i_dest_group=3,
    for_current_period=True,
    roaming=False,
    get_split_xdrs=True,
    with_netaccess_usage=True,
)

SAMPLES: dict[str, Sample] = {
    "get_xdr_list": lambda a: a.get_xdr_list(
        *DAY, i_service=3, filters=FILTERS, limit=20, get_total=True
    ),
    "get_xdr_table": lambda a: a.get_xdr_table(
        *DAY, i_service_type=3, i_service=3, filters=FILTERS
    ),
    "get_service_list": lambda a: a.get_service_list(),
    "get_services_consumption": lambda a: a.get_services_consumption(*DAY),
    "get_transactions_total_info": lambda a: a.get_transactions_total_info(*DAY),
}
