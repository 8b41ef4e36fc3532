"""Notices go out at a pace that Telegram bears, to those who want them, when they want them."""

from __future__ import annotations

import asyncio
import time
from typing import Any

from store import dialogs, links, notices
from store.notices import NewNotice
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.scheduler.conftest import cards, hours_around_now, moments, set_alerts, some_polls, until

LOW, MONEY, OVER = "getting low", "added after all", "session with the provider has ended"


async def tell(
    world: World, user: ChatUser, *kinds: str, args: dict[str, Any] | None = None
) -> None:
    """Store notices about the chat's account, as a sweep does."""
    assert world.bot is not None
    parts = world.bot.parts
    [link] = await parts.store.run(links.of_chat, user.id)
    now = world.clock()
    new = [
        NewNotice(link.id, user.id, kind, args or {}, f"{user.id}:{kind}:{number}:{now}", now)
        for number, kind in enumerate(kinds)
    ]
    await parts.store.run(notices.add, new, now)
    parts.scheduler.wake()


async def counted(world: World, outcome: str) -> None:
    """Wait until the metrics count one low balance that came to this."""
    line = f'selfcare_notices_total{{kind="low_balance",outcome="{outcome}"}} 1.0'
    assert world.bot is not None
    metrics = world.bot.parts.metrics

    async def told() -> bool:
        return line in metrics.page().decode()

    await until(told)


async def test_one_message_a_second_goes_to_a_chat_in_order(world: World, chat: ChatUser) -> None:
    sent = len(moments(world, "sendMessage"))
    await tell(world, chat, "low_balance", "voucher_settled", "session_ended")
    await chat.waits_for(OVER)

    first, second, third = moments(world, "sendMessage")[sent:]
    assert second - first >= 1
    assert third - second >= 1
    texts = [line for line in (await chat.screen()).splitlines() if LOW in line or MONEY in line]
    assert LOW in texts[0]
    assert MONEY in texts[1]


async def test_chats_do_not_wait_for_each_other(world: World, chat: ChatUser) -> None:
    others = [await world.user(f"Person {number}") for number in range(4)]
    for other in others:
        await other.sign_in()
    sent = len(moments(world, "sendMessage"))
    for user in (chat, *others):
        await tell(world, user, "low_balance")
    for user in (chat, *others):
        await user.waits_for(LOW)

    times = moments(world, "sendMessage")[sent:]
    assert times[-1] - times[0] < 3, "five chats, and none of them waits a second for another"


async def test_a_blocked_bot_stops_and_goes_on_when_the_subscriber_is_back(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    assert world.bot is not None
    store = world.bot.parts.store
    await some_polls(2)
    await world.chat_fault("sendMessage", status=403, times=1)
    await tell(world, chat, "low_balance")

    async def blocked() -> bool:
        row = await store.run(dialogs.get, chat.id)
        return row is not None and not row.reachable

    await until(blocked)
    calls = len(moments(world, "sendMessage"))
    asked = len(await desk.log("get_mailbox_message_list"))
    await some_polls()
    assert len(moments(world, "sendMessage")) == calls, "nothing is sent any more"
    assert len(await desk.log("get_mailbox_message_list")) <= asked + 1, "nor is the line watched"

    await desk.voicemail("12065550777")
    await chat.say("/menu")
    await chat.waits_for(LOW)
    await chat.waits_for("+1 206-555-0777")
    assert await cards(chat, LOW) == 1


async def test_nothing_more_is_sent_to_anybody_while_telegram_asks_to_wait(
    world: World, chat: ChatUser
) -> None:
    bob = await world.user("Bob")
    await bob.sign_in()
    sent = len(moments(world, "sendMessage"))
    await world.chat_fault("sendMessage", status=429, retry_after=2, times=1)
    asked = time.time()
    await tell(world, chat, "low_balance")
    # What is under way before the refusal is known goes out: it is waited for.
    await counted(world, "overloaded")
    await tell(world, bob, "low_balance")
    await chat.waits_for(LOW)
    await bob.waits_for(LOW)

    times = moments(world, "sendMessage")[sent:]
    assert len(times) == 2
    assert min(times) - asked >= 2
    assert (await cards(chat, LOW), await cards(bob, LOW)) == (1, 1)


async def test_a_reply_does_not_wait_for_the_pushes(world: World, chat: ChatUser) -> None:
    bob = await world.user("Bob")
    await bob.sign_in()
    await world.chat_fault("sendMessage", status=429, retry_after=30, times=1, chat_id=chat.id)
    await tell(world, chat, "low_balance")
    await asyncio.sleep(0.2)
    asked = asyncio.get_running_loop().time()
    await bob.say("/menu")

    assert asyncio.get_running_loop().time() - asked < 15
    assert await cards(chat, LOW) == 0


async def test_in_quiet_hours_the_low_balance_waits_and_money_does_not(
    world: World, chat: ChatUser
) -> None:
    await set_alerts(world, chat, quiet=hours_around_now(world))
    await tell(world, chat, "low_balance", "voucher_settled")
    await chat.waits_for(MONEY)
    await some_polls()
    assert await cards(chat, LOW) == 0

    world.clock.advance(hours=1, minutes=50)
    await some_polls()
    assert await cards(chat, LOW) == 0, "still a few minutes to go"
    world.clock.advance(minutes=11)
    await chat.waits_for(LOW)
    assert await cards(chat, LOW) == 1


async def test_what_was_switched_off_meanwhile_is_not_told(world: World, chat: ChatUser) -> None:
    await set_alerts(world, chat, quiet=hours_around_now(world))
    await tell(world, chat, "low_balance", "session_ended")
    await some_polls()
    await set_alerts(world, chat, low_balance=False)
    world.clock.advance(hours=3)

    await chat.waits_for(OVER)
    assert await cards(chat, LOW) == 0


async def test_a_failing_messenger_is_tried_again(world: World, chat: ChatUser) -> None:
    await world.chat_fault("sendMessage", status=502, times=2)
    await tell(world, chat, "low_balance")
    for _minute in range(3):
        await some_polls(3)
        world.clock.advance(minutes=1)
        wake(world)

    await chat.waits_for(LOW)
    assert await cards(chat, LOW) == 1


async def test_a_silent_provider_delays_a_notice_and_does_not_lose_it(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.fault("Account/get_account_info", "http_500")
    await tell(world, chat, "low_balance")
    await some_polls()
    assert await cards(chat, LOW) == 0
    await desk.mend()
    world.clock.advance(minutes=1)
    wake(world)

    await chat.waits_for(LOW)


async def test_what_telegram_refuses_for_good_is_dropped_and_holds_up_nobody(
    world: World, chat: ChatUser
) -> None:
    words = "Bad Request: message text is empty"
    await world.chat_fault("sendMessage", status=400, description=words, times=1)
    await tell(world, chat, "low_balance", "voucher_settled")

    await chat.waits_for(MONEY)
    await some_polls()
    assert await cards(chat, LOW) == 0


async def test_a_notice_without_a_teller_is_dropped(world: World, chat: ChatUser) -> None:
    await tell(world, chat, "of_a_newer_version", "low_balance")

    await chat.waits_for(LOW)


async def test_the_metrics_count_what_was_sent(world: World, chat: ChatUser) -> None:
    await tell(world, chat, "low_balance")
    await chat.waits_for(LOW)
    await counted(world, "sent")


def wake(world: World) -> None:
    assert world.bot is not None
    world.bot.parts.scheduler.wake()
