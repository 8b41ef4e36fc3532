"""What happened to an account in the last months, drawn from the seed: calls, money, messages."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from random import Random
from zoneinfo import ZoneInfo

from sandbox.provider.model import (
    ADJUSTMENTS,
    CREDIT,
    FEES,
    PAYMENTS,
    VOICE,
    Account,
    Message,
    Row,
    Xdr,
)
from sandbox.provider.people import home

DAYS = 92
_BUSY = 14.0


@dataclass(frozen=True, slots=True)
class _Outcome:
    share: int
    cause: int
    reason: str
    failed: bool
    flags: int


# 4 outgoing, 8 incoming, 12 forwarded.
_OUTCOMES = (
    _Outcome(40, 16, "Normal call clearing", False, 4),
    _Outcome(30, 16, "Normal call clearing", False, 8),
    _Outcome(12, 19, "No answer from user (user alerted)", True, 8),
    _Outcome(5, 16, "Normal call clearing", True, 8),
    _Outcome(3, 13, "Call completed elsewhere", True, 8),
    _Outcome(3, 16, "Normal call clearing", False, 12),
    _Outcome(4, 19, "No answer from user (user alerted)", True, 4),
    _Outcome(2, 1, "Unallocated (unassigned) number", True, 4),
    _Outcome(1, 34, "No circuit/channel available", True, 4),
)
_SHARES = [outcome.share for outcome in _OUTCOMES]
# When people call: of each hour of their day so many.
_HOURS = (1, 1, 0, 0, 0, 1, 3, 8, 14, 18, 18, 16, 14, 14, 15, 15, 16, 18, 18, 14, 10, 7, 4, 2)


def contacts(account: Account, draw: Random) -> list[Row]:
    """The phone book: whom the account knows, as rows of the wire."""
    country = home(account.contact["country"] or "")
    return [
        {
            "i_account_phonebook": account.next_id("phonebook"),
            "i_account": account.i_account,
            "phone_number": country.anybody(draw),
            "name": " ".join(country.name(draw)),
            "phone_type": draw.choice(("mobile", "mobile", "home", "work", "other")),
            "dial_id": ordinal + 1 if ordinal < 3 else None,
        }
        for ordinal in range(draw.randrange(4, 19))
    ]


def calls(account: Account, known: list[Row], draw: Random, now: datetime) -> list[Xdr]:
    """Oldest first, as their ids are; money among them."""
    daily = _BUSY if account.login == "busy" else draw.choice((0.3, 0.8, 1.5, 1.5, 2.5, 4.0))
    happened = [_call(account, known, draw, now) for _ in range(int(DAYS * daily))]
    happened += _money(account, draw, now)
    happened += _around_the_clock_change(account, known, now)
    happened.sort(key=lambda row: row.started)
    for row in happened:
        row.i_xdr = account.next_id("xdr")
    return happened


def _call(account: Account, known: list[Row], draw: Random, now: datetime) -> Xdr:
    outcome = draw.choices(_OUTCOMES, _SHARES)[0]
    seconds = 0 if outcome.failed else min(int(draw.lognormvariate(4.4, 1.1)) + 2, 7_200)
    return _between(account, _party(account, known, draw), outcome, _moment(account, draw, now),
                    seconds, recorded=not outcome.failed and draw.random() < 0.12)  # fmt: skip


def _between(
    account: Account, party: str, outcome: _Outcome, at: datetime, seconds: int, *, recorded: bool
) -> Xdr:
    outgoing = outcome.flags == 4
    per_minute = Decimal(home(account.contact["country"] or "").worth) * Decimal("0.03")
    if outgoing and party == "anonymous":
        party = "13125550199"
    return Xdr(
        i_xdr=0,
        i_service=VOICE,
        started=at,
        seconds=seconds,
        amount=(per_minute * seconds / 60).quantize(Decimal("0.00001")) if outgoing else Decimal(0),
        cli=account.number.partition("@")[0] if outgoing else party,
        cld=party if outgoing else account.number.partition("@")[0],
        bit_flags=outcome.flags,
        cause=outcome.cause,
        reason=outcome.reason,
        failed=outcome.failed,
        recorded=recorded,
    )


def _party(account: Account, known: list[Row], draw: Random) -> str:
    """Mostly somebody known, sometimes a stranger, now and then nobody knows who."""
    if account.login == "anonymous" or draw.random() < 0.03:
        return "anonymous"
    if known and draw.random() < 0.8:
        # A few are called often, most hardly ever.
        return str(known[int(len(known) * draw.random() ** 2)]["phone_number"])
    return home(account.contact["country"] or "").anybody(draw)


def _moment(account: Account, draw: Random, now: datetime) -> datetime:
    """Some time in the months, at an hour at which people there call."""
    day = now.astimezone(ZoneInfo(account.zone)).date() - timedelta(days=draw.randrange(DAYS))
    hour = draw.choices(range(24), _HOURS)[0]
    local = datetime(day.year, day.month, day.day, hour, draw.randrange(60), draw.randrange(60),
                     tzinfo=ZoneInfo(account.zone))  # fmt: skip
    at = local.astimezone(UTC)
    # What would be still to come happened a day before, and is over by now.
    return at if at < now - timedelta(hours=3) else at - timedelta(days=1)


def _money(account: Account, draw: Random, now: datetime) -> Iterator[Xdr]:
    """A fee on the first of each month, and what was paid."""
    worth = home(account.contact["country"] or "").worth
    first = now.replace(day=1, hour=0, minute=5, second=0)
    for _ in range(3):
        title = f"Monthly fee, {account.product.visible_name}"
        yield Xdr(0, FEES, first, 0, Decimal("5.99") * worth, description=title)
        first = (first - timedelta(days=1)).replace(day=1)
    comment = "Payment by bank transfer" if account.billing_model == CREDIT else "Voucher recharge"
    for _ in range(draw.randrange(2, 6)):
        amount = Decimal(-draw.choice((5, 10, 20, 50)) * worth)
        yield Xdr(0, PAYMENTS, _moment(account, draw, now), 0, amount, description=comment)
    if draw.random() < 0.2:
        at = _moment(account, draw, now)
        yield Xdr(0, ADJUSTMENTS, at, 0, Decimal("-0.75") * worth, description="Refund")


def _around_the_clock_change(account: Account, known: list[Row], now: datetime) -> Iterator[Xdr]:
    """Before, across and after each change, for the accounts that are there to show it."""
    if account.login.startswith("dst."):
        for change in clock_changes(account.zone, now):
            for minutes, seconds in ((-50, 600), (-10, 1_200), (10, 600)):
                yield _between(account, known[0]["phone_number"], _OUTCOMES[0],
                               change + timedelta(minutes=minutes), seconds,
                               recorded=False)  # fmt: skip


def clock_changes(zone: str, now: datetime) -> list[datetime]:
    """The moments of the last year at which the clock there was changed, newest first."""
    hour = now.replace(minute=0, second=0, microsecond=0)
    hours = [hour - timedelta(hours=back) for back in range(366 * 24)]
    offsets = [moment.astimezone(ZoneInfo(zone)).utcoffset() for moment in hours]
    return [hours[n] for n in range(len(hours) - 1) if offsets[n] != offsets[n + 1]]


def messages(account: Account, known: list[Row], draw: Random, now: datetime) -> list[Message]:
    """Some weeks of voicemail, oldest first; what is older has mostly been heard."""
    if account.login.startswith("dst."):
        change = clock_changes(account.zone, now)[0]
        moments = [change - timedelta(minutes=20), change + timedelta(minutes=20)]
    else:
        moments = sorted(_moment(account, draw, now) for _ in range(draw.randrange(2, 11)))
    return [_message(account, known, draw, at, now) for at in moments]


def _message(
    account: Account, known: list[Row], draw: Random, at: datetime, now: datetime
) -> Message:
    uid = account.next_uid()
    caller = _party(account, known, draw)
    if account.login == "brackets":
        caller = draw.choice(("123 (John Doe) <1001@pbx>", "(Jane) <anonymous@pbx>"))
    heard = draw.random() < (0.9 if now - at > timedelta(days=3) else 0.3)
    fax = account.login == "faxes" or draw.random() < 0.05
    return Message(
        uid,
        caller,
        at,
        0 if fax else draw.randrange(3, 75),
        {"Seen"} if heard else set(),
        tone=uid,
        fax_pages=draw.randrange(1, 6) if fax else 0,
    )
