"""The switch's memory: accounts and what hangs on them, sessions, vouchers, the desk's notes."""

import time
from collections import Counter, deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from typing import Any, TypeVar, cast

from sandbox.provider.clock import Clock, wire_time
from sandbox.provider.config import Config, Settings

Row = dict[str, Any]
Part = TypeVar("Part")

DEBIT, CREDIT = -1, 1
_IDS_PER_ACCOUNT = 100_000
BILLED_TO_COMPANY = 3
# Services by their ids: 2 and 3 are known, the rest differ per installation.
ADJUSTMENTS, PAYMENTS, VOICE, FEES = 1, 2, 3, 4


@dataclass(frozen=True, slots=True)
class Product:
    """What an account is sold; its layer of features is what `~` inherits.

    `flags` and `values` ({feature: {attribute: value}}) differ from the catalogue's stock;
    `locked` are the features that the account may not change, `absent` those it does not have;
    `addons` are names of products.
    """

    i_product: int
    name: str
    visible_name: str
    flags: Mapping[str, str | None] = field(default_factory=dict)
    values: dict[str, dict[str, list[str | None]]] = field(default_factory=dict)
    locked: frozenset[str] = frozenset()
    addons: tuple[str, ...] = ()
    absent: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Oddity:
    """How an account's records differ from the usual ones on the wire (`odd.py` lists them).

    Keys that are left out, null, or spelled as text, in each of its records; `more` are keys that
    only `account_info` has.
    """

    without: frozenset[str] = frozenset()
    null: frozenset[str] = frozenset()
    text: frozenset[str] = frozenset()
    more: Row = field(default_factory=dict)

    def on(self, row: Row) -> Row:
        """The record as it is answered."""
        return {key: self._value(key, row[key]) for key in row if key not in self.without}

    def _value(self, key: str, value: Any) -> Any:
        if key in self.null:
            return None
        return str(value) if key in self.text else value


@dataclass(slots=True)
class Xdr:
    """One charged event. `amount` is negative for what came in; `failed` only for calls."""

    i_xdr: int
    i_service: int
    started: datetime
    seconds: int
    amount: Decimal
    cli: str = ""
    cld: str = ""
    bit_flags: int = 0
    cause: int = 16
    reason: str = "Normal call clearing"
    failed: bool = False
    description: str = ""
    recorded: bool = False


@dataclass(slots=True)
class Message:
    """A message in the mailbox; `wav` is 8 kHz mono, made from `tone` when first asked for.

    A fax has pages and no sound.
    """

    uid: int
    caller: str
    delivered: datetime
    seconds: int
    flags: set[str] = field(default_factory=set)
    tone: int = 0
    wav: bytes | None = None
    fax_pages: int = 0


@dataclass(slots=True)
class OwnFeature:
    """What is set on the account itself for one feature."""

    flag: str
    values: dict[str, list[str | None]]


@dataclass(slots=True)
class Alias:
    """Another number of an account: a record of its own, with its own `i_account`."""

    i_account: int
    id: str
    blocked: str = "N"


@dataclass(slots=True)
class Account:
    i_account: int
    number: str
    login: str
    password: str
    h323_password: str
    api_token: str
    product: Product
    billing_model: int
    balance: Decimal
    credit_limit: Decimal | None
    iso_4217: str
    zone: str
    i_lang: str
    contact: dict[str, str | None]
    extension_id: str
    created: datetime
    balance_control: int = 1
    aliases: list[Alias] = field(default_factory=list)
    customer_name: str = "Example Telecom customers"
    i_customer: int = 501
    bill_status: str = "O"
    blocked: str = "N"
    expiration_date: str | None = None
    sip_status: int = 1
    formats: dict[str, str] = field(default_factory=dict)
    ivr_language: str = "en"
    must_change_password: bool = False
    password_changed: datetime | None = None
    failures: int = 0
    locked_until: datetime | None = None
    own_features: dict[str, OwnFeature] = field(default_factory=dict)
    locked: set[str] = field(default_factory=set)
    followme: Row | None = None
    numbers: list[Row] = field(default_factory=list)
    custom_values: dict[int, str | None] = field(default_factory=dict)
    odd: Oddity | None = None
    # Services by the names of their modules: the provider has set up nothing of them here.
    empty: frozenset[str] = frozenset()
    # Filled by `seed` when first touched, so that ten thousand accounts cost little.
    history: list[Xdr] | None = None
    mailbox: list[Message] | None = None
    phonebook: list[Row] | None = None
    # Numbers are counted per account, so that they do not depend on who was touched first.
    numbered: Counter[str] = field(default_factory=Counter)
    # What a service of the switch keeps for this account, by its type; made when first touched.
    parts: dict[type, Any] = field(default_factory=dict)

    def part(self, kind: type[Part]) -> Part:
        """The account's record of a service; `kind()` makes the first one."""
        if kind not in self.parts:
            self.parts[kind] = kind()
        return cast(Part, self.parts[kind])

    def next_uid(self) -> int:
        """As in any IMAP mailbox: from 1, never used again."""
        self.numbered["message"] += 1
        return self.numbered["message"]

    def next_id(self, kind: str) -> int:
        """An id that no other account uses; `owner_of` finds its way back."""
        self.numbered[kind] += 1
        return self.i_account * _IDS_PER_ACCOUNT + self.numbered[kind]

    def add_alias(self, number: str, blocked: str = "N") -> Alias:
        """The switch must hear of it too: `Switch.by_alias`."""
        alias = Alias(self.next_id("alias"), number, blocked)
        self.aliases.append(alias)
        return alias

    def balance_after(self, amount: Decimal) -> Decimal:
        """The balance once so much is taken: what is owed (credit) grows the other way round."""
        owed = self.billing_model == CREDIT
        return self.balance + amount if owed else self.balance - amount

    @property
    def name(self) -> str:
        return f"{self.contact.get('firstname') or ''} {self.contact.get('lastname') or ''}".strip()

    @property
    def billed_to_company(self) -> bool:
        return self.balance_control == BILLED_TO_COMPANY


@dataclass(slots=True)
class Session:
    """A signed-in caller; `codes` are the one-time codes made in it, {code: i_account}.

    `key` stays when the three secrets change or die.
    """

    key: str
    realm: str
    user_id: int
    login: str
    session_id: str
    access_token: str
    refresh_token: str
    expires: datetime
    codes: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class Voucher:
    number: str
    amount: Decimal
    redeemed_by: int | None = None
    times: int = 0


@dataclass(slots=True)
class Disturbance:
    """A fault ordered at the desk; `times` None lasts until it is cleared."""

    method: str
    kind: str
    faultcode: str
    seconds: float
    times: int | None


@dataclass(slots=True)
class Count:
    """Counts on from a number, with `next()`."""

    following: int

    def __next__(self) -> int:
        self.following += 1
        return self.following - 1


class Ids:
    """Numbers the switch hands out; each kind starts where a reader can tell them apart.

    Events count on from the clock: receivers remember `i_event`, over our restarts too.
    """

    def __init__(self) -> None:
        self.follow_me = Count(301)
        self.follow_me_number = Count(701)
        self.event = Count(int(time.time()))


@dataclass(slots=True)
class Switch:
    """Everything there is; handlers read and change it, nothing else keeps state."""

    config: Config
    clock: Clock
    settings: Settings
    # The moment that what is drawn from the seed counts its days from.
    born: datetime
    accounts: dict[int, Account] = field(default_factory=dict)
    by_number: dict[str, int] = field(default_factory=dict)
    by_login: dict[str, int] = field(default_factory=dict)
    by_alias: dict[str, int] = field(default_factory=dict)
    vouchers: dict[str, Voucher] = field(default_factory=dict)
    desk_vouchers: dict[int, str] = field(default_factory=dict)
    strangers: dict[str, tuple[int, datetime | None]] = field(default_factory=dict)
    sessions: dict[str, Session] = field(default_factory=dict)
    # Events that nobody has taken yet, {i_event: body}.
    untold: dict[int, bytes] = field(default_factory=dict)
    outbox: list[Row] = field(default_factory=list)
    log: deque[Row] = field(default_factory=lambda: deque(maxlen=5_000))
    disturbances: list[Disturbance] = field(default_factory=list)
    ids: Ids = field(default_factory=Ids)
    announce: Callable[[str, Row], None] = lambda kind, variables: None
    # Called before an answer leaves, so that what it tells is never forgotten.
    commit: Callable[[], None] = lambda: None

    def add(self, account: Account) -> None:
        self.accounts[account.i_account] = account
        self._index(account)

    def index(self) -> None:
        """Find the accounts by what they are called now."""
        for found_by in (self.by_number, self.by_login, self.by_alias):
            found_by.clear()
        for account in self.accounts.values():
            self._index(account)

    def _index(self, account: Account) -> None:
        self.by_number[account.number] = account.i_account
        self.by_login[account.login] = account.i_account
        self.by_alias |= {alias.id: account.i_account for alias in account.aliases}

    def made(self, account: Account) -> None:
        """Something of the account was filled in: whoever keeps accounts is to look at it."""
        self.accounts[account.i_account] = account

    def owner_of(self, numbered: int) -> Account | None:
        """The account that gave out this id."""
        return self.accounts.get(numbered // _IDS_PER_ACCOUNT)

    def of_customer(self, i_customer: int) -> list[Account]:
        return [one for one in self.accounts.values() if one.i_customer == i_customer]

    def with_login(self, login: str) -> Account | None:
        i_account = self.by_login.get(login)
        return None if i_account is None else self.accounts[i_account]

    def with_number(self, number: str) -> Account | None:
        i_account = self.by_number.get(number)
        return None if i_account is None else self.accounts[i_account]

    def post(
        self, i_account: int | None, channel: str, to: str, code: str | None, **more: Any
    ) -> None:
        """Leave what would be sent in the desk's outbox."""
        self.outbox.append(
            {
                "i_account": i_account,
                "channel": channel,
                "to": to,
                "code": code,
                "time": wire_time(self.clock.now()),
                **more,
            }
        )

    def settings_changed(self, account: Account, *events: str) -> None:
        """Tell it under the raw names given, and under the one that any change has."""
        for name in (*events, "Subscriber/Updated"):
            self.announce(name, {"i_account": str(account.i_account)})

    def set_balance(self, account: Account, balance: Decimal) -> None:
        """Change what the account has (debit) or owes (credit), and announce it."""
        before, account.balance = account.balance, balance
        if before != balance:
            # The captured event names the account `billing_entity_id`, not `i_account`.
            self.announce(
                "Account/BalanceChanged",
                {
                    "billing_entity_id": str(account.i_account),
                    "prev_balance": before,
                    "curr_balance": balance,
                },
            )
            self.settings_changed(account)

    def charge(self, account: Account, amount: Decimal) -> None:
        """Take money; a negative amount brings it."""
        self.set_balance(account, account.balance_after(amount))
