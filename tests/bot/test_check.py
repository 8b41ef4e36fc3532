"""`python -m bot check`, as its operator and his scripts read it."""

from __future__ import annotations

import json
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pydantic import SecretStr

from bot.check import NOTHING_CHECKED, check
from sandbox.provider.config import Config as Switch
from sandbox.provider.config import World as Unknown
from store import Seal, Store
from store.schema import REVISION
from tests.bot.test_run import nobody, quiet
from tests.hard.test_webhook import served as served_bot
from tests.harness.process import command
from tests.harness.world import EVENTS, World
from tests.harness.world import world as make_world
from tests.portaswitch.test_tls import certificate
from tests.store.test_schema import set_revision

__all__ = ["certificate", "quiet"]


@dataclass(frozen=True)
class Printed:
    status: int
    out: str
    err: str

    def line(self, start: str) -> str:
        """The one line of the table that begins so."""
        (found,) = [line for line in self.out.splitlines() if line.startswith(start)]
        return found


Check = Callable[..., Awaitable[Printed]]


@pytest.fixture
def checked(capsys: pytest.CaptureFixture[str]) -> Check:
    """The command in this process: one of its own takes a second to start."""

    async def run(world: World, *, as_json: bool = False, **changes: Any) -> Printed:
        capsys.readouterr()
        settings = world.settings.model_copy(update=changes)
        status = await check(settings, as_json=as_json)
        return Printed(status, *capsys.readouterr())

    return run


@pytest.mark.parametrize(
    ("unknown", "status", "line"),
    [
        ("proposed", 0, "ok  redeem_voucher "),
        ("renamed", 1, "--  redeem_voucher "),
        ("absent", 1, "--  redeem_voucher "),
    ],
)
async def test_the_report_tells_what_the_switch_has(
    tmp_path: Path, checked: Check, unknown: Unknown, status: int, line: str
) -> None:
    async with make_world(tmp_path, provider=Switch(unknown=unknown), bot=False) as world:
        printed = await checked(world)

    assert (printed.status, printed.err) == (status, "")
    assert printed.out.startswith("Checked against: document\n")
    assert printed.line(line)
    assert printed.line("ok  login ")
    assert ("    hidden: map [redeem_voucher]" in printed.out) == (status == 1)
    assert ("\n--  Recharge: hidden, it needs redeem_voucher\n" in printed.out) == (status == 1)
    assert printed.line("ok  provider: ") == f"ok  provider: {world.provider.url} answers"
    assert printed.line("ok  admin realm: ")
    assert (
        printed.line("ok  telegram: ") == "ok  telegram: the token is that of @selfcare_sandbox_bot"
    )
    assert printed.line("ok  clock: ") == "ok  clock: agrees with the provider, Telegram"
    assert printed.line("ok  store: ").endswith("selfcare.db is made at the first start")
    assert not (tmp_path / "selfcare.db").exists()


async def test_a_program_reads_the_same(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Switch(unknown="absent"), bot=False) as world:
        ended = await command(world, tmp_path, "check", "--json")

    report = json.loads(ended.out)
    assert (ended.status, ended.err, report["good"]) == (1, "", False)
    assert report["checked_against"] == "document"
    (row,) = [one for one in report["operations"] if one["operation"] == "redeem_voucher"]
    assert row["advice"].startswith("hidden: map [redeem_voucher]")
    assert row | {"advice": ""} == {
        "operation": "redeem_voucher",
        "path": "Account/topup_account",
        "mark": "U",
        "available": False,
        "verdict": "missing",
        "advice": "",
    }
    recharge = {"area": "recharge", "title": "Recharge", "operation": "redeem_voucher"}
    assert recharge in report["hidden_areas"]
    states = {one["subject"]: one["state"] for one in report["checks"]}
    assert states == {
        "provider": "ok",
        "admin realm": "ok",
        "telegram": "ok",
        "store": "ok",
        "clock": "ok",
        "events": "not checked",
    }


async def test_a_map_that_is_corrected_passes(tmp_path: Path, quiet: World, checked: Check) -> None:
    corrections = tmp_path / "operations.toml"
    corrections.write_text("[redeem_voucher]\nconfirmed = true\n")
    right = await checked(quiet, operations=corrections)
    corrections.write_text("[redeem_vouchr]\nconfirmed = true\n")
    wrong = await checked(quiet, operations=corrections)

    assert right.status == 0
    assert (wrong.status, wrong.out) == (2, "")
    assert wrong.err.startswith("The operation map is wrong: [redeem_vouchr]: no such operation")


async def test_what_an_operator_rules_out_needs_no_correction(
    tmp_path: Path, checked: Check
) -> None:
    corrections = tmp_path / "operations.toml"
    async with make_world(tmp_path, provider=Switch(unknown="absent"), bot=False) as world:
        report = json.loads((await checked(world, as_json=True)).out)
        missing = [row["operation"] for row in report["operations"] if row["advice"]]
        corrections.write_text("\n".join(f"{name}.confirmed = false" for name in missing))
        printed = await checked(world, operations=corrections)

    assert printed.status == 0
    assert printed.line("--  redeem_voucher ").endswith("hidden by the operator")


# -- the switch -----------------------------------------------------------------------------------


async def test_what_could_not_be_checked_is_not_called_good(quiet: World, checked: Check) -> None:
    """Some other web server: it serves neither the document nor a session."""
    async with served(web.Application()) as url:
        printed = await checked(quiet, provider_url=url, admin_url="")

    assert printed.status == 1
    assert printed.line("!!  provider: ") == f"!!  provider: {NOTHING_CHECKED}"
    assert printed.line("--  admin realm: ")
    assert printed.out.startswith("Checked against: assumed\n")
    assert printed.line("?   login ")
    assert "ok  get_" not in printed.out


async def test_a_test_account_checks_where_no_document_is_served(
    quiet: World, checked: Check, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("portaswitch.provider.DOCUMENT", "doc/api/Nothing.json")
    row = await quiet.desk.account()
    good = await checked(quiet, probe_login=row["login"], probe_password=SecretStr(row["password"]))
    refused = await checked(quiet, probe_login=row["login"], probe_password=SecretStr("wrong-one"))

    assert good.out.startswith("Checked against: probe\n")
    assert good.line("ok  get_account_info ")
    assert refused.status == 1
    assert refused.line("!!  provider: ").startswith(
        "!!  provider: could not be asked: Session/login: "
    )
    assert "wrong-one" not in refused.out


async def test_a_provider_that_cannot_be_reached_hides_nothing_else(
    quiet: World, checked: Check
) -> None:
    printed = await checked(quiet, provider_url=nobody())

    assert printed.status == 1
    assert printed.line("!!  provider: ") == (
        "!!  provider: could not be asked: doc/api/AccountInterface.json: cannot connect"
    )
    assert printed.line("ok  telegram: ")
    assert printed.line("ok  clock: ") == "ok  clock: agrees with Telegram"


async def test_a_self_signed_switch_is_told_with_its_remedy(
    tmp_path: Path, certificate: tuple[Path, Path], checked: Check
) -> None:
    cert, key = certificate
    switch = Switch(cert=str(cert), key=str(key))
    async with make_world(tmp_path, provider=switch, bot=False) as world:
        refused = await checked(world)
        trusted = await checked(world, provider_ca=str(cert))

    assert refused.status == 1
    assert refused.line("!!  provider: ").endswith(
        "the certificate is not trusted; put the switch's CA into SELFCARE_PROVIDER_CA"
    )
    assert trusted.status == 0


async def test_admin_settings_that_do_not_work_are_named(quiet: World, checked: Check) -> None:
    refused = await checked(quiet, admin_token=SecretStr("another-token"))
    silent = await checked(quiet, admin_url=nobody())

    assert refused.status == silent.status == 1
    assert refused.line("!!  admin realm: ").startswith(
        "!!  admin realm: The admin realm refused SELFCARE_ADMIN_LOGIN / _TOKEN"
    )
    assert "another-token" not in refused.out
    assert silent.line("!!  admin realm: ").endswith("Session/login: cannot connect")
    assert silent.out.startswith("Checked against: document\n")


async def test_half_an_admin_realm_is_not_run_with(quiet: World) -> None:
    half = quiet.settings.model_copy(update={"admin_token": SecretStr("")})

    assert half.missing() == ["SELFCARE_ADMIN_TOKEN"]


# -- what else the bot stands on ------------------------------------------------------------------


async def test_a_token_that_telegram_does_not_know_is_named(quiet: World, checked: Check) -> None:
    wrong = await checked(quiet, telegram_token=SecretStr("1:wrong"))
    silent = await checked(quiet, telegram_api_url=nobody())

    assert wrong.status == silent.status == 1
    assert wrong.line("!!  telegram: ").endswith("does not know SELFCARE_TELEGRAM_TOKEN")
    assert " could not be asked: " in silent.line("!!  telegram: ")
    for printed in (wrong, silent):
        assert "1:wrong" not in printed.out
        assert quiet.settings.telegram_token.get_secret_value() not in printed.out


async def test_a_store_that_is_not_this_programs_is_told_and_left_alone(
    tmp_path: Path, quiet: World, checked: Check
) -> None:
    store = Store(quiet.settings.database_url, Seal("k" * 32), clock=lambda: datetime.now(UTC))
    await store.open()
    good = await checked(quiet)
    await store.run(set_revision, "0000")
    older = await checked(quiet)
    await store.run(set_revision, "9999")
    newer = await checked(quiet)
    await store.run(set_revision, REVISION)
    await store.close()
    (tmp_path / "file").touch()
    nowhere = await checked(quiet, database_url=f"sqlite:///{tmp_path}/file/selfcare.db")

    assert good.line("ok  store: ") == "ok  store: SQLite, as this program needs it"
    assert older.status == 0  # the start migrates an embedded one
    assert newer.status == nowhere.status == 1
    assert newer.line("!!  store: ").endswith("run the newer program")
    assert f"SELFCARE_DATABASE_URL: {tmp_path}/file is no folder" in nowhere.line("!!  store: ")


@pytest.mark.parametrize(("ahead", "words"), [(95, "behind"), (-3600, "ahead of")])
async def test_a_clock_that_is_wrong_is_told(
    quiet: World, checked: Check, ahead: int, words: str
) -> None:
    """The server is `ahead` of us."""

    async def tells(request: web.Request) -> web.Response:
        there = datetime.now(UTC) + timedelta(seconds=ahead)
        return web.Response(headers={"Date": format_datetime(there, usegmt=True)})

    app = web.Application()
    app.router.add_get("/{path:.*}", tells)
    async with served(app) as url:
        printed = await checked(quiet, provider_url=url)

    assert printed.status == 1
    told = re.fullmatch(
        rf"!!  clock: this machine's clock is (\d+) seconds {words} the provider: set it by NTP",
        printed.line("!!  clock: "),
    )
    assert told
    assert abs(int(told[1]) - abs(ahead)) <= 2  # the header has no fractions


# -- the way for events ---------------------------------------------------------------------------


async def test_the_way_for_events_is_tried_with_its_password(
    tmp_path: Path, checked: Check
) -> None:
    async with make_world(tmp_path) as world, served_bot(world) as url:
        good = await checked(world, public_url=url)
        wrong = await checked(world, public_url=url, events_password=SecretStr("another-one"))
        local = await checked(world, listen=url.removeprefix("http://"))
        events = (await world.desk.account())["i_account"]

    assert events
    assert good.status == 0
    assert good.line("ok  events: ") == (
        f"ok  events: {url}/portaswitch/events answers, with its password"
    )
    assert wrong.status == 1
    assert wrong.line("!!  events: ").endswith("refuses SELFCARE_EVENTS_USER / _PASSWORD")
    assert "another-one" not in wrong.out
    assert local.status == 0
    assert "its way from outside is not known" in local.line("?   events: ")


async def test_events_that_nobody_can_try_are_told_as_such(quiet: World, checked: Check) -> None:
    asleep = await checked(quiet, public_url=nobody())
    off = await checked(quiet, events_user="", events_password=SecretStr(""))
    async with served(web.Application()) as url:
        elsewhere = await checked(quiet, public_url=url)

    assert asleep.status == off.status == 0
    assert asleep.line("?   events: ").endswith("does the bot run? Start it and check again")
    assert off.line("--  events: ").endswith("balances are polled")
    assert elsewhere.status == 1
    assert "is not the bot's: HTTP 404" in elsewhere.line("!!  events: ")
    assert EVENTS[1] not in asleep.out + elsewhere.out


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
