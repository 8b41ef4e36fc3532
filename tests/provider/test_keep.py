"""A switch goes on after a restart: what was answered is kept, and nothing else is written."""

import asyncio
import re
import sqlite3
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import aiohttp
import pytest
from click.testing import CliRunner

from sandbox.provider.cli import provider as command
from sandbox.provider.keep import NotKept
from sandbox.provider.server import Config, Provider, create
from tests.harness.patience import PATIENCE
from tests.provider.conftest import EVER, Caller, Desk, Json, signed_in
from tests.provider.test_events import Receiver

_START = "from sandbox.provider.cli import provider; provider()"


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config(store=str(tmp_path / "provider.sqlite"))


@asynccontextmanager
async def restarted(provider: Provider, events_url: str | None = None) -> AsyncIterator[Provider]:
    """The same switch in a new life; the test's first one is over then."""
    await provider.stop()
    provider.switch.commit = lambda: None
    again = create(replace(provider.config, events_url=events_url or provider.config.events_url))
    await again.start()
    try:
        yield again
    finally:
        await again.stop()


async def test_what_was_answered_is_there_after_kill_9(
    tmp_path: Path, http: aiohttp.ClientSession
) -> None:
    command = ("--port", "0", "--store", str(tmp_path / "provider.sqlite"))

    async with process(*command) as (killed, url):
        desk, anyone = Desk(http, url), Caller(http, url)
        voucher = (await desk.account("alice"))["voucher"]
        alice = await signed_in(anyone, desk, "alice")
        paid = await alice.ok("Account/topup_account", voucher_id=voucher)
        calls = await alice.ok("Account/get_xdr_list", **EVER)
        killed.kill()

    async with process(*command) as (_, url):
        alice.url = url
        again = await alice.call("Account/topup_account", voucher_id=voucher)
        info = (await alice.ok("Account/get_account_info"))["account_info"]
        assert again.faultcode == "Server.Account.voucher_used"
        assert info["balance"] == paid["new_balance"]
        assert await alice.ok("Account/get_xdr_list", **EVER) == calls


@asynccontextmanager
async def process(*arguments: str) -> AsyncIterator[tuple[asyncio.subprocess.Process, str]]:
    """The provider as a process, and where it listens."""
    started = await asyncio.create_subprocess_exec(
        sys.executable, "-c", _START, *arguments, stdout=asyncio.subprocess.PIPE
    )
    try:
        assert started.stdout is not None
        async with asyncio.timeout(20):
            line = (await started.stdout.readline()).decode()
        yield started, re.findall(r"http://[\w.:]+", line)[0]
    finally:
        if started.returncode is None:
            started.kill()
        await started.wait()


async def test_a_session_goes_on_with_all_its_keys(
    provider: Provider, anyone: Caller, desk: Desk
) -> None:
    password = (await desk.account("alice"))["password"]
    opened = await anyone.ok("Session/login", login="alice", password=password)
    closed = await signed_in(anyone, desk, "bob")
    await closed.ok("Session/logout", access_token=closed.token)

    async with restarted(provider) as again:
        alice = Caller(anyone.http, again.url, opened["access_token"])
        await alice.ok("Account/get_alias_list")
        renewed = await alice.ok(
            "Session/refresh_access_token", refresh_token=opened["refresh_token"]
        )
        dead = await alice.call("Account/get_alias_list")
        assert dead.faultcode == "Client.Session.check_auth.failed_to_process_access_token"
        alice.token = renewed["access_token"]
        await alice.ok("Account/get_alias_list")
        stranger = Caller(anyone.http, again.url)
        assert await stranger.ok("Session/ping", access_token=closed.token) == {"user_id": 0}


async def test_a_changed_account_goes_on_and_an_untouched_one_is_not_written(
    provider: Provider, alice: Caller, desk: Desk
) -> None:
    await alice.ok("Account/update_account", account_info={"city": "Boston"})
    await alice.ok("Account/delete_mailbox_messages", message_uids=[1])
    await alice.ok("Account/add_alias", alias_info={"id": "12065550177"})

    async with restarted(provider) as again:
        alice.url = again.url
        info = (await alice.ok("Account/get_account_info", id="12065550177"))["account_info"]
        assert info["city"] == "Boston"
        left = (await alice.ok("Account/get_mailbox_message_list"))["messages"]
        assert [message["message_uid"] for message in left] == [2]

    assert provider.config.store is not None
    with sqlite3.connect(provider.config.store) as file:
        histories = file.execute("SELECT id FROM kept WHERE kind = 'history'").fetchall()
    assert histories == [(1001,)]


async def test_the_lock_and_the_outbox_are_not_lost(
    provider: Provider, anyone: Caller, admin: Caller, desk: Desk
) -> None:
    await admin.ok("AccessControl/create_otp", id=1001)
    sent = await desk.get("outbox")
    for login in ["bob", "nobody"] * 5:
        await anyone.call("Session/login", login=login, password="wrong")

    async with restarted(provider) as again:
        assert await Desk(anyone.http, again.url).get("outbox") == sent
        for login in ("bob", "nobody"):
            locked = await Caller(anyone.http, again.url).call("Session/login", login=login)
            assert locked.faultcode == "Server.Session.cannot_login_brute_force_activity"


async def test_an_event_that_nobody_took_is_told_after_the_restart(
    provider: Provider, http: aiohttp.ClientSession
) -> None:
    receiver = Receiver()
    place = receiver.reserve()
    async with restarted(provider, events_url=receiver.url) as first:
        await Desk(http, first.url).post("accounts/1001/balance", balance=1)
        runner = await receiver.listen(place)
        async with restarted(first) as second:
            await Desk(http, second.url).post("accounts/1001/balance", balance=2)
            told, newer = [await balance(receiver), await balance(receiver)]
        first.switch.commit = lambda: None
    await runner.cleanup()

    assert [event["variables"]["curr_balance"] for event in (told, newer)] == [1, 2]
    assert int(told["variables"]["i_event"]) < int(newer["variables"]["i_event"])


async def balance(receiver: Receiver) -> Json:
    """The next change of a balance that is told, among whatever else is."""
    async with asyncio.timeout(PATIENCE):
        while True:
            event = await receiver.events.get()
            if event["event_type"] == "Account/BalanceChanged":
                return event


async def test_a_reset_is_kept_too(provider: Provider, alice: Caller, desk: Desk) -> None:
    first = await desk.get("accounts")
    await desk.post("accounts/1001/balance", balance=99)
    await desk.post("reset")

    async with restarted(provider) as again:
        assert await Desk(alice.http, again.url).get("accounts") == first
        alice.url = again.url
        assert (await alice.call("Account/get_alias_list")).status == 500


async def test_a_file_belongs_to_one_population_and_one_process(
    provider: Provider, config: Config
) -> None:
    with pytest.raises(NotKept, match="locked"):
        create(config)
    await provider.stop()
    provider.switch.commit = lambda: None

    with pytest.raises(NotKept, match="5 accounts and seed 1"):
        create(replace(config, seed=2))


def test_a_file_that_is_no_store_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("Dear reader, this is no database at all. " * 99)
    told = CliRunner().invoke(command, ["--port", "0", "--store", str(tmp_path / "letter.txt")])
    assert told.exit_code == 1
    assert "cannot be used" in told.output
