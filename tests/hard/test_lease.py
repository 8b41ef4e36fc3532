"""The lease: who has lost it neither writes at the provider nor speaks in the chat."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection, update

from store.schema import chat as chats
from tests.harness.chat import ChatUser
from tests.harness.world import World


def take_away(conn: Connection, chat_id: int) -> None:
    """As another replica does whose clock is ahead of ours."""
    conn.execute(
        update(chats)
        .where(chats.c.chat_id == chat_id)
        .values(fence=chats.c.fence + 1, lease_owner=None, lease_until=None)
    )


async def test_a_turn_whose_lease_was_taken_writes_nothing_even_if_its_clock_says_it_may(
    quick: World, alice: ChatUser
) -> None:
    assert quick.bot is not None
    await quick.desk.voucher("4411223399", "10.00")
    await alice.moves("/recharge", "4411 2233 99")
    await quick.desk.fault("Account/get_account_info", "delay", seconds=0.8)
    await alice.tap("Redeem …3399", settle=False)
    await asyncio.sleep(0.2)
    await quick.bot.parts.store.run(take_away, alice.id)
    await alice.waits_for("I was interrupted here")
    await quick.settled()

    assert await quick.desk.log("topup_account") == []
    await alice.tap("Redeem …3399")
    assert await quick.desk.redeemed("4411223399") == 1


async def test_a_long_turn_keeps_its_lease(quick: World, alice: ChatUser) -> None:
    await quick.restart(provider_timeout=30.0, lease_seconds=2.0)
    await quick.desk.voucher("4411223399", "10.00")
    await alice.moves("/recharge", "4411 2233 99")
    await quick.desk.fault("Account/get_account_info", "delay", seconds=5)
    await alice.tap("Redeem …3399", settle=False)
    await alice.waits_for("$10.00 added")

    assert await quick.desk.redeemed("4411223399") == 1
