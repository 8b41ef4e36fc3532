"""The area, and a meter in words."""

from __future__ import annotations

from dialogs import Area, Facts, Turn
from line.meters import forecast_text, level_text, meter_text, subject_text
from locales import _
from portaswitch import Operation
from portaswitch.account.discounts import DiscountCounter

area = Area(
    "discounts",
    _("Discounts"),
    icon="🏷",
    group="billing",
    command="discounts",
    words=_(
        "discounts, volume discounts, minutes left, free minutes, bundle, package, quota, "
        "allowance, meter, threshold"
    ),
    needs=Operation("get_vd_counter_list"),
)

LABEL = 30


def meter(turn: Turn, counter: DiscountCounter, number: int | None = None) -> Facts:
    told = (meter_text(counter), level_text(counter), forecast_text(counter, turn.now))
    subject = subject_text(counter)
    if number is not None:
        subject = _("{number}. {subject}", number=number, subject=subject)
    return Facts(subject, {one: "" for one in told if one is not None})
