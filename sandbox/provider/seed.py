"""The switch's first day, the same for the same seed.

The first five accounts are people with a story; then come the odd ones; the rest are drawn from
the seed. What an account has (calls, messages, phone book, numbers that it is forwarded to) is made
when it is first asked for.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from sandbox.provider import months
from sandbox.provider.catalogue import FEATURES
from sandbox.provider.follow_me_rows import follow_me, follow_me_number
from sandbox.provider.model import (
    ADJUSTMENTS,
    BILLED_TO_COMPANY,
    FEES,
    PAYMENTS,
    VOICE,
    Account,
    Message,
    OwnFeature,
    Row,
    Switch,
    Xdr,
)
from sandbox.provider.odd import ODD
from sandbox.provider.people import PEOPLE, Person, stranger

FIRST_ACCOUNT = 1001


def _words(text: str) -> list[str]:
    return text.split()


_WORDS = _words(
    "amber brook cedar delta ember fjord grove heron ivory jasper lilac maple opal pearl river"
)
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


def populate(switch: Switch) -> None:
    """Fill an empty switch with `config.accounts` accounts."""
    for index in range(switch.config.accounts):
        switch.add(_account(index, switch.config.seed, switch.born))


def _account(index: int, seed: int, now: datetime) -> Account:
    draw = Random(f"{seed}:{index}")
    odd = ODD[index - len(PEOPLE)] if 0 <= index - len(PEOPLE) < len(ODD) else None
    person = odd.person if odd else _person(index, seed, draw)
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
    elif index >= len(PEOPLE) and odd is None:
        account.customer_name = account.name
    account.i_customer = person.i_customer
    if person.forward_mode:
        values = dict(FEATURES["forward_mode"].attributes)
        account.own_features["forward_mode"] = OwnFeature(person.forward_mode, values)
    if odd is not None:
        account.odd = odd.oddity
        odd.dress(account)
    if person.i_lang != "en":
        account.own_features["lan_name"] = OwnFeature("Y", {"iso_639_1": [person.i_lang]})
    return account


def _person(index: int, seed: int, draw: Random) -> Person:
    return PEOPLE[index] if index < len(PEOPLE) else stranger(index, seed, draw)


def _aliases(index: int, person: Person) -> list[str]:
    if index == 0:
        return ["12125550170", "ani12125550171"]
    return ["380931234567@did"] if person.login == "dmytro" else []


def history(switch: Switch, account: Account) -> list[Xdr]:
    """The account's xDRs, oldest first."""
    if account.history is None:
        now = switch.clock.now().replace(microsecond=0)
        if _is_told(account):
            account.history = _past(switch, account)
        else:
            account.history = months.calls(
                account, phonebook(switch, account), _draw(switch, account, "calls"), now
            )
        switch.made(account)
    return account.history


def _past(switch: Switch, account: Account) -> list[Xdr]:
    """Some twenty calls of every outcome in the last five days, and the month's money."""
    draw = _draw(switch, account, "calls")
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
        i_service=VOICE,
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
        (first, FEES, "5.99", f"Monthly fee, {account.product.visible_name}"),
        (now - timedelta(days=6, hours=3), PAYMENTS, "-10.00", "Voucher recharge"),
        (now - timedelta(days=2, hours=5), PAYMENTS, "-5.00", "Manual payment"),
        (now - timedelta(days=1, hours=7), ADJUSTMENTS, "-0.75", "Refund"),
    ]
    return [
        Xdr(account.next_id("xdr"), service, at, 0, Decimal(amount), description=text)
        for at, service, amount, text in events
    ]


def mailbox(switch: Switch, account: Account) -> list[Message]:
    """The account's messages, oldest first."""
    if account.mailbox is None:
        now = switch.clock.now().replace(microsecond=0)
        if _is_told(account):
            account.mailbox = _two_messages(account, now)
        else:
            account.mailbox = months.messages(
                account, phonebook(switch, account), _draw(switch, account, "mail"), now
            )
        switch.made(account)
    return account.mailbox


def _two_messages(account: Account, now: datetime) -> list[Message]:
    """One heard, one not."""
    return [
        Message(account.next_uid(), "12125550123", now - timedelta(days=2, hours=4), 9,
                {"Seen"}, tone=1),
        Message(account.next_uid(), "12065550199", now - timedelta(hours=3), 6, tone=2),
    ]  # fmt: skip


def phonebook(switch: Switch, account: Account) -> list[Row]:
    """The account's phone book, as rows of the wire."""
    if account.phonebook is None:
        if _is_told(account):
            account.phonebook = _two_records(account)
        else:
            account.phonebook = months.contacts(account, _draw(switch, account, "contacts"))
        switch.made(account)
    return account.phonebook


def _two_records(account: Account) -> list[Row]:
    return [
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


def _is_told(account: Account) -> bool:
    """Whether it is one of the first five, whose days are told here; the others' are drawn."""
    return account.i_account < FIRST_ACCOUNT + len(PEOPLE)


def _draw(switch: Switch, account: Account, topic: str) -> Random:
    return Random(f"{switch.config.seed}:{account.i_account}:{topic}")


def forwarding(switch: Switch, account: Account) -> None:
    """Where a drawn account is forwarded to, once somebody looks."""
    mode = account.own_features.get("forward_mode")
    if account.followme is not None or mode is None or mode.flag not in "CY" or _is_told(account):
        return
    draw = _draw(switch, account, "forwarding")
    known = phonebook(switch, account)
    parent = account.next_id("follow_me")
    account.followme = follow_me(account, parent)
    for order in range(1, 2 if mode.flag == "C" else 4):
        record = draw.choice(known)
        account.numbers.append(
            follow_me_number(account, account.next_id("follow_me_number"), parent, order)
            | {"redirect_number": record["phone_number"], "name": record["name"]}
        )
    switch.made(account)
