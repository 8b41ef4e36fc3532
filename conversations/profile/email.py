"""A new e-mail: confirmed by a code; where none can be sent it is saved, and said to be neither."""

from __future__ import annotations

from conversations.profile.base import CONTACT, EMAILS, FIELDS, area, at, contact_of, save
from conversations.profile.overview import fields_of
from conversations.profile.trust import remember
from conversations.shared.confirming import ConfirmedEmail
from dialogs import Facts, Result, Step, Turn, View, do, go, keep
from dialogs.setting import NOT_SET
from locales import _

CONFIRMED = _("The new address is confirmed and saved.")
NOT_CONFIRMED = _("The new address is saved, but not confirmed.")


@area.form
class Email(ConfirmedEmail):
    given = ("key",)
    undone = _("Canceled. The address stays as it was.")

    key: str = keep()

    async def opened(self, turn: Turn) -> Result:
        return None if self.key in EMAILS else Step(area.key)

    async def which(self, turn: Turn) -> View:
        now = getattr(await contact_of(turn), self.key)
        return View(
            _("{setting}: which address shall it be?", setting=FIELDS[self.key][1]),
            _("Now: {state}", state=now or NOT_SET),
            _("The new one takes the place of all of these.") if "," in now else None,
            buttons=[go(_("Leave it empty"), no_email.at(self.key))] if now else [],
        )

    async def with_address(self, turn: Turn, address: str, confirmed: bool) -> Result:
        """The code was the last word; where none can be sent, the address is looked at again."""
        if confirmed:
            return await _put(turn, self.key, address, confirmed=True)
        return await _look_again(turn, self.key, address)


@area.screen
async def no_email(turn: Turn, key: str) -> Result:
    return await _look_again(turn, key, "") if key in EMAILS else Step(area.key)


async def _look_again(turn: Turn, key: str, address: str) -> View:
    now = getattr(await contact_of(turn), key) or NOT_SET
    change = _("{before} → {after}", before=now, after=address or NOT_SET)
    return View(
        Facts(_("Save this?"), {FIELDS[key][1]: change}),
        _("I cannot send a code there, so please look at it again.") if address else None,
        buttons=[do(_("Save"), put_email.at(key, address), primary=True)],
        back=at(CONTACT),
    )


@area.action
async def put_email(turn: Turn, key: str, address: str) -> Result:
    return await _put(turn, key, address, confirmed=False)


async def _put(turn: Turn, key: str, address: str, *, confirmed: bool) -> View:
    await save(turn, key, address)
    if not address:
        return await fields_of(turn, CONTACT)
    await remember(turn, key, address, confirmed)
    return await fields_of(turn, CONTACT, CONFIRMED if confirmed else NOT_CONFIRMED)
