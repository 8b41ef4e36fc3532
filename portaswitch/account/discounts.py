"""Volume discounts (4.6): names are verified, service and keys inferred, unit and reset unknown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import INFERRED, READ, row
from portaswitch.values import day, decimal, integer, text

ROWS = (
    row("Account/get_vd_counter_list", READ, "i_account", "vd_counter_list", certainty=INFERRED),
    row(
        "Account/get_full_vd_counter_info",
        READ,
        "i_account i_vd_dg",
        "vd_counter_info levels=vd_counter_info.threshold_list",
        certainty=INFERRED,
    ),
)


class PeakLevel(IntEnum):
    PEAK = 0
    OFF_PEAK = 1
    SECOND_OFF_PEAK = 2


@dataclass(frozen=True, slots=True)
class DiscountLevel:
    """From `threshold` on, `discount` percent less."""

    threshold: Decimal
    discount: Decimal


@dataclass(frozen=True, slots=True)
class DiscountCounter:
    """Use of one destination group, and how far it is to the next discount.

    Amounts are in `unit`: `min`, a currency's code, or the switch's own word; "" where untold.
    """

    i_vd_dg: int
    name: str
    service_name: str
    peak_level: int | None
    """One of `PeakLevel`; None counts at any time."""
    threshold: Decimal | None
    """Where the next level begins; None on the last one."""
    used: Decimal
    remaining: Decimal | None
    current_discount: Decimal | None
    """Percent."""
    next_discount: Decimal | None
    unit: str = ""
    reset_date: date | None = None
    levels: tuple[DiscountLevel, ...] = ()
    """Only in `get_full_vd_counter_info`."""


class Discounts(Calls):
    async def get_vd_counter_list(self) -> tuple[DiscountCounter, ...]:
        answer = await self._call("get_vd_counter_list", i_account=self.i_account)
        return parse.each("vd_counter", answer["vd_counter_list"], counter)

    async def get_full_vd_counter_info(self, i_vd_dg: int) -> DiscountCounter:
        """One counter with its levels. Raises `Rejected` where there is none."""
        answer = await self._call(
            "get_full_vd_counter_info", i_account=self.i_account, i_vd_dg=i_vd_dg
        )
        levels = parse.each("vd_level", answer["levels"], _level)
        return self._found(
            "get_full_vd_counter_info",
            answer["vd_counter_info"],
            lambda row: counter(row, levels),
        )


def counter(row: Json, levels: tuple[DiscountLevel, ...] = ()) -> DiscountCounter:
    """What remains is worked out where the switch leaves it out."""
    threshold, used = decimal(row.get("threshold")), decimal(row.get("used")) or Decimal(0)
    remaining = decimal(row.get("remaining"))
    if remaining is None and threshold is not None:
        remaining = threshold - used
    return DiscountCounter(
        i_vd_dg=required(integer(row.get("i_vd_dg")), "i_vd_dg"),
        name=text(row.get("dg_name")),
        service_name=text(row.get("service_name")),
        peak_level=integer(row.get("peak_level")),
        threshold=threshold,
        used=used,
        remaining=remaining,
        current_discount=decimal(row.get("current_discount")),
        next_discount=decimal(row.get("next_discount")),
        unit=text(row.get("unit")),
        reset_date=day(row.get("reset_date")),
        levels=levels,
    )


def _level(row: Json) -> DiscountLevel:
    return DiscountLevel(
        threshold=required(decimal(row.get("threshold")), "threshold"),
        discount=required(decimal(row.get("discount")), "discount"),
    )
