"""`python -m bot check`, as its operator and his scripts read it."""

from __future__ import annotations

import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web

from bot.check import NOTHING_CHECKED
from sandbox.provider.config import Config as Switch
from sandbox.provider.config import World as Unknown
from tests.harness.process import command
from tests.harness.world import world as make_world
from tests.portaswitch.test_tls import certificate

__all__ = ["certificate"]


@pytest.mark.parametrize(
    ("unknown", "status", "line"),
    [
        ("proposed", 0, "ok  redeem_voucher "),
        ("renamed", 1, "--  redeem_voucher "),
        ("absent", 1, "--  redeem_voucher "),
    ],
)
async def test_the_report_tells_what_the_switch_has(
    tmp_path: Path, unknown: Unknown, status: int, line: str
) -> None:
    async with make_world(tmp_path, provider=Switch(unknown=unknown), bot=False) as world:
        ended = await command(world, tmp_path, "check")

    assert (ended.status, ended.err) == (status, "")
    first, *rows, last = ended.out.splitlines()
    assert first == "Checked against: document"
    assert last == "Admin realm: sign-in by contact and by link"
    assert any(row.startswith(line) for row in rows)
    assert any(row.startswith("ok  login ") for row in rows)
    advised = [row for row in rows if row.startswith("    hidden: map [redeem_voucher]")]
    assert bool(advised) == (status == 1)


async def test_a_map_that_is_corrected_passes(tmp_path: Path) -> None:
    corrections = tmp_path / "operations.toml"
    corrections.write_text("[redeem_voucher]\nconfirmed = true\n")
    async with make_world(tmp_path, bot=False) as world:
        ended = await command(world, tmp_path, "check", operations=corrections)
        corrections.write_text("[redeem_vouchr]\nconfirmed = true\n")
        wrong = await command(world, tmp_path, "check", operations=corrections)

    assert ended.status == 0
    assert wrong.status == 2
    assert wrong.err.startswith("The operation map is wrong: [redeem_vouchr]: no such operation")


async def test_what_could_not_be_checked_is_not_called_good(tmp_path: Path) -> None:
    """Some other web server: it serves neither the document nor a session."""
    async with make_world(tmp_path, bot=False) as world, other_server() as url:
        ended = await command(
            world,
            tmp_path,
            "check",
            provider_url=url,
            admin_url=None,
            admin_login=None,
            admin_token=None,
        )

    assert ended.status == 1
    assert ended.err.strip() == NOTHING_CHECKED
    assert "Checked against: assumed" in ended.out
    assert "\n?   login " in ended.out
    assert "\nok " not in ended.out


async def test_a_test_account_checks_where_no_document_is_served(tmp_path: Path) -> None:
    async with make_world(tmp_path, bot=False) as world, undocumented(world.provider.url) as url:
        row = await world.desk.account()
        changes = {"provider_url": url, "probe_login": row["login"]}
        ended = await command(world, tmp_path, "check", probe_password=row["password"], **changes)
        refused = await command(world, tmp_path, "check", probe_password="wrong", **changes)

    assert "Checked against: probe" in ended.out
    assert "\nok  get_account_info " in ended.out
    assert ended.err == ""
    assert refused.status == 1
    assert refused.err.startswith("The provider could not be asked: Session/login: ")
    assert "wrong" not in refused.err


async def test_admin_settings_that_do_not_work_are_named(tmp_path: Path) -> None:
    async with make_world(tmp_path, bot=False) as world:
        refused = await command(world, tmp_path, "check", admin_token="another-token")
        silent = await command(world, tmp_path, "check", admin_url=nobody())
        half = await command(world, tmp_path, "check", admin_token=None)

    assert refused.status == 1
    assert refused.err.startswith("The admin realm refused SELFCARE_ADMIN_LOGIN / _TOKEN")
    assert "another-token" not in refused.err
    assert silent.status == 1
    assert silent.err.strip() == (
        "The admin realm could not be asked: Session/login: cannot connect"
    )
    assert "Checked against: document" in silent.out
    assert (half.status, half.out) == (2, "")
    assert half.err == "Please set SELFCARE_ADMIN_TOKEN (see README.md).\n"


async def test_a_provider_that_cannot_be_asked_is_told_in_a_line(tmp_path: Path) -> None:
    async with make_world(tmp_path, bot=False) as world:
        ended = await command(world, tmp_path, "check", provider_url=nobody())

    assert (ended.status, ended.out) == (1, "")
    assert ended.err == (
        "The provider could not be asked: doc/api/AccountInterface.json: cannot connect\n"
    )


def nobody() -> str:
    """An address where nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return f"http://127.0.0.1:{probe.getsockname()[1]}"


@asynccontextmanager
async def served(app: web.Application) -> AsyncIterator[str]:
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()


@asynccontextmanager
async def other_server() -> AsyncIterator[str]:
    async with served(web.Application()) as url:
        yield url


@asynccontextmanager
async def undocumented(target: str) -> AsyncIterator[str]:
    """The switch behind a proxy that passes on its API only."""

    async def passed_on(request: web.Request) -> web.Response:
        body = await request.read()
        headers = {
            name: request.headers[name]
            for name in ("Authorization", "Content-Type")
            if name in request.headers
        }
        async with http.post(f"{target}{request.path}", data=body, headers=headers) as answer:
            return web.Response(
                status=answer.status,
                body=await answer.read(),
                content_type=answer.content_type,
            )

    app = web.Application()
    app.router.add_post("/rest/{path:.*}", passed_on)
    async with aiohttp.ClientSession() as http, served(app) as url:
        yield url


async def test_a_self_signed_switch_is_told_with_its_remedy(
    tmp_path: Path, certificate: tuple[Path, Path]
) -> None:
    cert, key = certificate
    switch = Switch(cert=str(cert), key=str(key))
    async with make_world(tmp_path, provider=switch, bot=False) as world:
        refused = await command(world, tmp_path, "check")
        trusted = await command(world, tmp_path, "check", provider_ca=cert)

    assert refused.status == 1
    assert refused.err == (
        "The provider could not be asked: doc/api/AccountInterface.json: the certificate is not"
        " trusted; put the switch's CA into SELFCARE_PROVIDER_CA\n"
    )
    assert (trusted.status, trusted.err) == (0, "")
