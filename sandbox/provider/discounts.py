"""Volume discounts: counters of what was used, which make further use cheaper.

The two names are known; what they answer is inferred from the columns of the provider's portal.
"""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from sandbox.provider import seed
from sandbox.provider.clock import next_month
from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import VOICE, Account, Row, Switch
from sandbox.provider.xdr import matches


@dataclass(frozen=True, slots=True)
class Counter:
    """A destination group with its levels: from so many units on, so many percent less.

    `cld` is the pattern of the numbers that belong to it; `peak_level` None counts at any time.
    """

    i_vd_dg: int
    name: str
    cld: str
    peak_level: int | None
    unit: str
    levels: tuple[tuple[Decimal, Decimal], ...]


def _levels(*pairs: tuple[int, int]) -> tuple[tuple[Decimal, Decimal], ...]:
    return tuple((Decimal(start), Decimal(percent)) for start, percent in pairs)


COUNTERS = (
    Counter(31, "USA and Canada", "1%", 0, "min", _levels((10, 5), (500, 10))),
    Counter(32, "USA and Canada", "1%", 1, "min", _levels((60, 15))),
    Counter(33, "United Kingdom", "44%", None, "USD", _levels((5, 10), (20, 20))),
)


@serves("Account/get_vd_counter_list", "i_account", realms=BOTH, certainty="inferred")
def get_vd_counter_list(call: Call) -> Row:
    account = call.account()
    rows = [_row(call.switch, account, counter) for counter in counters(account)]
    return {"vd_counter_list": rows}


@serves("Account/get_full_vd_counter_info", "i_account i_vd_dg", realms=BOTH, certainty="inferred")
def get_full_vd_counter_info(call: Call) -> Row:
    """One counter with all its levels."""
    account, wanted = call.account(), call.needed_integer("i_vd_dg")
    for counter in counters(account):
        if counter.i_vd_dg == wanted:
            levels = [
                {"threshold": start, "discount": percent} for start, percent in counter.levels
            ]
            row = _row(call.switch, account, counter)
            return {"vd_counter_info": row | {"threshold_list": levels}}
    raise call.invalid("counter_not_found", "There is no such volume discount.")


def counters(account: Account) -> tuple[Counter, ...]:
    """A company's lines have no discount plan of their own."""
    return () if account.billed_to_company or "discounts" in account.empty else COUNTERS


def _row(switch: Switch, account: Account, counter: Counter) -> Row:
    used = _used(switch, account, counter)
    reached = [percent for start, percent in counter.levels if used >= start]
    ahead = [(start, percent) for start, percent in counter.levels if used < start]
    threshold, following = ahead[0] if ahead else (None, None)
    return {
        "i_vd_dg": counter.i_vd_dg,
        "dg_name": counter.name,
        "service_name": "Voice Calls",
        "peak_level": counter.peak_level,
        "threshold": threshold,
        "used": used,
        "remaining": None if threshold is None else threshold - used,
        "current_discount": reached[-1] if reached else Decimal(0),
        "next_discount": following,
        "unit": counter.unit,
        "reset_date": f"{next_month(switch.clock.now().date())}",
    }


def _used(switch: Switch, account: Account, counter: Counter) -> Decimal:
    """Minutes or money of this month's calls into the group, of the counter's time of day."""
    since = switch.clock.now().replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    calls = [
        row
        for row in seed.history(switch, account)
        if row.i_service == VOICE
        and row.cli == account.number
        and row.started >= since
        and matches(counter.cld, row.cld)
        and counter.peak_level in (None, _peak_level(row.started))
    ]
    if counter.unit == "min":
        used = Decimal(sum(row.seconds for row in calls)) / 60
    else:
        used = sum((row.amount for row in calls), Decimal(0))
    return used.quantize(Decimal("0.01"), ROUND_HALF_UP)


def _peak_level(at: datetime) -> int:
    """Peak (0) by day on workdays, off-peak (1) else."""
    return 0 if at.weekday() < 5 and 8 <= at.hour < 20 else 1
