"""A typed client of PortaSwitch's account self-care API, usable without the bot.

provider = Provider(ProviderConfig(url="https://switch.example.net:8445"))
tokens = await provider.login("alice", "s3cret")
info = await provider.account(tokens).get_account_info()
"""

from portaswitch.account import Account
from portaswitch.account.barring import BarringClass, BarringOption
from portaswitch.account.custom_fields import CustomField, CustomValue
from portaswitch.account.directories import DirectoryRecord, PhoneDirectory
from portaswitch.account.emergency import EmergencyAddress
from portaswitch.account.huntgroups import HuntGroup, HuntSequence
from portaswitch.account.mailbox import MailboxFlag
from portaswitch.account.phonebook import PhonebookRecord, PhoneType
from portaswitch.account.screening import (
    ConditionSummary,
    ConditionType,
    ScreeningCondition,
    ScreeningRule,
)
from portaswitch.admin import Admin, AdminSession
from portaswitch.contract import Contract, ContractRow, Source, Verdict
from portaswitch.errors import (
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
    AccountInfo,
    Alias,
    Audio,
    BillingModel,
    Direction,
    Feature,
    FeatureChange,
    FollowMe,
    FollowMeNumber,
    ForwardMode,
    FoundAccount,
    MailboxMessage,
    Outcome,
    Sequence,
    Service,
    Tokens,
    VoucherReceipt,
    Xdr,
    XdrPage,
)
from portaswitch.rows import Certainty, Operation, OperationsError, Realm, Row
from portaswitch.wire import Kind, Observer, ProviderConfig

__all__ = [
    "Account",
    "AccountInfo",
    "Admin",
    "AdminSession",
    "Alias",
    "Audio",
    "BarringClass",
    "BarringOption",
    "BillingModel",
    "Certainty",
    "ConditionSummary",
    "ConditionType",
    "Contract",
    "ContractRow",
    "CustomField",
    "CustomValue",
    "Direction",
    "DirectoryRecord",
    "EmergencyAddress",
    "Feature",
    "FeatureChange",
    "FollowMe",
    "FollowMeNumber",
    "ForwardMode",
    "FoundAccount",
    "HuntGroup",
    "HuntSequence",
    "Kind",
    "MailboxFlag",
    "MailboxMessage",
    "NotMapped",
    "Observer",
    "Operation",
    "Operations",
    "OperationsError",
    "Outcome",
    "PhoneDirectory",
    "PhoneType",
    "PhonebookRecord",
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
    "SessionExpired",
    "Source",
    "Tokens",
    "TooLarge",
    "Unavailable",
    "Verdict",
    "VoucherReceipt",
    "Xdr",
    "XdrPage",
]
