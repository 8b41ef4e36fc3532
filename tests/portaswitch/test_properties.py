"""Whatever the switch answers, a read gives records or a documented error, and never another value.

The answers do not travel over HTTP here: they take the client's way from the bytes of a body on.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any, TypeVar

import orjson
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from structlog.testing import capture_logs

from portaswitch import (
    Account,
    Kind,
    Operations,
    Provider,
    ProviderConfig,
    ProviderError,
    Tokens,
)
from portaswitch.wire import Json, Reply, Wire
from sandbox.provider.server import Config
from tests.portaswitch import samples
from tests.portaswitch.conftest import confirm_everything, jwt, running

Result = TypeVar("Result")

few = settings(max_examples=60, deadline=None, derandomize=True, database=None)

ROWS = Operations.load()
READS = {name: call for name, call in samples.collected().items() if ROWS[name].kind is Kind.READ}


class Answering(Wire):
    """A switch that answers every call with one body."""

    def __init__(self, body: object) -> None:
        super().__init__("http://switch.invalid", ProviderConfig("http://switch.invalid"))
        self.body = orjson.dumps(body)

    async def _exchange(self, *_: object) -> Reply:
        return Reply(200, "application/json", attachment=False, filename="", body=self.body)


@cache
def switch() -> Provider:
    """It has every operation of the map."""
    provider = Provider(ProviderConfig("http://switch.invalid"))
    confirm_everything(provider)
    return provider


def answered(body: object, call: Callable[[Account], Awaitable[Result]]) -> Result:
    """What a call makes of an answer. Nothing is waited for, so it needs no loop."""
    switch().wire = Answering(body)
    account = switch().account(Tokens(jwt(i_account=55)))

    async def run() -> Result:
        return await call(account)

    try:
        run().send(None)
    except StopIteration as done:
        result: Result = done.value
        return result
    raise AssertionError("the call waits for something")


@pytest.fixture(autouse=True)
def logs() -> Iterator[None]:
    """Unreadable rows are logged: thousands of them here."""
    with capture_logs():
        yield


# -- it does not crash ----------------------------------------------------------------------------

TRICKY = [
    *("", " ", "Y", "N", "~", "^", "/", "0", "1", "-1", "1.5", "0x10", "1e999999999", "-1E+400"),
    *("NaN", "Infinity", "-sNaN", "0000-00-00 00:00:00", "0001-01-01T00:00:00+14:00", "20261121"),
    *("9999-12-31T23:59:59-14:00", "01-Jan-0001 00:00:00 +1400", "31-Dec-9999 23:59:59 -1400"),
    *("30-Feb-2026 10:00:00 +0000", "2026-11-21 10:00:42", "\x00", "١٢", "😀", "%", "{}", "null"),
]
SCALARS: list[object] = [
    *(None, True, False, 0, 1, -1, 2**63 - 1, -(2**63), 0.1, -0.0, 1e-320, 1e308),
    *([], {}, [None], [[]], [{}], {"": None}, {"name": None}, {"faultcode": ["x"]}),
]


@cache
def shapes() -> Mapping[str, object]:
    """Operation -> what the sandbox, which knows nothing of our parsers, answers to its sample."""
    found: dict[str, object] = {}

    class Listening(Wire):
        def __init__(self, url: str) -> None:
            super().__init__(url, ProviderConfig(url))
            self.heard: list[object] = []

        async def call(
            self, operation: str, params: Json, *, token: str = "", kind: Kind = Kind.WRITE
        ) -> Json:
            answer = await super().call(operation, params, token=token, kind=kind)
            self.heard.append(answer)
            return answer

    async def listen() -> None:
        async with running(Config()) as desk:
            account = await desk.sign_in()
            await desk.provider.wire.close()
            desk.provider.wire = wire = Listening(desk.url)
            for name, call in READS.items():
                wire.heard.clear()
                with suppress(ProviderError):
                    await call(account)
                if wire.heard:
                    found[name] = wire.heard[-1]

    asyncio.run(listen())
    return found


def spoiled(value: object, random: Random) -> object:
    """The same shape with something wrong in it: in about one place of eight."""
    if random.random() < 1 / 8:
        return _other(value, random)
    if isinstance(value, dict):
        kept = {name: spoiled(inner, random) for name, inner in value.items()}
        if random.random() < 1 / 4:
            kept.pop(random.choice(list(kept) or [""]), None)
            kept["key_of_a_later_release"] = random.choice(SCALARS)
        return kept
    if isinstance(value, list):
        return [spoiled(inner, random) for inner in value[:3]]
    return value


def _other(value: object, random: Random) -> object:
    """A number as text, one thing for a list of it, a list for one thing, or quite another type."""
    wrong: list[object] = [str(value), [value], random.choice(TRICKY), random.choice(SCALARS)]
    return random.choice(wrong)


def test_what_the_sandbox_answers_is_understood() -> None:
    """And it answers most samples: else the spoiled answers would be no answers at all."""
    assert len(shapes()) > len(READS) / 2
    understood = {name for name, body in shapes().items() if _outcome(body, READS[name])}
    # The sample asks for a message that is not there, and is given another one.
    assert shapes().keys() - understood <= {"get_mailbox_message_details"}


@few
@given(st.integers(0, 2**32))
def test_a_spoiled_answer_gives_a_record_or_a_documented_error(seed: int) -> None:
    random = Random(seed)
    for name, call in READS.items():
        body = spoiled(shapes().get(name, {}), random)
        outcome = _outcome(body, call)
        assert not isinstance(outcome, BaseException), (name, body, outcome)


json = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(2**63), 2**64 - 1)
    | st.floats(allow_nan=False)
    | st.sampled_from(TRICKY)
    | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["faultcode", "name", "values"]), inner)
    ),
    max_leaves=6,
)


@few
@given(json)
def test_any_json_in_any_place_of_an_answer_does_no_harm(value: object) -> None:
    for name, call in READS.items():
        places = {path.split(".")[0]: value for path in ROWS[name].results.values() if path}
        for body in (value, places, {place: [value] for place in places}):
            outcome = _outcome(body, call)
            assert not isinstance(outcome, BaseException), (name, body, outcome)


def _outcome(body: object, call: samples.Sample) -> object:
    """The result's text, which touches all of it; None for a documented error."""
    try:
        result = answered(body, call)
        return repr({**result} if isinstance(result, Mapping) else result)
    except ProviderError:
        return None
    except Exception as error:  # what this test is about
        return error


# -- it does not lie ------------------------------------------------------------------------------

Pair = tuple[object, object]
"""How the switch writes a value, and the value."""

money: st.SearchStrategy[Pair] = st.decimals(-(10**9), 10**9, places=5).flatmap(
    lambda sum_: st.sampled_from([(str(sum_), sum_), (float(sum_), sum_)])
)
whole: st.SearchStrategy[Pair] = st.integers(0, 2**53).flatmap(
    lambda number: st.sampled_from([(number, number), (str(number), number)])
)
flags: st.SearchStrategy[Pair] = st.sampled_from(
    [("Y", True), ("N", False), (1, True), (0, False), ("1", True), ("0", False)]
)
words: st.SearchStrategy[Pair] = st.text(max_size=8).map(lambda word: (word, word.strip()))
moments = st.integers(1, 7_000_000_000).map(lambda seconds: datetime.fromtimestamp(seconds, UTC))
written: st.SearchStrategy[Pair] = moments.map(lambda at: (f"{at:%Y-%m-%d %H:%M:%S}", at))
unix: st.SearchStrategy[Pair] = moments.flatmap(
    lambda at: st.sampled_from([(int(at.timestamp()), at), (str(int(at.timestamp())), at)])
)
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _imap(at: datetime, minutes: int) -> Pair:
    local, sign = at + timedelta(minutes=minutes), "-" if minutes < 0 else "+"
    hours, rest = divmod(abs(minutes), 60)
    zone = f"{sign}{hours:02}{rest:02}"
    return f"{local:%d}-{MONTHS[local.month - 1]}-{local:%Y %H:%M:%S} {zone}", at


imap: st.SearchStrategy[Pair] = st.builds(_imap, moments, st.integers(-13 * 60, 14 * 60))


def row(
    required: Mapping[str, st.SearchStrategy[Pair]],
    optional: Mapping[str, st.SearchStrategy[Pair]],
) -> st.SearchStrategy[dict[str, Pair]]:
    """Fields of a row; what is not required may be missing."""
    return st.fixed_dictionaries({**required}, optional={**optional})


def raw(row: Mapping[str, Pair], random: Random) -> dict[str, object]:
    """As the switch writes it, among keys that nobody knows."""
    sent = {name: wire for name, (wire, _) in row.items()}
    return {**sent, "key_of_a_later_release": random.choice(SCALARS)}


def same(record: Any, row: Mapping[str, Pair], names: Mapping[str, str] | None = None) -> None:
    """Every field of the row that the record has, under its own name or another one."""
    renamed = names or {}
    known = {field.name for field in fields(record)}
    for key, (_, value) in row.items():
        name = renamed.get(key, key)
        assert name in known, name
        found = getattr(record, name)
        assert found == value, (name, found, value)
        assert isinstance(found, type(value))
        if isinstance(found, datetime):
            assert found.tzinfo is UTC


@few
@given(
    row(
        {"i_account": whole},
        {
            "balance": money,
            "credit_limit": money,
            "i_customer": whole,
            "blocked": flags,
            "sip_status": flags,
            "last_recharge": written,
            "login": words,
            "firstname": words,
            "phone1": words,
            "iso_4217": words,
        },
    ),
    money,
    st.integers(),
)
def test_an_account_is_as_the_switch_has_it(
    row: dict[str, Pair], customers: Pair, seed: int
) -> None:
    body = {"account_info": raw(row, Random(seed)), "customer_info": {"balance": customers[0]}}

    info = answered(body, lambda account: account.get_account_info())

    same(info, row, {"iso_4217": "currency"})
    assert info.customer_balance == customers[1]


@few
@given(
    st.lists(
        row(
            {"i_xdr": whole, "bill_time": written},
            {
                "charged_amount": money,
                "charged_quantity": whole,
                "unix_connect_time": unix,
                "CLI": words,
                "CLD": words,
                "i_service": whole,
            },
        ),
        max_size=4,
        unique_by=lambda row: row["i_xdr"][1],
    ),
    st.integers(),
)
def test_every_call_of_a_history_is_there_and_as_it_was(
    calls: list[dict[str, Pair]], seed: int
) -> None:
    random = Random(seed)
    listed: list[object] = [raw(call, random) for call in calls]
    listed.insert(random.randint(0, len(listed)), random.choice([None, {}, [], "row", 1]))
    day = datetime(2026, 11, 22, tzinfo=UTC)

    page = answered(
        {"xdr_list": listed, "total": str(len(calls))},
        lambda account: account.get_xdr_list(day, day, limit=10, get_total=True),
    )

    names = {"unix_connect_time": "connect_time", "CLI": "cli", "CLD": "cld"}
    by_id = {call["i_xdr"][1]: call for call in calls}
    assert len(page.xdrs) == page.total == len(calls)
    assert list(page.xdrs) == sorted(page.xdrs, key=lambda x: (x.bill_time, x.i_xdr), reverse=True)
    for xdr in page.xdrs:
        same(xdr, by_id[xdr.i_xdr], names)
        if "charged_amount" not in by_id[xdr.i_xdr]:
            assert xdr.charged_amount == Decimal(0)


@few
@given(
    row(
        {"i_follow_me_number": whole, "redirect_number": words},
        {
            "timeout": whole,
            "i_follow_order": whole,
            "active": flags,
            "keep_original_cld": flags,
            "use_tcp": flags,
            "max_sim_calls": whole,
            "domain": words,
        },
    ),
    whole,
    st.integers(),
)
def test_a_follow_me_number_is_as_the_switch_has_it(
    row: dict[str, Pair], timeout: Pair, seed: int
) -> None:
    body = {
        "followme_info": {"timeout": timeout[0], "sequence": "Random"},
        "followme_numbers": [None, raw(row, Random(seed))],
    }

    followme = answered(body, lambda account: account.get_account_followme())

    same(followme.numbers[0], row)
    assert (followme.timeout, followme.sequence.value) == (timeout[1], "Random")


@few
@given(
    row(
        {"message_uid": st.integers(0, 2**53).map(lambda uid: (uid, str(uid)))},
        {"size": whole, "voicemail_duration": whole, "fax_pages": whole},
    ),
    imap,
    st.integers(),
)
def test_a_voicemail_is_as_the_switch_has_it(row: dict[str, Pair], at: Pair, seed: int) -> None:
    body = {"messages": [raw({**row, "delivery_date": at}, Random(seed))]}

    (message,) = answered(body, lambda account: account.get_mailbox_message_list())

    same(message, {**row, "delivery_date": at}, {"voicemail_duration": "duration"})
