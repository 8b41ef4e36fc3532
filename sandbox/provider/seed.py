"""Who lives on this switch, the same people for the same seed.

The first five accounts are people with a story; the rest are drawn from the seed. What an account
has (calls, messages, phone book) is made when it is first asked for.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from sandbox.provider.catalogue import KYIV, MONTHLY, OFFICE, PREPAID
from sandbox.provider.model import (
    BILLED_TO_COMPANY,
    CREDIT,
    DEBIT,
    Account,
    Message,
    OwnFeature,
    Product,
    Row,
    Switch,
    Xdr,
)

FIRST_ACCOUNT = 1001


def _words(text: str) -> list[str]:
    return text.split()


_WORDS = _words(
    "amber brook cedar delta ember fjord grove heron ivory jasper lilac maple opal pearl river"
)
_FIRST = _words(
    "Anna Ben Clara Daniel Emma Felix Grace Henry Iris Jonas Kate Leo Mia Noah Olga Paul"
)
_LAST = _words("Adams Baker Cole Dunn Evans Ford Gray Hale Irwin Jones Klein Lane Moss Nash Owen")
_FORMATS = {
    "out_date_format": "YYYY-MM-DD",
    "out_time_format": "HH24:MI:SS",
    "out_date_time_format": "YYYY-MM-DD HH24:MI:SS",
    "in_date_format": "YYYY-MM-DD",
    "in_time_format": "HH24:MI:SS",
}
_CONTACT = _words(
    "salutation firstname midinit lastname companyname baddr1 address_line_2 city state zip "
    "country cont1 phone1 faxnum cont2 phone2 email bcc note"
)


@dataclass(frozen=True, slots=True)
class Person:
    """What makes one of the first accounts different from the drawn ones."""

    login: str
    number: str
    first: str
    last: str
    product: Product
    billing_model: int
    balance: str
    phone: str
    credit_limit: str | None = None
    iso_4217: str = "USD"
    zone: str = "America/New_York"
    i_lang: str = "en"
    city: str = "New York"
    country: str = "US"
    company: str = ""
    billed_to_company: bool = False
    must_change_password: bool = False


PEOPLE = (
    Person("alice", "12065550100", "Alice", "Adams", PREPAID, DEBIT, "2.50", "12065550900"),
    Person(
        "bob", "12065550101", "Bob", "Baker", MONTHLY, CREDIT, "12.40", "12065550901", "50.00",
        zone="America/Los_Angeles", city="Seattle",
    ),
    Person(
        "carol", "12065550102", "Carol", "Cole", OFFICE, CREDIT, "0", "12065550902",
        company="Cole & Sons", billed_to_company=True,
    ),
    Person(
        "dmytro", "380441234567", "Дмитро", "Коваленко", KYIV, DEBIT, "84.20", "380671234567",
        iso_4217="UAH", zone="Europe/Kyiv", i_lang="uk", city="Київ", country="UA",
    ),
    Person(
        "erin", "12065550104", "Erin", "Evans", PREPAID, DEBIT, "31.75", "12065550904",
        zone="Europe/London", must_change_password=True,
    ),
)  # fmt: skip


def populate(switch: Switch) -> None:
    """Fill an empty switch with `config.accounts` accounts."""
    for index in range(switch.config.accounts):
        switch.add(_account(index, switch.config.seed, switch.born))


def _account(index: int, seed: int, now: datetime) -> Account:
    draw = Random(f"{seed}:{index}")
    person = PEOPLE[index] if index < len(PEOPLE) else _stranger(index, draw)
    contact: dict[str, str | None] = dict.fromkeys(_CONTACT, "")
    contact |= {
        "firstname": person.first,
        "lastname": person.last,
        "companyname": person.company,
        "baddr1": f"{draw.randrange(1, 200)} Main Street",
        "city": person.city,
        "country": person.country,
        "phone1": person.phone,
        "phone2": None,
        "email": f"{person.login}@example.com",
    }
    account = Account(
        i_account=FIRST_ACCOUNT + index,
        number=person.number,
        login=person.login,
        password="-".join([*draw.sample(_WORDS, 2), str(draw.randrange(100, 1000))]),
        h323_password=f"{draw.getrandbits(48):012x}",
        api_token=str(UUID(int=draw.getrandbits(128), version=4)),
        product=person.product,
        billing_model=person.billing_model,
        balance=Decimal(person.balance),
        credit_limit=Decimal(person.credit_limit) if person.credit_limit else None,
        iso_4217=person.iso_4217,
        zone=person.zone,
        i_lang=person.i_lang,
        contact=contact,
        extension_id=str(101 + index),
        created=now - timedelta(days=400),
        sip_status=0 if index == 3 else 1,
        formats=dict(_FORMATS),
        ivr_language=person.i_lang,
        must_change_password=person.must_change_password,
    )
    for number in _aliases(index, person):
        account.add_alias(number)
    if person.billed_to_company:
        account.balance_control = BILLED_TO_COMPANY
        account.customer_name = person.company
        account.i_customer = 502
    if person.i_lang != "en":
        account.own_features["lan_name"] = OwnFeature("Y", {"iso_639_1": [person.i_lang]})
    return account


def _stranger(index: int, draw: Random) -> Person:
    return Person(
        login=f"user{index:05d}",
        number=str(12_065_560_000 + index),
        first=draw.choice(_FIRST),
        last=draw.choice(_LAST),
        product=PREPAID,
        billing_model=DEBIT,
        balance=f"{draw.randrange(100, 9000) / 100:.2f}",
        phone=str(12_065_660_000 + index),
    )


def _aliases(index: int, person: Person) -> list[str]:
    if index == 0:
        return ["12125550170", "ani12125550171"]
    return ["380931234567@did"] if person.login == "dmytro" else []


def history(switch: Switch, account: Account) -> list[Xdr]:
    """The account's xDRs, oldest first."""
    if account.history is None:
        account.history = _past(switch, account)
        switch.made(account)
    return account.history


def _past(switch: Switch, account: Account) -> list[Xdr]:
    """Some twenty calls of every outcome in the last five days, and the month's money."""
    draw = Random(f"{switch.config.seed}:{account.i_account}:calls")
    now = switch.clock.now().replace(microsecond=0)
    rows = _month(switch, account, now)
    for hours in sorted((draw.uniform(0.5, 120) for _ in range(20)), reverse=True):
        rows.append(_call(switch, account, now - timedelta(hours=hours), len(rows), draw))
    return sorted(rows, key=lambda row: row.started)


# Cause, text, failed, bit flags: answered both ways, missed, declined, elsewhere, failed, error.
_OUTCOMES = (
    (16, "Normal call clearing", False, 4),
    (16, "Normal call clearing", False, 8),
    (19, "No answer from user (user alerted)", True, 8),
    (16, "Normal call clearing", False, 4),
    (16, "Normal call clearing", True, 8),
    (13, "Call completed elsewhere", True, 8),
    (16, "Normal call clearing", False, 12),
    (1, "Unallocated (unassigned) number", True, 4),
    (19, "No answer from user (user alerted)", True, 4),
    (34, "No circuit/channel available", True, 4),
)
_PARTIES = ("12065550101", "12065550199", "12125550123", "442079460018", "12065550133", "anonymous")


def _call(switch: Switch, account: Account, at: datetime, index: int, draw: Random) -> Xdr:
    cause, reason, failed, flags = _OUTCOMES[index % len(_OUTCOMES)]
    outgoing = flags == 4
    party = draw.choice(_PARTIES[:-1] if outgoing else _PARTIES)
    seconds = 0 if failed else draw.randrange(8, 900)
    amount = Decimal(seconds) * Decimal("0.0005") if outgoing else Decimal(0)
    return Xdr(
        i_xdr=account.next_id("xdr"),
        i_service=3,
        started=at.replace(microsecond=0),
        seconds=seconds,
        amount=amount,
        cli=account.number if outgoing else party,
        cld=party if outgoing else account.number,
        bit_flags=flags,
        cause=cause,
        reason=reason,
        failed=failed,
        recorded=not failed and index % 5 == 1,
    )


def _month(switch: Switch, account: Account, now: datetime) -> list[Xdr]:
    """A fee at the start of the month (or a day ago, if that is earlier) and two payments."""
    first = now.replace(day=1, hour=0, minute=5, second=0)
    events = [
        (first, 4, "5.99", f"Monthly fee, {account.product.visible_name}"),
        (now - timedelta(days=6, hours=3), 2, "-10.00", "Voucher recharge"),
        (now - timedelta(days=2, hours=5), 2, "-5.00", "Manual payment"),
        (now - timedelta(days=1, hours=7), 1, "-0.75", "Refund"),
    ]
    return [
        Xdr(account.next_id("xdr"), service, at, 0, Decimal(amount), description=text)
        for at, service, amount, text in events
    ]


def mailbox(switch: Switch, account: Account) -> list[Message]:
    """The account's messages, oldest first: one heard, one not."""
    if account.mailbox is None:
        now = switch.clock.now().replace(microsecond=0)
        account.mailbox = [
            Message(account.next_uid(), "12125550123", now - timedelta(days=2, hours=4), 9,
                    {"Seen"}, tone=1),
            Message(account.next_uid(), "12065550199", now - timedelta(hours=3), 6, tone=2),
        ]  # fmt: skip
        switch.made(account)
    return account.mailbox


def phonebook(switch: Switch, account: Account) -> list[Row]:
    """The account's phone book, as rows of the wire."""
    if account.phonebook is None:
        account.phonebook = [
            {
                "i_account_phonebook": account.next_id("phonebook"),
                "i_account": account.i_account,
                "phone_number": number,
                "name": name,
                "phone_type": kind,
                "dial_id": code,
            }
            for number, name, kind, code in (
                ("12125550123", "Mum", "home", 1),
                ("12065550199", "Office", "work", None),
            )
        ]
        switch.made(account)
    return account.phonebook
