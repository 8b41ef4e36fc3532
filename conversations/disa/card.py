"""The travel card: how to call from any phone, to take along."""

from __future__ import annotations

from conversations.disa.base import area
from conversations.shared.voicebox import vm_settings
from dialogs import Listing, Turn, View, copy, go
from line.numbers import region_of
from locales import Phone, Sayable, _


@area.screen
async def card(turn: Turn) -> View:
    """Kept in the chat, as there may be no network where it is needed."""
    numbers = _nearest_first(turn)
    if not numbers:
        return View(
            _("Your provider has not written down the access number here. Ask before you leave."),
            buttons=[go(_("Talk to a person"), "help")],
        )
    on = (await vm_settings(turn)).disa_enabled
    return View.receipt(
        _("Travel card: how to call from any phone"),
        Listing(
            [
                _("Call an access number: one of the country where you are costs least."),
                _("Choose the option for DISA."),
                _("Type the PIN of DISA."),
                _("Type the number that you want to reach, with its country code."),
            ],
            numbered=True,
        ),
        _("Access numbers:"),
        Listing([_("{country}: {number}", **_place(turn, one)) for one in numbers]),
        None if on else _("DISA is off now. Switch it on before you leave."),
        buttons=[copy(Phone(one), f"+{one}") for one in numbers],
    )


def _nearest_first(turn: Turn) -> list[str]:
    """The own country's before the others."""
    home = region_of(turn.link.number)
    return sorted(turn.options.access_numbers, key=lambda one: region_of(one) != home)


def _place(turn: Turn, number: str) -> dict[str, Sayable]:
    region = region_of(number)
    country = turn.reader.locale.territories.get(region) if region else None
    return {"country": country or _("Another country"), "number": Phone(number)}
