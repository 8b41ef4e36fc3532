"""Speed limits and switched-on faults."""

import asyncio
import time

import aiohttp
import pytest
from telegram import Bot
from telegram.error import RetryAfter

from sandbox.chat.config import Rates
from tests.chat.conftest import TOKEN, Sandbox, Start


async def test_a_chat_takes_a_burst_and_then_one_message_a_second(
    sandbox: Sandbox, bot: Bot
) -> None:
    user, other = await sandbox.person(), await sandbox.person()
    for _ in range(20):
        await bot.send_message(user, "x")

    with pytest.raises(RetryAfter) as refused:
        await bot.send_message(user, "x")
    assert refused.value.retry_after == 1
    await bot.send_message(other, "another chat is free")
    await sandbox.post("clock", {"advance_seconds": 1})
    await bot.send_message(user, "x")


async def test_edits_and_answers_are_not_counted(sandbox: Sandbox, bot: Bot) -> None:
    user = await sandbox.person()
    sent = await bot.send_message(user, "0")
    for number in range(40):
        await bot.edit_message_text(str(number + 1), user, sent.message_id)


async def test_all_chats_together_have_a_limit(start: Start) -> None:
    sandbox = await start(rates=Rates(all_burst=5))
    users = [await sandbox.person() for _ in range(6)]
    for user in users[:5]:
        await sandbox.ok("sendMessage", chat_id=user, text="x")

    answer = await sandbox.call("sendMessage", chat_id=users[5], text="x")

    assert answer == {
        "ok": False,
        "error_code": 429,
        "description": "Too Many Requests: retry after 1",
        "parameters": {"retry_after": 1},
    }


async def test_limits_can_be_off(start: Start) -> None:
    sandbox = await start(limits=False)
    user = await sandbox.person()
    for _ in range(50):
        await sandbox.ok("sendMessage", chat_id=user, text="x")


async def test_a_fault_strikes_as_often_as_asked(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    fault = {"method": "sendMessage", "status": 429, "retry_after": 7, "times": 2}
    await sandbox.post("faults", fault)

    for _ in range(2):
        answer = await sandbox.call("sendMessage", chat_id=user, text="x")
        assert answer["parameters"] == {"retry_after": 7}
    await sandbox.ok("sendMessage", chat_id=user, text="x")
    assert len(await sandbox.messages(user)) == 2


async def test_a_fault_for_all_methods_lasts_until_it_is_cleared(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await sandbox.post("faults", {"method": "*", "status": 502, "times": None})
    for _ in range(3):
        assert await sandbox.refused("sendMessage", chat_id=user, text="x") == "Bad Gateway"
    await sandbox.http.delete(f"{sandbox.url}/control/faults")
    await sandbox.ok("sendMessage", chat_id=user, text="x")


async def test_a_fault_can_concern_one_chat(sandbox: Sandbox) -> None:
    user, other = await sandbox.person(), await sandbox.person()
    await sandbox.post("faults", {"method": "sendMessage", "status": 403, "chat_id": user})
    await sandbox.ok("sendMessage", chat_id=other, text="x")
    refusal = await sandbox.refused("sendMessage", chat_id=user, text="x")
    assert refusal == "Forbidden: bot was blocked by the user"


@pytest.mark.parametrize(("drop", "arrived"), [(True, 1), ("after", 2)])
async def test_a_dropped_call_has_no_answer(
    sandbox: Sandbox, drop: bool | str, arrived: int
) -> None:
    user = await sandbox.person()
    await sandbox.post("faults", {"method": "sendMessage", "drop": drop})

    # Through a fresh connection: aiohttp itself would repeat on a reused one.
    async with aiohttp.ClientSession() as fresh:
        with pytest.raises(aiohttp.ClientError):
            await fresh.post(
                f"{sandbox.url}/bot{TOKEN}/sendMessage", json={"chat_id": user, "text": "x"}
            )

    assert len(await sandbox.messages(user)) == arrived


async def test_a_delay_holds_only_the_call_that_it_struck(sandbox: Sandbox) -> None:
    user = await sandbox.person()
    await sandbox.post("faults", {"method": "sendMessage", "delay": 0.6})
    began = time.monotonic()

    slow = asyncio.create_task(sandbox.ok("sendMessage", chat_id=user, text="slow"))
    await asyncio.sleep(0.05)
    await sandbox.ok("sendMessage", chat_id=user, text="fast")
    assert not slow.done()
    await slow

    assert time.monotonic() - began >= 0.6
    assert [m["text"] for m in await sandbox.messages(user)][1:] == ["fast", "slow"]


@pytest.mark.parametrize("body", [{}, {"status": 200}, {"drop": "sometimes"}, {"delay": "x"}])
async def test_a_fault_that_cannot_be_is_refused(sandbox: Sandbox, body: dict[str, object]) -> None:
    await sandbox.post("faults", body, status=400)
