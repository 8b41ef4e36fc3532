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
from datetime import datetime
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
    """Computed by the switch; "" where all is well."""
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


@dataclass(frozen=True, slots=True)
class XdrPage:
    xdrs: tuple[Xdr, ...]
    total: int | None


@dataclass(frozen=True, slots=True)
class MailboxMessage:
    """A voicemail or fax. `caller` is "" when withheld."""

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


@dataclass(frozen=True, slots=True)
class Audio:
    content: bytes = field(repr=False)
    content_type: str = "audio/wav"
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
