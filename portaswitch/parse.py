"""The provider's JSON becomes records, as tolerantly as section 2.4 of the API contract asks.

A row that cannot be understood costs one line in the log, never the whole list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import fields
from decimal import Decimal
from typing import TypeVar

import structlog

from portaswitch.records import (
    AccountInfo,
    AccountRole,
    AddOn,
    Alias,
    BillingModel,
    BillStatus,
    BodyStructure,
    Contact,
    CustomerState,
    Direction,
    DisplayFormats,
    Feature,
    FollowMe,
    FollowMeNumber,
    FoundAccount,
    LifeCycle,
    MailboxMessage,
    Outcome,
    Sequence,
    Service,
    SipCredentials,
    Status,
    VoucherReceipt,
    Xdr,
)
from portaswitch.values import (
    day,
    decimal,
    epoch,
    flag,
    imap_date,
    integer,
    items,
    mapping,
    moment,
    number_or,
    rows,
    strings,
    text,
    word,
)

log = structlog.get_logger(__name__)

Json = Mapping[str, object]
Record = TypeVar("Record")

# xDR `bit_flags` (5.1). Mask 12 is the direction; 64 says "recorded" on releases before MR129.
DIRECTION_MASK = 12
RECORDED = 64
DIRECTIONS = {4: Direction.OUTGOING, 8: Direction.INCOMING, 12: Direction.FORWARDED}

INHERITED = ("~", "^", "/")


def each(what: str, value: object, parse: Callable[[Json], Record]) -> tuple[Record, ...]:
    """The rows of a list that could be parsed; the others are logged by their keys alone."""
    parsed = []
    for row in rows(value):
        try:
            parsed.append(parse(row))
        except (ValueError, ArithmeticError) as problem:
            log.warning(
                "provider_row_unreadable", what=what, problem=str(problem), keys=sorted(row)
            )
    return tuple(parsed)


def required(value: Record | None, name: str) -> Record:
    """What makes a row that row, such as its id. `ValueError` where it is missing or empty."""
    if value is None or value == "":
        raise ValueError(f"no {name}")
    return value


def account_info(info: Json, customer: Json | None = None) -> AccountInfo:
    """`h323_password`, `password` and `api_token` are in `info` on some switches: not taken."""
    return AccountInfo(
        i_account=required(integer(info.get("i_account")), "i_account"),
        id=text(info.get("id")),
        login=text(info.get("login")),
        i_customer=integer(info.get("i_customer")),
        billing_model=_billing_model(info.get("billing_model")),
        i_account_balance_control_type=integer(info.get("i_account_balance_control_type")),
        balance=decimal(info.get("balance")),
        credit_limit=decimal(info.get("credit_limit")),
        currency=text(info.get("iso_4217")),
        bill_status=word(BillStatus, info.get("bill_status")),
        blocked=flag(info.get("blocked")) is True,
        status=_status(info.get("status")),
        product_name=text(info.get("product_visible_name")) or text(info.get("product_name")),
        time_zone_name=text(info.get("time_zone_name")) or "UTC",
        i_lang=text(info.get("i_lang")),
        iso_639_1=text(info.get("iso_639_1")),
        firstname=text(info.get("firstname")),
        lastname=text(info.get("lastname")),
        companyname=text(info.get("companyname")),
        email=text(info.get("email")) or text(info.get("subscriber_email")),
        phone1=text(info.get("phone1")),
        extension_id=text(info.get("extension_id")),
        sip_status=flag(info.get("sip_status")),
        last_recharge=moment(info.get("last_recharge")),
        customer_balance=decimal(mapping(customer).get("balance")),
        contact=contact(info),
        formats=DisplayFormats(**_texts(DisplayFormats, info)),
        customer=_customer_state(info),
        life=_life_cycle(info),
        addons=each("addon", info.get("assigned_addons"), addon),
        included_services=_integers(info.get("included_services")),
        did_numbers=_did_numbers(info),
        i_product=integer(info.get("i_product")),
        i_acl=integer(info.get("i_acl")),
        i_subscriber=integer(info.get("i_subscriber")),
        i_account_role=_role(info.get("i_account_role")),
        i_master_account=integer(info.get("i_master_account")),
        master_billing_model=integer(info.get("master_billing_model")),
        opening_balance=decimal(info.get("opening_balance")),
        is_active=flag(info.get("is_active")),
        extension_name=text(info.get("extension_name")),
        i_time_zone=integer(info.get("i_time_zone")),
        has_custom_fields=flag(info.get("has_custom_fields")) is True,
        ecommerce_enabled=flag(info.get("ecommerce_enabled")) is True,
    )


def sip_credentials(info: Json) -> SipCredentials:
    """The number without what tells records apart, such as `@msisdn`."""
    number = text(info.get("id")).partition("@")[0]
    return SipCredentials(
        username=required(number, "id"),
        password=required(text(info.get("h323_password")), "h323_password"),
    )


def contact(info: Json) -> Contact:
    """The e-mail of an old release lies under another key."""
    known = _texts(Contact, info)
    return Contact(**known | {"email": known["email"] or text(info.get("subscriber_email"))})


def _texts(record: type[Contact | DisplayFormats], info: Json) -> dict[str, str]:
    return {field.name: text(info.get(field.name)) for field in fields(record)}


def _customer_state(info: Json) -> CustomerState:
    return CustomerState(
        name=text(info.get("customer_name")),
        bill_status=word(BillStatus, info.get("customer_bill_status")),
        blocked=flag(info.get("customer_blocked")),
        suspended=flag(info.get("customer_bill_suspended")),
        suspension_delayed=flag(info.get("cust_bill_suspension_delayed")),
    )


def _life_cycle(info: Json) -> LifeCycle:
    return LifeCycle(
        issue_date=day(info.get("issue_date")),
        activation_date=day(info.get("activation_date")),
        expiration_date=day(info.get("expiration_date")),
        first_usage=moment(info.get("first_usage_time")) or moment(info.get("first_usage")),
        last_usage=moment(info.get("last_usage")),
        life_time=integer(info.get("life_time")),
        idle_days=integer(info.get("idle_days")),
        inactivity_expire_time=integer(info.get("inactivity_expire_time")),
    )


def addon(row: Json) -> AddOn:
    return AddOn(
        i_product=required(integer(row.get("i_product")), "i_product"),
        name=text(row.get("end_user_name")) or text(row.get("name")),
        description=text(row.get("end_user_description")),
        effective_from=moment(row.get("addon_effective_from")),
        effective_to=moment(row.get("addon_effective_to")),
        priority=integer(row.get("addon_priority")),
        volume_discount_plan_name=text(row.get("volume_discount_plan_name")),
        hidden=flag(row.get("hidden")) is True,
    )


def _did_numbers(info: Json) -> tuple[str, ...]:
    listed = (row.get("did_number") for row in rows(info.get("alias_did_number_list")))
    numbers = map(text, (info.get("did_number"), *listed))
    return tuple(dict.fromkeys(number for number in numbers if number))


def _integers(value: object) -> tuple[int, ...]:
    return tuple(number for item in items(value) if (number := integer(item)) is not None)


def _role(value: object) -> int | None:
    number = integer(value)
    try:
        return AccountRole(number) if number is not None else None
    except ValueError:
        return number


def _billing_model(value: object) -> BillingModel:
    """Where the switch does not say, debit: it promises the subscriber no credit."""
    try:
        return BillingModel(number_or(value, BillingModel.DEBIT))
    except ValueError:
        return BillingModel.DEBIT


def _status(value: object) -> str:
    """Absent, `ok` and `active` all mean well (section 20)."""
    return "" if text(value) in ("ok", "active") else word(Status, value)


def found_account(info: Json) -> FoundAccount:
    return FoundAccount(
        i_account=required(integer(info.get("i_account")), "i_account"),
        id=text(info.get("id")),
        login=text(info.get("login")),
        email=text(info.get("email")) or text(info.get("subscriber_email")),
        phone1=text(info.get("phone1")),
        blocked=flag(info.get("blocked")) is True,
    )


class Features(Mapping[str, Feature]):
    """Service features by name. A line has 45 of them and a screen needs a few: each is parsed
    when it is first asked for.
    """

    def __init__(self, value: object) -> None:
        self._rows = {name: row for row in rows(value) if (name := text(row.get("name")))}
        self._parsed: dict[str, Feature] = {}

    def __getitem__(self, name: str) -> Feature:
        found = self._parsed.get(name)
        if found is None:
            found = self._parsed[name] = feature(self._rows[name])
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def feature(row: Json) -> Feature:
    own, effective = {}, {}
    for attribute in rows(row.get("attributes")):
        name = text(attribute.get("name"))
        own[name] = strings(attribute.get("values"))
        effective[name] = strings(attribute.get("effective_values"))
    flag_value = text(row.get("flag_value"))
    effective_flag = text(row.get("effective_flag_value"))
    if not effective_flag and flag_value not in INHERITED:
        effective_flag = flag_value  # customer-level features leave the effective one empty (6.2)
    return Feature(
        name=required(text(row.get("name")), "name"),
        flag_value=flag_value,
        effective_flag_value=effective_flag,
        locked=flag(row.get("locked")) is True,
        attributes=own,
        effective=effective,
    )


def follow_me(info: Json, numbers: object) -> FollowMe:
    """The numbers come in the order in which they ring."""
    parsed = each("followme_number", numbers, follow_me_number)
    return FollowMe(
        sequence=_sequence(info.get("sequence")),
        timeout=integer(info.get("timeout")),
        max_forwards=integer(info.get("max_forwards")),
        exists=bool(info),
        numbers=tuple(sorted(parsed, key=lambda number: number.i_follow_order)),
    )


def _sequence(value: object) -> Sequence:
    try:
        return Sequence(text(value).capitalize())
    except ValueError:
        return Sequence.ORDER


def follow_me_number(row: Json) -> FollowMeNumber:
    weight = decimal(row.get("weight"))
    return FollowMeNumber(
        redirect_number=text(row.get("redirect_number")),
        i_follow_me_number=required(integer(row.get("i_follow_me_number")), "i_follow_me_number"),
        name=text(row.get("name")),
        timeout=number_or(row.get("timeout"), 15),
        i_follow_order=number_or(row.get("i_follow_order"), 1),
        active=flag(row.get("active")) is not False,
        period=text(row.get("period")) or "Always",
        period_description=text(row.get("period_description")),
        keep_original_cli=text(row.get("keep_original_cli")) or "Y",
        keep_original_cld=flag(row.get("keep_original_cld")),
        domain=text(row.get("domain")),
        use_tcp=flag(row.get("use_tcp")),
        max_sim_calls=integer(row.get("max_sim_calls")),
        weight=None if weight is None else float(weight),
    )


def alias(row: Json) -> Alias:
    return Alias(
        i_account=required(integer(row.get("i_account")), "i_account"),
        id=text(row.get("id")),
        blocked=flag(row.get("blocked")) is True,
    )


def service(row: Json) -> Service:
    i_service = required(integer(row.get("i_service")), "i_service")
    return Service(
        i_service=i_service,
        name=text(row.get("name")) or text(row.get("service_name")) or str(i_service),
        i_service_type=integer(row.get("i_service_type")),
    )


def xdr(row: Json) -> Xdr:
    """Unix times are preferred to texts; a row without any time cannot be placed in a history."""
    connect_time = epoch(row.get("unix_connect_time")) or moment(row.get("connect_time"))
    disconnect_time = epoch(row.get("unix_disconnect_time")) or moment(row.get("disconnect_time"))
    direction = DIRECTIONS.get(
        number_or(row.get("bit_flags"), 0) & DIRECTION_MASK, Direction.UNKNOWN
    )
    return Xdr(
        i_xdr=required(integer(row.get("i_xdr")), "i_xdr"),
        cli=text(row.get("CLI")),
        cld=text(row.get("CLD")),
        bill_time=required(
            moment(row.get("bill_time")) or disconnect_time or connect_time, "bill_time"
        ),
        connect_time=connect_time,
        charged_quantity=number_or(row.get("charged_quantity"), 0),
        charged_amount=decimal(row.get("charged_amount")) or Decimal(0),
        direction=direction,
        outcome=outcome(row, direction),
        i_service=integer(row.get("i_service")),
        service_name=text(row.get("service_name")),
        description=text(row.get("description")),
        recorded=_recorded(row),
        disconnect_time=disconnect_time,
        setup_time=integer(row.get("setup_time")),
        disconnect_cause=integer(row.get("disconnect_cause")),
        disconnect_reason=text(row.get("disconnect_reason")),
        failed=flag(row.get("failed")) is True,
        call_id=text(row.get("call_id")),
        h323_conf_id=text(row.get("h323_conf_id")),
        call_recording_id=text(row.get("call_recording_id")),
        cr_download_ids=strings(row.get("cr_download_ids")),
        country=text(row.get("country")),
        account_id=text(row.get("account_id")),
    )


def outcome(row: Json, direction: Direction) -> Outcome:
    """The rule of 5.1 over Q.850 causes.

    A payment or a fee has no cause at all: nothing failed, so it is no error either.
    """
    failed = flag(row.get("failed")) is True
    cause = integer(row.get("disconnect_cause"))
    match failed, cause:
        case True, 1 if direction is Direction.OUTGOING:
            return Outcome.FAILED
        case True, 16:
            return Outcome.DECLINED
        case True, 19:
            return Outcome.MISSED
        case True, 13:
            return Outcome.ELSEWHERE
        case False, 16 | None:
            return Outcome.ANSWERED
    return Outcome.ERROR


def _recorded(row: Json) -> bool:
    """From MR129 `cr_download_ids` is the only sign; where it never comes, bit 64 is."""
    ids = row.get("cr_download_ids")
    if ids is not None:
        return bool(ids)
    return bool(number_or(row.get("bit_flags"), 0) & RECORDED)


def mailbox_message(row: Json) -> MailboxMessage:
    flags = {word.lstrip("\\").lower() for word in strings(row.get("flags"))}
    number, name = caller(text(row.get("from")))
    return MailboxMessage(
        message_uid=required(text(row.get("message_uid")), "message_uid"),
        delivery_date=required(
            imap_date(row.get("delivery_date")) or moment(row.get("delivery_date")),
            "delivery_date",
        ),
        size=number_or(row.get("size"), 0),
        duration=number_or(row.get("voicemail_duration"), 0),
        fax_pages=integer(row.get("fax_pages")),
        seen="seen" in flags,
        answered="answered" in flags,
        flagged="flagged" in flags,
        caller=number,
        caller_name=name,
        to=text(row.get("to")).partition(" ")[0],
        body_structures=each("body_structure", row.get("body_structures"), body_structure),
    )


def body_structure(row: Json) -> BodyStructure:
    return BodyStructure(
        bodytype=text(row.get("bodytype")),
        bodysubtype=text(row.get("bodysubtype")),
        bodysize=number_or(row.get("bodysize"), 0),
        file_name=text(row.get("file_name")),
    )


ANGLE = re.compile(r"<(?P<user>[^@<>]*)(?:@[^<>]*)?>")
HASH = re.compile(r"#(?P<user>[^\s<>()]+)")
NAME = re.compile(r"\((?P<name>[^()]*)\)")


def caller(sender: str) -> tuple[str, str]:
    """Number and name of a mailbox `from`; a withheld number is "".

    >>> caller("123 (John Doe) <1001@pbx>")
    ('1001', 'John Doe')
    """
    found = ANGLE.search(sender) or HASH.search(sender)
    number = found["user"].strip() if found else ""
    named = NAME.search(sender)
    name = named["name"].strip() if named else ""
    return ("" if number.lower() == "anonymous" else number), name


def voucher_receipt(amount: object, new_balance: object) -> VoucherReceipt:
    return VoucherReceipt(amount=decimal(amount), new_balance=decimal(new_balance))
