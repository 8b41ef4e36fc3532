"""One account for each oddity that live switches answer (sections 2.4, 2.5, 4, 5, 6, 10 and 19.6).

They come right after the first five people, where the population is large enough.

login            what is odd about it
---------------  ---------------------------------------------------------------------------------
nulls            every contact field null, names, extension, product, credit limit and dates too
blanks           every contact field an empty text
bare             no `extension_id`, `extension_name`, `alias_did_number_list`, `email`
old.release      xDRs without `call_id` and `cr_download_ids`: bit 64 alone tells of a recording
texts            `disconnect_cause` and both epochs of every xDR are texts
next.release     keys in `account_info` that nobody knows yet, and a flag where a list was
brackets         voicemail from `123 (John Doe) <1001@pbx>` and from a name with no number
anonymous        every caller is anonymous, in the calls and in the mailbox
dst.newyork      calls and voicemail across the last two changes of the clock
dst.kyiv         the same where the clock changes on another day
half.hour        lives where the clock is 5:45 ahead
migrated         `effective_flag_value` null and empty; `values` [] where something else applies
screened         screening on, with the attributes that everybody else's lacks (`attributes` [])
msisdn           the number has a suffix, `@msisdn`
two.emails       two addresses in `email`, a third in `bcc`
no.limit         owes money, and `credit_limit` is null
overdrawn        prepaid, and less than nothing is left
fractions        a balance with five decimals
yen              a currency without smaller parts
dinar            a currency with three decimals
blocked, suspended, inactive, closed, expired, empty, exceeded, quarantined
                 each has the `status` of that kind
active.word      `status` is `active`, where others have none at all
exported         `dual_version_system` says that the account moves to another system
faxes            a mailbox of nothing but faxes
newborn          made today: no calls, no messages, an empty phone book
busy             more calls than a page of 1000 holds
periods          forwarded in periods as another portal writes them
nothing          made today, no name, no phone, a product without the voice service: no feature, no
                 fee, no discount, no company's contacts, all extra fields the provider's own

Odd in everybody: some xDRs lack `call_id` or have texts for numbers, `conf_enabled` applies as
null, `call_processing` has `attributes` []. A forced change of the password is erin's, a line
billed to its company and without a mailbox carol's, an alias `ani...` alice's.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from sandbox.provider.catalogue import BARE, FEATURES, MIGRATED, MONTHLY, PREPAID
from sandbox.provider.follow_me_rows import follow_me, follow_me_number
from sandbox.provider.model import CREDIT, DEBIT, Account, Oddity, OwnFeature
from sandbox.provider.people import Person
from sandbox.provider.standing import Standing


@dataclass(frozen=True, slots=True)
class Odd:
    """A person, how the records differ on the wire, and what is set on the account."""

    person: Person
    oddity: Oddity | None = None
    dress: Callable[[Account], None] = lambda account: None


_EVERYBODY = Person(
    "", "", "Olive", "Oddly", PREPAID, DEBIT, "20.00", "13125550199", city="Chicago"
)


def _who(login: str, **changes: object) -> Person:
    # The last names tell them apart where logins are not shown.
    last = login.replace(".", " ").title()
    return replace(_EVERYBODY, login=login, last=last, **changes)  # type: ignore[arg-type]  # its fields


def _keys(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _contact(value: str | None) -> Callable[[Account], None]:
    def dress(account: Account) -> None:
        account.contact = dict.fromkeys(account.contact, value)

    return dress


def _two_emails(account: Account) -> None:
    account.contact |= {"email": "two@example.com, emails@example.com", "bcc": "third@example.com"}


def _migrated(account: Account) -> None:
    account.own_features["unified_messaging"] = OwnFeature(
        "~", {"mailbox_limit": ["0"], "fax_only_mode": []}
    )
    account.own_features["forward_mode"] = OwnFeature("~", {"max_forwards": [], "dtmf_control": []})


def _screened(account: Account) -> None:
    values = dict(FEATURES["call_processing"].attributes)
    account.own_features["call_processing"] = OwnFeature("Y", values)


def _alias(account: Account) -> None:
    account.add_alias("13125550198")


def _newborn(account: Account) -> None:
    account.created += timedelta(days=400)
    account.history, account.mailbox, account.phonebook = [], [], []


def _nothing(account: Account) -> None:
    _newborn(account)
    _contact(None)(account)
    account.formats, account.sip_status, account.balance = {}, 0, Decimal(0)
    account.empty = _keys("subscriptions discounts custom_fields phonebook devices")


def _state(**values: str) -> Callable[[Account], None]:
    def dress(account: Account) -> None:
        for name, value in values.items():
            setattr(account, name, value)

    return dress


def _quarantined(account: Account) -> None:
    account.part(Standing).fraud = "quarantine"


def _periods(account: Account) -> None:
    """A span inside one hour, braces doubled, a space before a brace: all were seen (7.3)."""
    account.own_features["forward_mode"] = OwnFeature(
        "F", dict(FEATURES["forward_mode"].attributes)
    )
    parent = account.next_id("follow_me")
    account.followme = follow_me(account, parent)
    account.numbers = [
        follow_me_number(account, account.next_id("follow_me_number"), parent, order)
        | {
            "redirect_number": f"1312555018{order}",
            "name": f"Place {order}",
            "period": period,
            "period_description": period,
        }
        for order, period in enumerate(_PERIODS, start=1)
    ]


_PERIODS = (
    "hr{9-16}wd{mo tu we th fr }", "hr{9}min{20}}", "hr{22-23},hr{0-5}", "wd{sa su}mo{12}md{24-26}",
)  # fmt: skip


_KATHMANDU = "Asia/Kathmandu"
_NULLS = _keys(
    "extension_id extension_name product_visible_name credit_limit activation_date issue_date "
    "first_usage first_usage_time last_usage password_timestamp i_lang iso_639_1"
)
ODD: tuple[Odd, ...] = tuple(
    replace(odd, person=replace(odd.person, number=odd.person.number or f"1312555{100 + n:04d}"))
    for n, odd in enumerate(
        (
            Odd(_who("nulls"), Oddity(null=_NULLS), _contact(None)),
            Odd(_who("blanks"), None, _contact("")),
            Odd(
                _who("bare"),
                Oddity(_keys("extension_id extension_name alias_did_number_list email")),
                _alias,
            ),
            Odd(_who("old.release"), Oddity(_keys("call_id cr_download_ids call_recording_id"))),
            Odd(
                _who("texts"),
                Oddity(text=_keys("disconnect_cause unix_connect_time unix_disconnect_time")),
            ),
            Odd(
                _who("next.release"),
                Oddity(more={"i_flavour": 7, "flavours": [{"name": "mint", "values": [None]}]}),
            ),
            Odd(_who("brackets")),
            Odd(_who("anonymous")),
            Odd(_who("dst.newyork", city="New York")),
            Odd(_who("dst.kyiv", zone="Europe/Kyiv", city="Київ", country="UA", i_lang="uk")),
            Odd(_who("half.hour", zone=_KATHMANDU, city="Kathmandu", country="NP")),
            Odd(_who("migrated", product=MIGRATED), None, _migrated),
            Odd(_who("screened"), None, _screened),
            Odd(_who("msisdn", number="13125550150@msisdn")),
            Odd(_who("two.emails"), None, _two_emails),
            Odd(_who("no.limit", product=MONTHLY, billing_model=CREDIT)),
            Odd(_who("overdrawn", balance="-3.40")),
            Odd(_who("fractions", balance="17.38421")),
            Odd(_who("yen", balance="1250", iso_4217="JPY", zone="Asia/Tokyo", country="JP")),
            Odd(_who("dinar", balance="4.125", iso_4217="KWD", zone="Asia/Kuwait", country="KW")),
            Odd(_who("blocked"), None, _state(blocked="Y")),
            Odd(_who("suspended"), None, _state(bill_status="S")),
            Odd(_who("inactive"), None, _state(bill_status="I")),
            Odd(_who("closed"), None, _state(bill_status="C")),
            Odd(_who("expired"), None, _state(expiration_date="2020-01-31")),
            Odd(_who("empty", balance="0")),
            Odd(
                _who(
                    "exceeded", product=MONTHLY, billing_model=CREDIT, balance="50.01",
                    credit_limit="50.00",
                ),
            ),
            Odd(_who("quarantined"), None, _quarantined),
            Odd(_who("active.word"), Oddity(more={"status": "active"})),
            Odd(_who("exported"), Oddity(more={"dual_version_system": "source"})),
            Odd(_who("faxes")),
            Odd(_who("newborn"), None, _newborn),
            Odd(_who("busy")),
            Odd(_who("periods"), None, _periods),
            Odd(_who("nothing", product=BARE), None, _nothing),
        )
    )
)  # fmt: skip
