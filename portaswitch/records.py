"""What the provider's answers become: plain records, parsed once, without the raw JSON.

Money is `Decimal` in the account's currency, moments are aware and in UTC, flags are booleans.
Names follow the provider where it has one, so that its manual can be searched. Secrets that some
switches return unasked (`h323_password`, `password`, `api_token`) have no field here: they are
dropped on receipt.
"""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as SequenceOf
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum


class BillingModel(IntEnum):
    DEBIT = -1
    VOUCHER = 0
    CREDIT = 1
    ALIAS = 2
    INTERNAL = 3
    BENEFICIARY = 4


@dataclass(frozen=True, slots=True)
class Tokens:
    """A session as `Session/login` gives it; `refresh_token` is empty for a lent session."""

    access_token: str = field(repr=False)
    refresh_token: str = field(default="", repr=False)
    expires_at: datetime | None = None


class AccountRole(IntEnum):
    """What an account stands for (`i_account_role`; `i_role` is something else)."""

    UNIVERSAL = 1
    PHONE_LINE = 2
    AUTO_ATTENDANT = 3
    PREPAID_CARD = 4
    PINLESS = 5
    IP_ADDRESS = 6
    DOMAIN = 7
    MOBILE = 8
    VOUCHER = 9


class BillStatus(StrEnum):
    OPEN = "O"
    SUSPENDED = "S"
    INACTIVE = "I"
    CLOSED = "C"


class Status(StrEnum):
    """What is wrong with an account, as the switch computes it."""

    QUARANTINE = "quarantine"
    SCREENING = "screening"
    CLOSED = "closed"
    INACTIVE = "inactive"
    SUSPENDED = "suspended"
    BLOCKED = "blocked"
    EXPIRED = "expired"
    NOT_YET_ACTIVE = "not_yet_active"
    CREDIT_EXCEEDED = "credit_exceeded"
    OVERDRAFT = "overdraft"
    ZERO_BALANCE = "zero_balance"
    FROZEN = "frozen"
    CUSTOMER_EXPORTED = "customer_exported"
    CUSTOMER_SUSPENDED = "customer_suspended"
    CUSTOMER_LIMITED = "customer_limited"
    CUSTOMER_PROVISIONALLY_TERMINATED = "customer_provisionally_terminated"
    CUSTOMER_BLOCKED = "customer_blocked"
    CUSTOMER_HAS_NO_AVAILABLE_FUNDS = "customer_has_no_available_funds"
    CUSTOMER_CREDIT_EXCEED = "customer_credit_exceed"
    CUSTOMER_SUSPENSION_DELAYED = "customer_suspension_delayed"
    CUSTOMER_LIMITING_DELAYED = "customer_limiting_delayed"


@dataclass(frozen=True, slots=True)
class Contact:
    """The subscriber behind an account; what is not known is "".

    `email` and `bcc` may hold several addresses, separated by commas.
    """

    salutation: str = ""
    firstname: str = ""
    midinit: str = ""
    lastname: str = ""
    companyname: str = ""
    baddr1: str = ""
    address_line_2: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    cont1: str = ""
    phone1: str = ""
    faxnum: str = ""
    cont2: str = ""
    phone2: str = ""
    email: str = ""
    bcc: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class DisplayFormats:
    """Templates such as `YYYY-MM-DD` and `HH24:MI:SS`; they govern display only (2.5)."""

    out_date_format: str = ""
    out_time_format: str = ""
    out_date_time_format: str = ""
    in_date_format: str = ""
    in_time_format: str = ""


@dataclass(frozen=True, slots=True)
class AddOn:
    """A product beside the main one."""

    i_product: int
    name: str
    """For the subscriber, where the switch has such a name."""
    description: str = ""
    effective_from: datetime | None = None
    effective_to: datetime | None = None
    priority: int | None = None
    """0 for the main product, 10 to 30 for others."""
    volume_discount_plan_name: str = ""
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class CustomerState:
    """Of the customer who owns the account; None and "" where the switch does not say."""

    name: str = ""
    bill_status: str = ""
    """One of `BillStatus`, or a word that we do not know."""
    blocked: bool | None = None
    suspended: bool | None = None
    suspension_delayed: bool | None = None


@dataclass(frozen=True, slots=True)
class LifeCycle:
    """When the account began, was used, and ends."""

    issue_date: date | None = None
    activation_date: date | None = None
    expiration_date: date | None = None
    first_usage: datetime | None = None
    last_usage: datetime | None = None
    life_time: int | None = None
    """Days from the first use."""
    idle_days: int | None = None
    inactivity_expire_time: int | None = None
    """Days without use after which the account expires."""


@dataclass(frozen=True, slots=True)
class AccountInfo:
    """`Account/get_account_info`: the account, its money and its state."""

    i_account: int
    id: str
    login: str
    i_customer: int | None
    billing_model: BillingModel
    i_account_balance_control_type: int | None
    balance: Decimal | None
    credit_limit: Decimal | None
    currency: str
    bill_status: str
    blocked: bool
    status: str
    """One of `Status`, or a word that we do not know; "" where all is well."""
    product_name: str
    """The end-user name of the product."""
    time_zone_name: str
    i_lang: str
    iso_639_1: str
    firstname: str
    lastname: str
    companyname: str
    email: str
    phone1: str
    extension_id: str
    sip_status: bool | None
    """True when the phone is registered now; None when the switch does not say."""
    last_recharge: datetime | None
    customer_balance: Decimal | None = None
    """Seen only when the switch shows `customer_info` to the account."""
    contact: Contact = Contact()
    formats: DisplayFormats = DisplayFormats()
    customer: CustomerState = CustomerState()
    life: LifeCycle = LifeCycle()
    addons: tuple[AddOn, ...] = ()
    included_services: tuple[int, ...] = ()
    """`i_service` of what the product includes; empty on switches that leave it out."""
    did_numbers: tuple[str, ...] = ()
    """The account's own DID and those of its aliases, as far as they are told."""
    i_product: int | None = None
    i_acl: int | None = None
    i_subscriber: int | None = None
    i_account_role: int | None = None
    """One of `AccountRole`, or a number that we do not know."""
    i_master_account: int | None = None
    """Set where the record is an alias."""
    master_billing_model: int | None = None
    """Of the sponsor, for a beneficiary."""
    opening_balance: Decimal | None = None
    is_active: bool | None = None
    """The switch's own verdict."""
    extension_name: str = ""
    i_time_zone: int | None = None
    has_custom_fields: bool = False
    ecommerce_enabled: bool = False
    """Whether the operator allows payments online."""


@dataclass(frozen=True, slots=True)
class AccountChange:
    """What to change of an account: None leaves a field as it is, "" empties it."""

    salutation: str | None = None
    firstname: str | None = None
    midinit: str | None = None
    lastname: str | None = None
    companyname: str | None = None
    baddr1: str | None = None
    address_line_2: str | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    cont1: str | None = None
    phone1: str | None = None
    faxnum: str | None = None
    cont2: str | None = None
    phone2: str | None = None
    email: str | None = None
    bcc: str | None = None
    note: str | None = None
    i_lang: str | None = None
    i_time_zone: int | None = None
    iso_639_1: str | None = None
    out_date_format: str | None = None
    out_time_format: str | None = None
    out_date_time_format: str | None = None
    in_date_format: str | None = None
    in_time_format: str | None = None
    password: str | None = field(default=None, repr=False)
    """Of the self-care portal. The switch may end other sessions."""


@dataclass(frozen=True, slots=True)
class SipCredentials:
    """What a softphone registers with; the SIP server's address is not among the API's answers."""

    username: str
    password: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Feature:
    """A service feature; `attributes` holds own values, `effective` what applies."""

    name: str
    flag_value: str
    effective_flag_value: str
    locked: bool
    attributes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    effective: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def on(self) -> bool:
        return self.effective_flag_value not in ("N", "")

    def value(self, attribute: str, default: str = "") -> str:
        """The first effective value of an attribute."""
        values = self.effective.get(attribute) or self.attributes.get(attribute) or ()
        return values[0] if values else default


class ForwardMode(StrEnum):
    NONE = "N"
    FOLLOW_ME = "Y"
    ADVANCED = "F"
    SIP_URI = "U"
    SIMPLE = "C"


class Sequence(StrEnum):
    ORDER = "Order"
    RANDOM = "Random"
    SIMULTANEOUS = "Simultaneous"


@dataclass(frozen=True, slots=True)
class FollowMeNumber:
    """One destination. `i_follow_me_number` is 0 until the switch has assigned one."""

    redirect_number: str
    i_follow_me_number: int = 0
    name: str = ""
    timeout: int = 15
    i_follow_order: int = 1
    active: bool = True
    period: str = "Always"
    period_description: str = ""
    keep_original_cli: str = "Y"
    keep_original_cld: bool | None = None
    domain: str = ""
    use_tcp: bool | None = None
    max_sim_calls: int | None = None
    weight: float | None = None


@dataclass(frozen=True, slots=True)
class FollowMe:
    """`Account/get_account_followme`: how the numbers ring, and the numbers in order."""

    sequence: Sequence = Sequence.ORDER
    timeout: int | None = None
    max_forwards: int | None = None
    exists: bool = False
    """Whether the parent record is there."""
    numbers: tuple[FollowMeNumber, ...] = ()


@dataclass(frozen=True, slots=True)
class Alias:
    i_account: int
    id: str
    blocked: bool


class Direction(StrEnum):
    OUTGOING = "outgoing"
    INCOMING = "incoming"
    FORWARDED = "forwarded"
    UNKNOWN = "unknown"


class Outcome(StrEnum):
    ANSWERED = "answered"
    MISSED = "missed"
    DECLINED = "declined"
    ELSEWHERE = "answered_elsewhere"
    FAILED = "failed"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Xdr:
    """A charged event; `charged_amount` is negative for credits."""

    i_xdr: int
    cli: str
    cld: str
    bill_time: datetime
    connect_time: datetime | None
    charged_quantity: int
    charged_amount: Decimal
    direction: Direction
    outcome: Outcome
    i_service: int | None
    service_name: str
    description: str
    recorded: bool
    disconnect_time: datetime | None = None
    setup_time: int | None = None
    """Milliseconds until the other side rang [I]."""
    disconnect_cause: int | None = None
    """Q.850."""
    disconnect_reason: str = ""
    failed: bool = False
    call_id: str = ""
    h323_conf_id: str = ""
    call_recording_id: str = ""
    cr_download_ids: tuple[str, ...] = ()
    country: str = ""
    account_id: str = ""
    """The number that was charged."""


@dataclass(frozen=True, slots=True)
class XdrPage:
    xdrs: tuple[Xdr, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class BodyStructure:
    """A part of a message; `file_name` is "" for one that is no file."""

    bodytype: str
    bodysubtype: str
    bodysize: int
    """Bytes."""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class MailboxMessage:
    """A voicemail or fax. `caller` is "" when withheld.

    Who called whom, and the parts, are in the details of one message only.
    """

    message_uid: str
    delivery_date: datetime
    size: int
    duration: int
    """Seconds."""
    fax_pages: int | None
    seen: bool
    answered: bool
    flagged: bool
    caller: str = ""
    caller_name: str = ""
    to: str = ""
    """The mailbox's own number."""
    body_structures: tuple[BodyStructure, ...] = ()


@dataclass(frozen=True, slots=True)
class Audio:
    content: bytes = field(repr=False)
    content_type: str = "audio/wav"
    filename: str = ""


@dataclass(frozen=True, slots=True)
class Document:
    """A file to hand on, such as a table of xDRs."""

    content: bytes = field(repr=False)
    content_type: str = "application/csv"
    filename: str = ""


@dataclass(frozen=True, slots=True)
class VoucherReceipt:
    """What redeeming a voucher gave; the new balance is None where the switch does not tell."""

    amount: Decimal | None
    new_balance: Decimal | None


@dataclass(frozen=True, slots=True)
class Service:
    """A kind of charge that the xDR history can be filtered by."""

    i_service: int
    name: str
    i_service_type: int | None


@dataclass(frozen=True, slots=True)
class FeatureChange:
    """One feature to write; what is None or absent is not sent and stays as it is."""

    name: str
    flag_value: str | None = None
    attributes: Mapping[str, SequenceOf[str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class FoundAccount:
    """An account as the admin realm finds it: enough to send a code and to open a session."""

    i_account: int
    id: str
    login: str
    email: str
    phone1: str
    blocked: bool
