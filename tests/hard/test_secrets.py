"""A whole story at the log's most talkative, then a look for its secrets in every byte kept."""

from __future__ import annotations

import base64
import urllib.parse
from collections.abc import Callable
from pathlib import Path

from tests.hard.process import Process
from tests.harness.chat import ChatUser
from tests.harness.world import ADMIN_TOKEN, EVENTS, TOKEN, World
from tests.harness.world import world as make_world

VOUCHER = "4411223399887766"
KEY = "a long key that only the operator knows"


async def story(world: World, user: ChatUser, other: ChatUser) -> list[str]:
    """Signs in by password and by code, recharges, fails; the secrets that were said."""
    desk = world.desk
    row = await desk.account()
    await desk.voucher(VOUCHER, "10.00")
    await user.say("/signin")
    await user.waits_for("How would you like to sign in?")
    await user.tap("Login and password")
    await user.waits_for("Send the login")
    await user.say(row["login"])
    await user.waits_for("Now send the password")
    await user.say("not-the-password-at-all")
    await user.waits_for("is not right")
    await user.say(row["password"])
    await user.waits_for("Available: $2.50")
    await user.say("/recharge")
    await user.waits_for("Send the voucher number")
    await user.say(" ".join(VOUCHER[i : i + 4] for i in range(0, 16, 4)))
    await user.waits_for("Redeem this voucher?")
    await desk.fault("Account/topup_account", "http_500")
    await user.tap("Redeem …7766")
    await user.waits_for("has not said")
    bob = await desk.account("bob")
    await other.say("/start")
    await other.waits_for("How would you like to sign in?")
    await other.tap("Use my phone number")
    await other.waits_for("share your phone number")
    await other.share_contact(bob["contact_phone"])
    await other.waits_for("Type the code here")
    code = (await desk.outbox())[-1]["code"]
    await other.say(code)
    await other.waits_for("You are signed in")
    await other.say("/start a-sign-in-token-that-nobody-made")
    await other.waits_for("This sign-in link")
    return [
        row["password"],
        "not-the-password-at-all",
        VOUCHER,
        "4411 2233 9988 7766",
        code,
        "a-sign-in-token-that-nobody-made",
        TOKEN,
        TOKEN.partition(":")[2],
        ADMIN_TOKEN,
        EVENTS[1],
        KEY,
        *_tokens(world),
    ]


def _tokens(world: World) -> list[str]:
    """The sessions that the switch has given out."""
    sessions = world.provider.sessions
    given = [*sessions.of_account(1001), *sessions.of_account(1002)]
    return [token for one in given for token in (one.access_token, one.refresh_token) if token]


def ways_to_write(secret: str) -> list[bytes]:
    raw = secret.encode()
    return [
        raw,
        base64.b64encode(raw).rstrip(b"="),
        urllib.parse.quote(secret).encode(),
        urllib.parse.quote_plus(secret).encode(),
        raw.hex().encode(),
        secret.encode("utf-16-le"),
    ]


def bytes_below(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


async def test_no_secret_is_logged_or_lies_open_in_the_database(
    tmp_path: Path, process: Callable[..., Process]
) -> None:
    async with make_world(tmp_path, bot=False, secret_key=KEY) as world:
        bot = process(world, log_level="DEBUG")
        await bot.start()
        user, other = await world.user(), await world.user("Bob")
        secrets = await story(world, user, other)
        await user.say("4411 2233 9988 7766")  # in an update that nobody will have handled
        await bot.kill()

        screens = await user.screen() + await other.screen()
        kept = bytes_below(tmp_path)

    assert {"selfcare.db", "selfcare.db-wal"} <= kept.keys()
    assert len(kept[bot.log.name]) > 1000
    assert len(secrets) > 12
    for secret in secrets:
        for name, content in kept.items():
            # Four digits of a code stand in many a number: it is looked for as a whole word.
            for written in ways_to_write(secret) if len(secret) > 6 else []:
                assert written not in content, f"{secret} in {name}"
        if secret not in ("4411 2233 9988 7766",):
            assert secret not in screens
