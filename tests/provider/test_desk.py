"""The provider's desk: what it shows, what it breaks, and that it mends."""

import asyncio
import time

import aiohttp
import pytest

from sandbox.provider.desk import _is_local
from sandbox.provider.server import Config, Provider, create
from tests.provider.conftest import Caller, Desk, Json, read, signed_in


async def test_subscribers_are_listed_with_all_that_a_newcomer_needs(desk: Desk) -> None:
    accounts = (await desk.get("accounts"))["accounts"]

    assert [account["login"] for account in accounts] == [
        "alice",
        "bob",
        "carol",
        "dmytro",
        "erin",
    ]
    alice = accounts[0]
    assert set(alice) == {
        "i_account",
        "id",
        "login",
        "password",
        "contact_phone",
        "voucher",
        "name",
        "balance",
        "currency",
        "product",
        "unheard",
        "registered",
        "forward_mode",
        "must_change_password",
        "one_time_password",
        "blocked",
        "bill_status",
    }
    assert (alice["balance"], alice["currency"], alice["unheard"]) == (2.5, "USD", 1)
    assert (alice["registered"], alice["forward_mode"]) == (True, "N")
    assert accounts[2]["unheard"] is None
    assert (accounts[3]["id"], accounts[3]["currency"]) == ("380441234567", "UAH")
    assert accounts[4]["must_change_password"] is True


async def test_spending_takes_money_and_tells_why(alice: Caller, desk: Desk) -> None:
    answer = await desk.post("accounts/1001/spend", amount="2.00")

    rows = await alice.ok(
        "Account/get_xdr_list", from_date="0001-01-01 00:00:00", to_date="9999-01-01 00:00:00"
    )
    assert answer == {"balance": 0.5}
    assert rows["xdr_list"][0]["charged_amount"] == 2


async def test_a_locked_out_login_can_be_let_in_again(anyone: Caller, desk: Desk) -> None:
    password = (await desk.account("alice"))["password"]
    await desk.post("accounts/1001/settings", locked_out=True)
    locked = await anyone.call("Session/login", login="alice", password=password)

    await desk.post("accounts/1001/settings", locked_out=False)

    assert locked.faultcode == "Server.Session.cannot_login_brute_force_activity"
    await anyone.ok("Session/login", login="alice", password=password)


async def test_a_phone_can_go_offline(alice: Caller, desk: Desk) -> None:
    row = await desk.post("accounts/1001/settings", sip_status=0)

    info = (await alice.ok("Account/get_account_info", detailed_info=1))["account_info"]
    assert info["sip_status"] == 0
    assert row["registered"] is False


async def test_secrets_are_masked_in_the_log(anyone: Caller, alice: Caller, desk: Desk) -> None:
    password = (await desk.account("alice"))["password"]
    await anyone.call("Session/login", login="alice", password=password)
    await alice.call("Account/update_account", account_info={"password": "hush-hush-1"})

    login, update = (await desk.get("log"))["calls"][-2:]

    assert login["params"] == {"login": "alice", "password": "***"}
    assert update["params"] == {"account_info": {"password": "***"}}
    assert str(alice.token) not in str(await desk.get("log"))


async def test_an_ordered_fault_comes_as_often_as_ordered(alice: Caller, desk: Desk) -> None:
    await desk.post(
        "faults",
        method="Account/get_alias_list",
        kind="fault",
        faultcode="Server.Account.some_fault",
        times=2,
    )

    codes = [(await alice.call("Account/get_alias_list")).json for _ in range(3)]

    assert [code.get("faultcode") for code in codes] == ["Server.Account.some_fault"] * 2 + [None]
    assert (await desk.get("log"))["calls"][-2]["outcome"] == "Server.Account.some_fault"


async def test_other_methods_are_not_disturbed_and_a_star_means_all(
    alice: Caller, desk: Desk
) -> None:
    await desk.post("faults", method="Account/get_alias_list", kind="http_500")
    await alice.ok("Account/get_account_info")

    await desk.post("faults", method="*", kind="http_500")
    broken = await alice.call("Account/get_account_info")

    assert broken.status == 500
    assert broken.headers["Content-Type"].startswith("text/html")


async def test_clearing_mends_everything(alice: Caller, desk: Desk) -> None:
    await desk.post("faults", method="*", kind="http_500")

    async with desk.http.delete(f"{desk.url}/desk/faults") as response:
        assert response.status == 200

    await alice.ok("Account/get_alias_list")


async def test_a_refused_connection_is_cut(alice: Caller, desk: Desk) -> None:
    await desk.post("faults", method="*", kind="refuse", times=1)

    with pytest.raises(aiohttp.ClientError):
        await alice.call("Account/get_alias_list")


async def test_a_delay_only_delays(alice: Caller, desk: Desk) -> None:
    await desk.post("faults", method="*", kind="delay", seconds=0.2, times=1)
    before = time.monotonic()

    await alice.ok("Account/get_alias_list")

    assert time.monotonic() - before >= 0.2


@pytest.mark.parametrize(("kind", "redeemed"), [("silent_before", None), ("silent_after", 1001)])
async def test_silence_is_before_or_after_the_deed(
    alice: Caller, desk: Desk, kind: str, redeemed: int | None
) -> None:
    number = (await desk.account("alice"))["voucher"]
    await desk.post("faults", method="Account/topup_account", kind=kind, times=1)

    with pytest.raises(TimeoutError):
        async with asyncio.timeout(0.3):
            await alice.call("Account/topup_account", voucher_id=number)

    vouchers = (await desk.get("vouchers"))["vouchers"]
    assert next(v["redeemed_by"] for v in vouchers if v["number"] == number) == redeemed
    assert (await desk.get("log"))["calls"][-1]["outcome"] == "silent"


class TestImpatient:
    @pytest.fixture
    def config(self) -> Config:
        return Config(silence_seconds=0.1)

    async def test_silence_has_an_end(self, alice: Caller, desk: Desk) -> None:
        await desk.post("faults", method="*", kind="silent_before", times=1)

        with pytest.raises(aiohttp.ClientError):
            await alice.call("Account/get_alias_list")


async def test_a_silent_call_does_not_hold_up_the_end(alice: Caller, provider: Provider) -> None:
    desk = Desk(alice.http, provider.url)
    await desk.post("faults", method="*", kind="silent_before")
    waiting = asyncio.create_task(alice.call("Account/get_alias_list"))
    await asyncio.sleep(0.1)

    async with asyncio.timeout(20):
        await provider.stop()

    with pytest.raises(aiohttp.ClientError):
        await waiting


async def test_reset_brings_the_first_day_back(alice: Caller, desk: Desk) -> None:
    first = await desk.get("accounts")
    await desk.post("accounts/1001/balance", balance=99)
    await desk.post("accounts/1001/voicemail", seconds=3)
    await alice.ok("Account/update_account", account_info={"city": "Boston"})

    await desk.post("reset")

    assert await desk.get("accounts") == first
    refused = await alice.call("Account/get_alias_list")
    assert refused.faultcode == "Client.Session.check_auth.failed_to_process_access_token"


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("accounts/1001/balance", {"balance": "much"}),
        ("accounts/9/balance", {"balance": 1}),
        ("accounts/1003/voicemail", {"seconds": 5}),
        ("accounts/1001/voicemail", {"seconds": 100_000}),
        ("accounts/1001/settings", {"features": {"no_such_thing": "Y"}}),
        ("vouchers", {"amount": -1}),
        ("faults", {"kind": "earthquake"}),
        ("sessions/expire", {"i_account": 9}),
    ],
)
async def test_what_cannot_be_done_is_said(desk: Desk, path: str, body: Json) -> None:
    async with desk.http.post(f"{desk.url}/desk/{path}", json=body) as response:
        answer = await read(response)

    assert answer.status == 400
    assert answer.json["error"]


@pytest.mark.parametrize(
    ("remote", "local"),
    [
        ("127.0.0.1", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("10.1.2.3", False),
        ("::ffff:10.1.2.3", False),
        ("fe80::1%eth0", False),
    ],
)
def test_the_desk_is_for_this_machine_only(remote: str, local: bool) -> None:
    assert _is_local(remote) is local


class TestManyAccounts:
    @pytest.fixture
    def config(self) -> Config:
        return Config(accounts=10_000)

    async def test_ten_thousand_accounts_cost_little_and_work(
        self, anyone: Caller, desk: Desk, provider: Provider
    ) -> None:
        listed = await desk.get("accounts?offset=9999&limit=1")
        last = listed["accounts"][0]

        session = await anyone.ok("Session/login", login=last["login"], password=last["password"])

        caller = Caller(anyone.http, anyone.url, session["access_token"])
        info = (await caller.ok("Account/get_account_info"))["account_info"]
        assert listed["total"] == 10_000
        assert info["id"] == last["id"]
        untouched = [a for a in provider.switch.accounts.values() if a.history is None]
        assert len(untouched) > 9_990


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("accounts/1001/balance", {"balance": "1e30"}),
        ("accounts/1001/balance", {"balance": "NaN"}),
        ("accounts/1001/balance", {"balance": True}),
        ("accounts/1001/call", {"to": "1", "seconds": "long"}),
        ("accounts/1001/call", {"to": "1", "seconds": 10**20}),
        ("accounts/1001/voicemail", {"from": "1", "seconds": "x"}),
        ("accounts/1001/settings", {"contact": 5}),
        ("accounts/1001/settings", {"features": [1]}),
        ("faults", {"method": "*", "kind": "delay", "seconds": "x"}),
        ("faults", {"method": "*", "kind": "fault", "times": "x"}),
        ("faults", {"kind": "explode"}),
        ("vouchers", {"amount": "Infinity"}),
        ("sessions/expire", {"i_account": {}}),
    ],
)
async def test_nonsense_is_told_apart_and_changes_nothing(
    desk: Desk, path: str, body: Json
) -> None:
    before = await desk.get("accounts")

    async with desk.http.post(f"{desk.url}/desk/{path}", json=body) as response:
        answer = await read(response)

    assert answer.status == 400
    assert answer.json["error"]
    assert await desk.get("accounts") == before
    assert (await desk.get("faults"))["faults"] == []


async def test_numbers_do_not_depend_on_who_was_touched_first(
    alice: Caller, desk: Desk, provider: Provider
) -> None:
    twin = create(provider.config)
    await twin.start()
    other = Desk(desk.http, twin.url)
    record = {"phone_number": "12065550133"}
    await alice.ok(
        "Account/get_xdr_list", from_date="2020-01-01 00:00:00", to_date="2100-01-01 00:00:00"
    )
    await alice.ok("Account/get_phonebook_list")

    late = await desk.post("accounts/1001/call", to="12065550133")
    first = await other.post("accounts/1001/call", to="12065550133")
    late_record = await alice.ok("Account/add_phonebook_record", phonebook_rec_info=record)
    second = await signed_in(Caller(desk.http, twin.url), other, "alice")
    first_record = await second.ok("Account/add_phonebook_record", phonebook_rec_info=record)
    await twin.stop()

    assert first["i_xdr"] == late["i_xdr"]
    assert first_record == late_record
