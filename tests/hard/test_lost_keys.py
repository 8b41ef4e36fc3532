"""A secret key is lost: subscribers who only wait for alerts are told once, and come back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import Connection, update
from structlog.testing import capture_logs

from scheduler.housekeeping import Housekeeping
from store import Seal, Sealed, links
from store.schema import operation
from tests.harness.chat import ChatUser
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world
from tests.scheduler.conftest import cards, some_polls

ANOTHER = SecretStr("quite another secret key")
ENDED = "Your session with the provider has ended"


@pytest.fixture
async def polling(tmp_path: Path, database_url: str) -> AsyncIterator[World]:
    """A bot on each database in turn that polls five times a second."""
    async with make_world(
        tmp_path, database_url=database_url, poll_seconds=0.2, provider_timeout=SOON
    ) as made:
        yield made


@pytest.fixture
async def waiting(polling: World) -> ChatUser:
    user = await polling.user()
    await user.sign_in()
    await some_polls(2)
    return user


async def test_whoever_only_waits_is_told_once_and_is_healed_by_signing_in(
    polling: World, waiting: ChatUser
) -> None:
    await polling.restart(secret_key=ANOTHER)
    await waiting.waits_for(ENDED)
    with capture_logs() as logged:
        await polling.desk.voicemail("12065550123")
        await some_polls(10)

    assert await cards(waiting, ENDED) == 1
    assert await cards(waiting, "0123") == 0
    [link] = await polling.parts.store.run(links.of_chat, waiting.id)
    assert (link.state, link.tokens) == ("expired", None)
    assert not [one for one in logged if one["log_level"] in ("warning", "error")]

    await waiting.sign_in()
    await polling.desk.voicemail("12065550177")
    await waiting.waits_for("0177")


async def test_a_forward_whose_way_back_is_lost_is_told_and_holds_up_nothing(
    polling: World, waiting: ChatUser
) -> None:
    await waiting.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")
    await polling.restart(secret_key=ANOTHER)
    await waiting.waits_for(ENDED)

    await waiting.sign_in()
    await waiting.waits_for("I could not put back")
    await waiting.moves("forward to 206 555 0188", "[Until I change it]", "[Forward calls]")
    assert "0188" in await waiting.last()


async def test_a_voucher_whose_receipt_is_lost_is_not_redeemed_again(
    polling: World, waiting: ChatUser
) -> None:
    await polling.desk.voucher("4411223399", "10.00")
    await waiting.moves("/recharge", "4411 2233 99", "[Redeem …3399]")
    await polling.parts.store.run(lose_receipts, Seal(ANOTHER.get_secret_value()).seal("{}"))

    await waiting.moves("/recharge", "4411 2233 99", "[Redeem …3399]")

    assert "Please do not repeat it" in await waiting.screen()
    assert await polling.desk.redeemed("4411223399") == 1


def lose_receipts(conn: Connection, sealed: Sealed) -> None:
    conn.execute(update(operation).values(result=sealed))


async def test_a_replica_with_older_keys_ends_nobody(polling: World, waiting: ChatUser) -> None:
    parts = polling.parts
    [link] = await parts.store.run(links.of_chat, waiting.id)
    tokens = Seal("a key given to others after us").seal(b"[]")
    assert await parts.store.run(links.store_tokens, link.id, link.tokens_version, tokens)

    await some_polls(5)

    found = await parts.store.run(links.get, link.id)
    assert found is not None
    assert (found.state, found.tokens) == ("active", tokens)
    assert await cards(waiting, ENDED) == 0


async def test_an_old_key_can_be_dropped_once_nothing_is_resealed(
    polling: World, waiting: ChatUser
) -> None:
    await waiting.moves("forward to 206 555 0177 until tomorrow 18:00", "[Forward calls]")
    first = polling.settings.secret_key.get_secret_value()
    second, third = "the second secret key", "the third secret key"

    for keys in (f"{second},{first}", f"{third},{second},{first}"):
        await polling.restart(secret_key=SecretStr(keys))
        assert await resealed(polling) >= 3  # the tokens, what was there before, what we wrote
        assert await resealed(polling) == 0
    await polling.restart(secret_key=SecretStr(third))

    await some_polls()
    assert await cards(waiting, ENDED) == 0
    await waiting.moves("forward to 206 555 0188", "[Until I change it]", "[Forward calls]")
    assert "0188" in await waiting.last()


async def resealed(world: World) -> int:
    """What housekeeping says of it in the log."""
    with capture_logs() as logged:
        await Housekeeping(world.parts.services).tidy(0)
    [rows] = [one["rows"] for one in logged if one["event"] == "resealed"]
    return int(rows)
