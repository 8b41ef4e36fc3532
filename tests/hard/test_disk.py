"""The disk is full: nothing is confirmed that is not stored, and all goes on when there is room."""

from __future__ import annotations

import asyncio

from sqlalchemy import Connection

from tests.hard.areas import Journal
from tests.harness.chat import ChatUser
from tests.harness.world import World


def fill(conn: Connection) -> None:
    """Not a page more than there is now, and none of it free."""
    pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    conn.exec_driver_sql(f"PRAGMA max_page_count = {pages}")


def ballast(conn: Connection) -> None:
    """Uses up what is free inside the file."""
    conn.exec_driver_sql("CREATE TABLE IF NOT EXISTS ballast (bytes BLOB)")
    conn.exec_driver_sql("INSERT INTO ballast VALUES (zeroblob(3000))")


def empty(conn: Connection) -> None:
    conn.exec_driver_sql("PRAGMA max_page_count = 1000000")


async def full(world: World) -> None:
    assert world.bot is not None
    store = world.bot.parts.store
    await store.run(ballast)
    await store.run(fill)
    for _row in range(50):
        try:
            await store.run(ballast)
        except Exception as error:
            assert "full" in str(error)
            return
    raise AssertionError("There is still room.")


async def test_updates_wait_at_telegram_while_the_disk_is_full(
    notebook: World, journal: Journal
) -> None:
    assert notebook.bot is not None
    user = await notebook.user()
    await user.say("/note before")
    await full(notebook)
    long = "x" * 90
    for n in range(40):  # more than fits into what is left of the last pages
        await user.say(f"/note {n} {long}", settle=False)
    await asyncio.sleep(1.5)
    done = len(journal.notes[user.id])
    waiting = notebook.chat_server.world.updates.count()
    assert done < 41
    assert waiting > 0
    assert notebook.bot.parts.alive

    await notebook.bot.parts.store.run(empty)
    await user.waits_for(f"Noted: 39 {long}")
    await notebook.settled()
    assert journal.notes[user.id] == ["before", *(f"{n} {long}" for n in range(40))]


async def test_a_disk_that_fills_in_mid_turn_costs_no_money(quick: World, alice: ChatUser) -> None:
    assert quick.bot is not None
    await quick.desk.voucher("4411223399", "10.00")
    await alice.moves("/recharge", "4411 2233 99")
    await quick.desk.fault("Account/topup_account", "delay", seconds=0.6)
    tapping = asyncio.create_task(alice.tap("Redeem …3399", settle=False))
    await asyncio.sleep(0.3)
    await full(quick)
    await tapping
    await asyncio.sleep(1)
    await quick.bot.parts.store.run(empty)
    await alice.waits_for("$12.50")
    await quick.settled()

    assert await quick.desk.redeemed("4411223399") == 1
    assert len(await quick.desk.log("topup_account")) == 1
    await alice.say("/menu")
    assert "Available: $12.50" in await alice.last()
