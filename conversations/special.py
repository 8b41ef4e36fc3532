"""Numbers at a special rate that only the provider chooses: the list, and a way to ask for more."""

from __future__ import annotations

from conversations.shared.fields import Somebody
from dialogs import Area, Form, Listing, Result, Step, Turn, View, ask, go
from line.phonebook import in_list
from locales import Phone, _
from portaswitch.account.phonebook import PhonebookLimits


async def chosen_by_provider(turn: Turn) -> bool:
    """Where subscribers mark favorites themselves, they do so in the phone book."""
    feature = await turn.feature("phonebook")
    if feature is None or not feature.on:
        return False
    limits = PhonebookLimits.of(feature)
    return not limits.favorite_change_allowed and limits.max_favorites != 0


area = Area(
    "special",
    _("Special-rate numbers"),
    icon="⭐",
    group="centrex",
    section="calling",
    words=_("favorite numbers, favourite numbers, special rate, cheaper calls, friends and family"),
    needs=chosen_by_provider,
)


@area.start
async def special(turn: Turn) -> View:
    book = await turn.api.get_phonebook_list()
    found = [one for one in book if one.favorite]
    buttons = [go(_("Ask for a change"), Wish)]
    if book and all(one.favorite is None for one in book):
        return View(
            _("Your provider does not show here which numbers have a special rate."),
            buttons=buttons,
        )
    if not found:
        return View(
            _("Calls to some numbers can have a special rate. Your provider has chosen none yet."),
            _("Only your provider can change this list."),
            buttons=buttons,
        )
    return View(
        _("Calls to these numbers have a special rate:"),
        Listing([in_list(one) for one in found]),
        _("Locked: only your provider can change this list."),
        buttons=buttons,
    )


@area.form
class Wish(Form):
    """A request to the provider, which alone can change the list."""

    number: str = ask(
        _("Which number shall have the special rate? Send it, or share a contact."), Somebody()
    )
    undone = _("Canceled. Nothing was asked for.")

    async def submit(self, turn: Turn) -> Result:
        wish = _("Please give calls to {number} the special rate.", number=Phone(self.number))
        return Step("help", "request", (turn.reader.say(wish),))
