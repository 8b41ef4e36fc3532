"""My details: company, name, address and contacts, as the provider has them."""

from __future__ import annotations

from typing import Any

from conversations.shared.confirming import ConfirmedEmail
from conversations.shared.fields import CountryCode, PhoneNumber
from conversations.shared.onevalue import Value, one_value
from dialogs import Area, Facts, Field, Line, Result, Row, Step, Turn, View, do, go, keep
from dialogs.setting import NOT_SET
from dialogs.view import Said
from locales import Country, Phone, Text, _
from portaswitch import AccountChange
from portaswitch.records import Contact

area = Area(
    "profile",
    _("My details"),
    icon="👤",
    group="profile",
    command="profile",
    words=_(
        "my details, profile, contact information, personal information, company, name, address, "
        "e-mail, email, phone number, fax, move, new address"
    ),
)

NAME, ADDRESS, CONTACT = "name", "address", "contact"
GROUPS = {
    NAME: _("Name and company"),
    ADDRESS: _("Address"),
    CONTACT: _("Phones and e-mail"),
}
NOTHING_YET = _("Your provider has no details of you yet. Choose below what you want to fill in.")
TEXT, PHONE, COUNTRY = Line(120), PhoneNumber(), CountryCode()
EMAILS = ("email", "bcc")
FIELDS: dict[str, tuple[str, Text, Field]] = {
    "companyname": (NAME, _("Company"), TEXT),
    "salutation": (NAME, _("Salutation"), Line(15)),
    "firstname": (NAME, _("First name"), TEXT),
    "midinit": (NAME, _("Middle initial"), Line(5)),
    "lastname": (NAME, _("Last name"), TEXT),
    "note": (NAME, _("Note"), TEXT),
    "baddr1": (ADDRESS, _("Street and house"), TEXT),
    "address_line_2": (ADDRESS, _("Address, line 2"), TEXT),
    "zip": (ADDRESS, _("Postal code"), Line(15)),
    "city": (ADDRESS, _("City"), TEXT),
    "state": (ADDRESS, _("State or region"), TEXT),
    "country": (ADDRESS, _("Country"), COUNTRY),
    "cont1": (CONTACT, _("Contact person"), TEXT),
    "phone1": (CONTACT, _("Phone"), PHONE),
    "cont2": (CONTACT, _("Second person"), TEXT),
    "phone2": (CONTACT, _("Second phone"), PHONE),
    "faxnum": (CONTACT, _("Fax"), PHONE),
    "email": (CONTACT, _("E-mail"), TEXT),
    "bcc": (CONTACT, _("Copies by e-mail"), TEXT),
}
area.settings += [title for _group, title, _field in FIELDS.values()]


@area.start
async def profile(turn: Turn) -> View:
    """What is known; each group has a button for each of its fields."""
    contact = await _contact(turn)
    known = {name: getattr(contact, name) for name in FIELDS}
    blocks = [
        Facts(
            title,
            {
                FIELDS[name][1]: _said(name, value)
                for name, value in known.items()
                if value and FIELDS[name][0] == key
            },
        )
        for key, title in GROUPS.items()
    ]
    info = await turn.read("get_account_info")
    more: list[Row] = [go(_("Extra information"), "extra")] if info.has_custom_fields else []
    return View(
        *(block for block in blocks if block.values),
        None if any(known.values()) else NOTHING_YET,
        buttons=[*(go(title, group.at(key)) for key, title in GROUPS.items()), *more],
    )


@area.screen
async def group(turn: Turn, key: str) -> Result:
    return await _group(turn, key) if key in GROUPS else Step(area.key)


async def _group(turn: Turn, key: str, note: Text | None = None) -> View:
    contact = await _contact(turn)
    names = [name for name, (of, _title, _field) in FIELDS.items() if of == key]
    return View(
        Facts(
            GROUPS[key],
            {FIELDS[name][1]: _said(name, getattr(contact, name)) for name in names},
        ),
        _("Tap what you want to change."),
        buttons=[
            go(FIELDS[name][1], (Email if name in EMAILS else Change).at(name)) for name in names
        ],
        back=Step(area.key),
        note=note,
    )


async def _contact(turn: Turn) -> Contact:
    contact: Contact = (await turn.read("get_account_info")).contact
    return contact


def _said(name: str, value: str) -> Said:
    """As people read it; what a provider has written in its own way stays as it is."""
    field = FIELDS[name][2]
    if field is PHONE and value.isdecimal():
        return Phone(value)
    return Country(value) if field is COUNTRY and value else value or NOT_SET


# ---------------------------------------------------------------------- one field at a time


async def _about(turn: Turn, name: str) -> Value | None:
    if name not in FIELDS or name in EMAILS:
        return None
    _of, title, field = FIELDS[name]
    asked = _("{setting}: what shall it be?", setting=title)
    if field is PHONE:
        asked = _("{setting}: which number? Send it, or share a contact.", setting=title)
    now = getattr(await _contact(turn), name)
    return Value(title, asked, now, field, shown=lambda value: _said(name, value))


async def _save(turn: Turn, name: str, value: str) -> None:
    change: dict[str, Any] = {name: value}
    await turn.api.update_account(AccountChange(**change))


Change = one_value(area, _about, _save, lambda name: group.at(FIELDS[name][0]))


# ---------------------------------------------------------------------- e-mail, by a code


@area.form
class Email(ConfirmedEmail):
    given = ("key",)
    undone = _("Canceled. The address stays as it was.")

    key: str = keep()

    async def opened(self, turn: Turn) -> Result:
        return None if self.key in EMAILS else Step(area.key)

    async def which(self, turn: Turn) -> View:
        now = getattr(await _contact(turn), self.key)
        return View(
            _("{setting}: which address shall it be?", setting=FIELDS[self.key][1]),
            _("Now: {state}", state=now or NOT_SET),
            _("The new one takes the place of all of these.") if "," in now else None,
            buttons=[go(_("Leave it empty"), no_email.at(self.key))] if now else [],
        )

    async def with_address(self, turn: Turn, address: str, confirmed: bool) -> Result:
        """The code was the last word; where none can be sent, the address is looked at again."""
        if confirmed:
            return await _put_email(turn, self.key, address, CONFIRMED)
        return await _save_email(turn, self.key, address)


CONFIRMED = _("The new address is confirmed and saved.")
NOT_CONFIRMED = _("The new address is saved, but not confirmed.")


@area.screen
async def no_email(turn: Turn, key: str) -> Result:
    return await _save_email(turn, key, "") if key in EMAILS else Step(area.key)


async def _save_email(turn: Turn, key: str, address: str) -> View:
    now = getattr(await _contact(turn), key) or NOT_SET
    change = _("{before} → {after}", before=now, after=address or NOT_SET)
    return View(
        Facts(_("Save this?"), {FIELDS[key][1]: change}),
        _("I cannot send a code there, so please look at it again.") if address else None,
        buttons=[do(_("Save"), put_email.at(key, address), primary=True)],
        back=group.at(CONTACT),
    )


@area.action
async def put_email(turn: Turn, key: str, address: str) -> Result:
    return await _put_email(turn, key, address, NOT_CONFIRMED if address else None)


async def _put_email(turn: Turn, key: str, address: str, note: Text | None) -> View:
    await _save(turn, key, address)
    return await _group(turn, CONTACT, note)
