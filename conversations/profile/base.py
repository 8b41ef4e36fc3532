"""What all screens of "My details" share: the area, the fields by groups, how a value is said."""

from __future__ import annotations

from typing import Any

from conversations.shared.fields import CountryCode, PhoneNumber
from dialogs import Area, Field, Line, Step, Turn
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
TEXT, PHONE, COUNTRY = Line(120), PhoneNumber(), CountryCode()
EMAILS = ("email", "bcc")
OWN_PHONES = ("phone1", "phone2")
"""Where the subscriber is reached: their own contact confirms such a number."""
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


def at(key: str) -> Step:
    """The fields of a group."""
    return Step(area.key, "group", (key,))


def asking(name: str) -> Step:
    """The form that changes a field."""
    return Step(area.key, "Email" if name in EMAILS else "Change", (name,))


async def contact_of(turn: Turn) -> Contact:
    contact: Contact = (await turn.read("get_account_info")).contact
    return contact


def said(name: str, value: str) -> Said:
    """As people read it; what a provider has written in its own way stays as it is."""
    field = FIELDS[name][2]
    if field is PHONE and value.isdecimal():
        return Phone(value)
    return Country(value) if field is COUNTRY and value else value or NOT_SET


async def save(turn: Turn, name: str, value: str) -> None:
    change: dict[str, Any] = {name: value}
    await turn.api.update_account(AccountChange(**change))
