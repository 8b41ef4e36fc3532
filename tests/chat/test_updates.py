"""Long polling and webhooks, as strict and as forgetful as Telegram's."""

import asyncio
import ssl
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import aiohttp
import pytest
from aiohttp import web
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from telegram import Bot
from telegram.error import Conflict

from tests.chat.conftest import TOKEN, Json, Sandbox, Start
from tests.harness.patience import PATIENCE


async def say(sandbox: Sandbox, user: int, *texts: str) -> None:
    """Several messages of a user."""
    for text in texts:
        await sandbox.post(f"users/{user}/send", {"text": text})


def texts(updates: list[Json]) -> list[str]:
    """What was said in them."""
    return [update["message"]["text"] for update in updates]


async def test_a_long_poll_ends_when_something_happens(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    began = time.monotonic()

    poll = asyncio.create_task(sandbox.ok("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    assert not poll.done()
    await say(sandbox, user, "now")

    assert texts(await poll) == ["now"]
    assert time.monotonic() - began < 10


async def test_a_long_poll_ends_empty_after_its_time(sandbox: Sandbox) -> None:
    assert await sandbox.ok("getUpdates", timeout=1) == []


async def test_updates_stay_until_an_offset_confirms_them(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await say(sandbox, user, "1", "2", "3", "4")

    first = await sandbox.ok("getUpdates", limit=2)
    assert texts(first) == ["1", "2"]
    assert texts(await sandbox.ok("getUpdates", limit=2)) == ["1", "2"]
    assert texts(await sandbox.ok("getUpdates", offset=first[0]["update_id"] + 1)) == [*"234"]
    assert texts(await sandbox.ok("getUpdates", offset=-1)) == ["4"]
    assert texts(await sandbox.ok("getUpdates")) == ["4"]


async def test_updates_are_forgotten_after_a_day(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await say(sandbox, user, "old")
    await sandbox.post("clock", {"advance_seconds": 25 * 3600})
    await say(sandbox, user, "new")

    assert texts(await sandbox.ok("getUpdates")) == ["new"]


async def test_a_second_poll_ends_the_first(sandbox: Sandbox, bot: Bot) -> None:
    first = asyncio.create_task(sandbox.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.1)
    assert await bot.get_updates(timeout=0) == ()
    assert await first == (
        "Conflict: terminated by other getUpdates request; "
        "make sure that only one bot instance is running"
    )


async def test_allowed_updates_are_remembered(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await sandbox.ok("getUpdates", allowed_updates=["callback_query"])
    await say(sandbox, user, "unheard")
    assert await sandbox.ok("getUpdates") == []
    assert (await sandbox.ok("getWebhookInfo"))["allowed_updates"] == ["callback_query"]

    await sandbox.ok("getUpdates", allowed_updates=[])
    await say(sandbox, user, "heard")
    assert texts(await sandbox.ok("getUpdates")) == ["heard"]


async def test_confirmed_updates_can_come_again(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await say(sandbox, user, "1", "2")
    first, second = await sandbox.updates()

    await sandbox.post("redeliver", {"last": 1})
    after = second["update_id"] + 1
    assert await sandbox.ok("getUpdates", offset=after) == [second]
    await sandbox.post("redeliver", {"update_ids": [first["update_id"]]})
    assert await sandbox.ok("getUpdates", offset=after) == [first]
    assert await sandbox.ok("getUpdates", offset=after) == []


@dataclass
class Receiver:
    """A bot's webhook route: answers with the statuses given, then 200."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    updates: list[Json] = field(default_factory=list)
    secrets: list[str | None] = field(default_factory=list)
    delay: float = 0.0
    inside: int = 0
    most: int = 0

    async def handle(self, request: web.Request) -> web.Response:
        self.inside += 1
        self.most = max(self.most, self.inside)
        await asyncio.sleep(self.delay)
        self.inside -= 1
        self.secrets.append(request.headers.get("X-Telegram-Bot-Api-Secret-Token"))
        self.updates.append(await request.json())
        return web.Response(status=self.statuses.pop(0) if self.statuses else 200)

    async def until(self, count: int) -> list[Json]:
        """Wait for so many deliveries."""
        async with asyncio.timeout(PATIENCE):
            while len(self.updates) < count:
                await asyncio.sleep(0.01)
        return self.updates


@pytest.fixture
async def receiver() -> AsyncIterator[Receiver]:
    """A running webhook receiver."""
    receiver = Receiver()
    async with serving(receiver, None):
        yield receiver


@asynccontextmanager
async def serving(receiver: Receiver, tls: ssl.SSLContext | None) -> AsyncIterator[None]:
    """Listen, with or without TLS."""
    app = web.Application()
    app.router.add_post("/hook", receiver.handle)
    runner = web.AppRunner(app)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0, ssl_context=tls).start()
    scheme = "https" if tls else "http"
    receiver.url = f"{scheme}://127.0.0.1:{runner.addresses[0][1]}/hook"
    yield
    await runner.cleanup()


def self_signed(folder: Path) -> tuple[bytes, ssl.SSLContext]:
    """A certificate of 127.0.0.1 that nobody knows, and a server that shows it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    address = x509.IPAddress(ip_address("127.0.0.1"))
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([address]), critical=False)
        .sign(key, hashes.SHA256())
        .public_bytes(Encoding.PEM)
    )
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    (folder / "both.pem").write_bytes(certificate + secret)
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tls.load_cert_chain(folder / "both.pem")
    return certificate, tls


async def test_a_self_signed_webhook_is_trusted_when_its_certificate_was_sent(
    start: Start, tmp_path: Path
) -> None:
    sandbox = await start(webhook_retry=0.05)
    user = await sandbox.person()
    certificate, tls = self_signed(tmp_path)
    receiver = Receiver()
    async with serving(receiver, tls):
        await sandbox.ok("setWebhook", url=receiver.url)
        await say(sandbox, user, "hello")
        await asyncio.sleep(0.3)
        assert receiver.updates == []

        form = aiohttp.FormData({"url": receiver.url})
        form.add_field("certificate", certificate, filename="own.pem")
        url = f"{sandbox.url}/bot{TOKEN}/setWebhook"
        async with sandbox.http.post(url, data=form) as answer:
            assert (await answer.json())["ok"]
        assert texts(await receiver.until(1)) == ["hello"]
        assert (await sandbox.ok("getWebhookInfo"))["has_custom_certificate"] is True


async def test_a_webhook_gets_the_secret_and_ends_polling(
    sandbox: Sandbox, bot: Bot, receiver: Receiver
) -> None:
    user = await sandbox.person()
    poll = asyncio.create_task(sandbox.refused("getUpdates", timeout=20))
    await asyncio.sleep(0.1)

    assert await bot.set_webhook(receiver.url, secret_token="s3cret-Token_", max_connections=3)
    assert await poll == "Conflict: terminated by setWebhook request"
    await say(sandbox, user, "one", "two")

    found = await receiver.until(2)
    assert texts(found) == ["one", "two"]
    assert receiver.secrets == ["s3cret-Token_"] * 2
    with pytest.raises(Conflict, match="can't use getUpdates method while webhook is active"):
        await bot.get_updates()
    info = await bot.get_webhook_info()
    assert (info.url, info.max_connections, info.pending_update_count) == (receiver.url, 3, 0)


async def test_a_refused_delivery_is_repeated_and_order_is_kept(
    start: Start, receiver: Receiver
) -> None:
    sandbox = await start(webhook_retry=0.02)
    user, other = await sandbox.person(), await sandbox.person()
    receiver.statuses = [500, 404]
    await sandbox.ok("setWebhook", url=receiver.url)

    await say(sandbox, user, "1", "2")
    assert texts(await receiver.until(4)) == ["1", "1", "1", "2"]
    info = await sandbox.ok("getWebhookInfo")
    assert info["last_error_message"] == "Wrong response from the webhook: 404 Not Found"
    await say(sandbox, other, "3")
    await receiver.until(5)


async def test_chats_are_delivered_side_by_side_but_no_wider_than_allowed(
    sandbox: Sandbox, receiver: Receiver
) -> None:
    users = [await sandbox.person() for _ in range(6)]
    receiver.delay = 0.3
    await sandbox.ok("setWebhook", url=receiver.url, max_connections=3)

    await asyncio.gather(*(say(sandbox, user, "x") for user in users))
    await receiver.until(6)

    assert receiver.most == 3


async def test_what_a_webhook_did_not_take_can_be_polled_or_dropped(
    start: Start, receiver: Receiver
) -> None:
    sandbox = await start(webhook_retry=30)
    user = await sandbox.person()
    receiver.statuses = [503] * 9
    await sandbox.ok("setWebhook", url=receiver.url)
    await say(sandbox, user, "1", "2")
    await receiver.until(1)
    assert (await sandbox.ok("getWebhookInfo"))["pending_update_count"] == 2

    await sandbox.ok("deleteWebhook")
    assert texts(await sandbox.ok("getUpdates")) == ["1", "2"]
    await sandbox.ok("setWebhook", url=receiver.url, drop_pending_updates=True)
    await sandbox.ok("deleteWebhook", drop_pending_updates=True)
    assert await sandbox.ok("getUpdates") == []


async def test_what_waits_goes_to_a_new_webhook(sandbox: Sandbox, receiver: Receiver) -> None:
    user = await sandbox.person()
    await say(sandbox, user, "kept")

    await sandbox.ok("setWebhook", url=receiver.url)

    assert texts(await receiver.until(1)) == ["kept"]


async def test_a_webhook_hears_updates_again(sandbox: Sandbox, receiver: Receiver) -> None:
    user = await sandbox.person()
    await sandbox.ok("setWebhook", url=receiver.url)
    await say(sandbox, user, "x")
    await receiver.until(1)

    await sandbox.post("redeliver", {"last": 1})

    first, second = await receiver.until(2)
    assert first == second


@pytest.mark.parametrize("secret", ["with space", "x" * 257, "ключ"])
async def test_a_secret_has_telegrams_letters_only(sandbox: Sandbox, secret: str) -> None:
    refusal = await sandbox.refused(
        "setWebhook", url="https://example.com/hook", secret_token=secret
    )
    assert "secret token contains unallowed characters" in refusal
