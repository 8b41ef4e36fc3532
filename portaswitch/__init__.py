"""A typed client of PortaSwitch's account self-care API, usable without the bot.

provider = Provider(ProviderConfig(url="https://switch.example.net:8445"))
tokens = await provider.login("alice", "s3cret")
info = await provider.account(tokens).get_account_info()
"""

from portaswitch.account import Account
from portaswitch.account.barring import BarringClass, BarringOption
from portaswitch.account.custom_fields import CustomField, CustomValue
from portaswitch.account.directories import DirectoryRecord, PhoneDirectory
from portaswitch.account.discounts import DiscountCounter, DiscountLevel, PeakLevel
from portaswitch.account.emergency import EmergencyAddress
from portaswitch.account.history import Side, XdrFilters
from portaswitch.account.huntgroups import HuntGroup, HuntSequence
from portaswitch.account.mailbox import MailboxFlag
from portaswitch.account.money import (
    Action,
    Card,
    PaymentMethod,
    PaymentTransaction,
    TopupOption,
    TransactionReceipt,
    TransferQuote,
    TransferReceipt,
)
from portaswitch.account.music import MohItem, MohList, MohOwner, MohStatus
from portaswitch.account.phone import Device, SipCall, SipStatus
from portaswitch.account.phonebook import PhonebookLimits, PhonebookRecord, PhoneType
from portaswitch.account.recordings import Transcription
from portaswitch.account.screening import (
    ConditionSummary,
    ConditionType,
    ScreeningCondition,
    ScreeningRule,
)
from portaswitch.account.subscriptions import Fee, Subscription, SubscriptionStatus
from portaswitch.account.system import Locale, TimeZone
from portaswitch.account.totals import ServiceTotal, TransactionsTotal, added_up
from portaswitch.account.voicemail import (
    AudioFormat,
    EmailAction,
    FaxFormat,
    Greeting,
    PromptLevel,
    VmSettings,
)
from portaswitch.admin import Admin, AdminSession
from portaswitch.contract import Contract, ContractRow, Source, Verdict
from portaswitch.errors import (
    CodeNeeded,
    NotMapped,
    ProviderError,
    Rejected,
    SessionExpired,
    TooLarge,
    Unavailable,
)
from portaswitch.operations import Operations
from portaswitch.provider import Provider
from portaswitch.records import (
    AccountChange,
    AccountInfo,
    AccountRole,
    AddOn,
    Alias,
    Audio,
    BillingModel,
    BillStatus,
    BodyStructure,
    Contact,
    CustomerState,
    Direction,
    DisplayFormats,
    Document,
    Feature,
    FeatureChange,
    FollowMe,
    FollowMeNumber,
    ForwardMode,
    FoundAccount,
    LifeCycle,
    MailboxMessage,
    Outcome,
    Sequence,
    Service,
    SipCredentials,
    Status,
    Tokens,
    VoucherReceipt,
    Xdr,
    XdrPage,
)
from portaswitch.rows import Certainty, Operation, OperationsError, Realm, Row
from portaswitch.wire import Kind, Observer, ProviderConfig

__all__ = [
    "Account",
    "AccountChange",
    "AccountInfo",
    "AccountRole",
    "Action",
    "AddOn",
    "Admin",
    "AdminSession",
    "Alias",
    "Audio",
    "AudioFormat",
    "BarringClass",
    "BarringOption",
    "BillStatus",
    "BillingModel",
    "BodyStructure",
    "Card",
    "Certainty",
    "CodeNeeded",
    "ConditionSummary",
    "ConditionType",
    "Contact",
    "Contract",
    "ContractRow",
    "CustomField",
    "CustomValue",
    "CustomerState",
    "Device",
    "Direction",
    "DirectoryRecord",
    "DiscountCounter",
    "DiscountLevel",
    "DisplayFormats",
    "Document",
    "EmailAction",
    "EmergencyAddress",
    "FaxFormat",
    "Feature",
    "FeatureChange",
    "Fee",
    "FollowMe",
    "FollowMeNumber",
    "ForwardMode",
    "FoundAccount",
    "Greeting",
    "HuntGroup",
    "HuntSequence",
    "Kind",
    "LifeCycle",
    "Locale",
    "MailboxFlag",
    "MailboxMessage",
    "MohItem",
    "MohList",
    "MohOwner",
    "MohStatus",
    "NotMapped",
    "Observer",
    "Operation",
    "Operations",
    "OperationsError",
    "Outcome",
    "PaymentMethod",
    "PaymentTransaction",
    "PeakLevel",
    "PhoneDirectory",
    "PhoneType",
    "PhonebookLimits",
    "PhonebookRecord",
    "PromptLevel",
    "Provider",
    "ProviderConfig",
    "ProviderError",
    "Realm",
    "Rejected",
    "Row",
    "ScreeningCondition",
    "ScreeningRule",
    "Sequence",
    "Service",
    "ServiceTotal",
    "SessionExpired",
    "Side",
    "SipCall",
    "SipCredentials",
    "SipStatus",
    "Source",
    "Status",
    "Subscription",
    "SubscriptionStatus",
    "TimeZone",
    "Tokens",
    "TooLarge",
    "TopupOption",
    "TransactionReceipt",
    "TransactionsTotal",
    "Transcription",
    "TransferQuote",
    "TransferReceipt",
    "Unavailable",
    "Verdict",
    "VmSettings",
    "VoucherReceipt",
    "Xdr",
    "XdrFilters",
    "XdrPage",
    "added_up",
]
