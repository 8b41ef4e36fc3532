"""Bundles that an account buys, and top-ups of its discount counters.

Both methods are known from the customer's realm; that the account's has them too is inferred. So is
`i_product`, which names the bundle, and what it costs.
"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from sandbox.provider.clock import wire_time
from sandbox.provider.discounts import counters
from sandbox.provider.methods import BOTH, Call, serves
from sandbox.provider.model import Account, Row
from sandbox.provider.payments import spend
from sandbox.provider.xdr import optional_moment

# i_product: name, price, days.
BUNDLES = {
    91: ("World 100", Decimal("2.00"), 30),
    92: ("World 1000", Decimal("15.00"), 30),
}
_TOPUP = {"topup_amount": Decimal(100), "topup_fee": Decimal("1.50")}


@dataclass(slots=True)
class Bundles:
    """What the account has bought, as add-ons on the wire."""

    addons: list[Row] = field(default_factory=list)


@serves(
    "Account/activate_bundle",
    "i_account i_product automatic_renewal delay_activation_till",
    realms=BOTH,
    certainty="inferred",
    write=True,
)
def activate_bundle(call: Call) -> Row:
    """It is paid at once and joins the account's add-ons; a delay puts off when it begins."""
    account, i_product = call.account(), call.needed_integer("i_product")
    if i_product not in BUNDLES:
        raise call.invalid("bundle_not_found", "There is no such bundle.")
    if call.text("automatic_renewal") not in ("", "Y", "N"):
        raise call.invalid("invalid_value", "automatic_renewal must be Y or N.")
    start = optional_moment(call, "delay_activation_till") or wire_time(call.switch.clock.now())
    name, price, days = BUNDLES[i_product]
    spend(call, account, price, f"Bundle {name}")
    account.part(Bundles).addons.append(
        addon(
            i_product,
            name,
            addon_effective_from=start,
            addon_effective_to=f"{datetime.fromisoformat(start) + timedelta(days=days)}",
            addon_priority=20,
            volume_discount_plan_name=name,
        )
    )
    call.switch.settings_changed(account)
    return {"success": 1}


def addons(account: Account) -> list[Row]:
    """All that the account has beside its product: what was sold with it, what it bought."""
    sold = [
        addon(80 + ordinal, name, addon_effective_from=wire_time(account.created))
        for ordinal, name in enumerate(account.product.addons)
    ]
    return sold + account.part(Bundles).addons


def addon(i_product: int, name: str, **known: Any) -> Row:
    return {
        "i_product": i_product,
        "name": name.upper().replace(" ", "-"),
        "end_user_name": name,
        "end_user_description": None,
        "addon_effective_to": None,
        "addon_priority": 10,
        "volume_discount_plan_name": None,
        "hidden": "N",
        "product_subscription": None,
    } | known


@serves(
    "DiscountPlan/get_topup_option_info",
    "i_account i_vd_dg i_vd_topup",
    realms=BOTH,
    certainty="inferred",
)
def get_topup_option_info(call: Call) -> Row:
    """What it costs to put more on a counter of the account, by the counter's or its own id."""
    for counter in counters(call.account()):
        option = {"i_vd_dg": counter.i_vd_dg, "i_vd_topup": counter.i_vd_dg + 300}
        if call.integer("i_vd_dg") in (None, option["i_vd_dg"]) and call.integer("i_vd_topup") in (
            None,
            option["i_vd_topup"],
        ):
            return {"topup_option_info": option | _TOPUP}
    raise call.invalid("option_not_found", "There is no such top-up option.")
