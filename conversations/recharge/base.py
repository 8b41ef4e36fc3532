"""The area itself."""

from __future__ import annotations

from dialogs import Area
from locales import _
from portaswitch import Operation

area = Area(
    "recharge",
    _("Recharge"),
    icon="🎟",
    group="billing",
    command="recharge",
    about=_("Redeem a voucher"),
    words=_("recharge, voucher, top up, topup, refill, add money, scratch card, code"),
    needs=Operation("redeem_voucher"),
)
