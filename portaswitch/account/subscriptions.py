"""Periodic fees (4.5)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import IntEnum

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json, required
from portaswitch.rows import READ, row
from portaswitch.values import day, decimal, flag, integer, mapping, rows, text

ROWS = (
    row(
        "Account/get_subscriptions",
        READ,
        "i_account with_effective_fees with_promotional_periods_info with_regular_discount_list"
        " with_upcharge_list",
        "subscriptions",
    ),
)


class SubscriptionStatus(IntEnum):
    PENDING = 0
    ACTIVE = 1
    CLOSED = 2


@dataclass(frozen=True, slots=True)
class Fee:
    """What one charge takes, until which day it pays, for how many periods."""

    amount: Decimal | None
    charged_to: date | None
    included_periods: int | None


@dataclass(frozen=True, slots=True)
class Subscription:
    """A periodic fee. Money is in the account's currency, dates have no time."""

    i_account_subscription: int
    i_subscription: int | None
    i_product: int | None
    name: str
    description: str
    """As on an invoice."""
    status: int | None
    """One of `SubscriptionStatus`, or a number that we do not know."""
    start_date: date | None
    activation_date: date | None
    """None, as `billed_to` and `effective_fee`, for one that has not begun."""
    billed_to: date | None
    finish_date: date | None
    finished: bool
    monthly_fee: Decimal | None
    effective_fee: Decimal | None
    """After discounts."""
    discount_rates: tuple[Decimal, ...] = ()
    """Percent; the key in which they come is inferred [I]."""
    current: Fee | None = None
    next: Fee | None = None
    obligatory: bool = False
    multiple: bool = False
    daily: bool = False
    """Charged day by day, not once a period."""


class Subscriptions(Calls):
    async def get_subscriptions(self) -> tuple[Subscription, ...]:
        """Pending, active and closed ones, in the switch's order."""
        answer = await self._call(
            "get_subscriptions",
            i_account=self.i_account,
            with_effective_fees=1,
            with_promotional_periods_info=1,
            with_regular_discount_list=1,
            with_upcharge_list=1,
        )
        return parse.each("subscription", answer["subscriptions"], subscription)


def subscription(row: Json) -> Subscription:
    fees = mapping(row.get("effective_fees_info"))
    return Subscription(
        i_account_subscription=required(
            integer(row.get("i_account_subscription")), "i_account_subscription"
        ),
        i_subscription=integer(row.get("i_subscription")),
        i_product=integer(row.get("i_product")),
        name=text(row.get("name")),
        description=text(row.get("subscription_level_invoice_description"))
        or text(row.get("invoice_description")),
        status=integer(row.get("int_status")),
        start_date=day(row.get("start_date")),
        activation_date=day(row.get("activation_date")),
        billed_to=day(row.get("billed_to")),
        finish_date=day(row.get("finish_date")),
        finished=flag(row.get("is_finished")) is True,
        monthly_fee=decimal(row.get("monthly_fee")),
        effective_fee=decimal(row.get("effective_fee")),
        discount_rates=_discount_rates(row),
        current=_fee(mapping(fees.get("current"))),
        next=_fee(mapping(fees.get("next"))),
        obligatory=flag(row.get("obligatory")) is True,
        multiple=flag(row.get("multiple")) is True,
        daily=flag(row.get("generate_daily_charge")) is True,
    )


LISTS = ("discount_list", "regular_discount_list", "multi_month_discount_list")


def _discount_rates(row: Json) -> tuple[Decimal, ...]:
    """On the row itself in old releases, else in its lists."""
    listed = [one for name in LISTS for one in rows(row.get(name))]
    rates = (decimal(one.get("discount_rate")) for one in (row, *listed))
    return tuple(dict.fromkeys(rate for rate in rates if rate is not None))


def _fee(fee: Json) -> Fee | None:
    """None where nothing is charged: the switch then writes an empty list."""
    if not fee:
        return None
    return Fee(
        amount=decimal(fee.get("amount")),
        charged_to=day(fee.get("charged_to")),
        included_periods=integer(fee.get("included_periods")),
    )
