"""The end of a transfer that the provider did not answer, told when it is known."""

from __future__ import annotations

from decimal import Decimal

from conversations.transfer.base import area
from dialogs import Facts, Turn, View, go
from line import credit
from locales import Phone, _


@area.notice("transfer_settled", urgent=True)
async def settled(
    turn: Turn, number: str = "", amount: Decimal | None = None, name: str = "", **_more: object
) -> View:
    """An outcome that was unknown is known now: it was sent."""
    info = await turn.api.get_account_info()
    return View.card(
        Facts(
            _("The phone credit was sent after all, once."),
            credit.settled(number, name, amount, info),
        )
    )


@area.notice("transfer_unknown", urgent=True)
async def still_unknown(turn: Turn, number: str = "", **_more: object) -> View:
    return View.card(
        _(
            "I still cannot see whether the phone credit for {number} was sent. Please do not "
            "send it again; ask your provider, who can look it up.",
            number=Phone(number),
        ),
        buttons=[go(_("Talk to a person"), "help")],
    )
