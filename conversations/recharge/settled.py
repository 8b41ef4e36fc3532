"""The end of a recharge that the provider did not answer, told when it is known."""

from __future__ import annotations

from decimal import Decimal

from conversations.recharge.base import area
from dialogs import Turn, View, go
from line.funds import funds_text
from locales import Money, _


@area.notice("voucher_settled", urgent=True)
async def settled(turn: Turn, tail: str = "", amount: Decimal | None = None) -> View:
    """An outcome that was unknown is known now: it was added."""
    info = await turn.api.get_account_info()
    if amount is None:
        done = _("The voucher …{tail} was added after all, once.", tail=tail)
    else:
        done = _(
            "The voucher …{tail} was added after all, once: {amount}.",
            tail=tail,
            amount=Money(amount, info.currency),
        )
    return View.card(done, funds_text(info))


@area.notice("voucher_unknown", urgent=True)
async def still_unknown(turn: Turn, tail: str = "") -> View:
    """Nothing proves that it was added, and absence proves nothing: a person must look."""
    return View.card(
        _(
            "I still cannot see whether the voucher …{tail} was added. Please do not redeem it "
            "again; ask your provider, who can look it up.",
            tail=tail,
        ),
        buttons=[go(_("Talk to a person"), "help")],
    )
