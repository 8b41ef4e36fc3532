"""Timed forwarding ends by itself, and puts back what was there before."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.patience import PATIENCE
from tests.harness.process import running
from tests.harness.world import World
from tests.selfcare.forwarding import has_list, line_of, rows_of


@pytest.mark.row("N01")
@pytest.mark.parametrize("clears", [True, False], ids=["clears numbers", "keeps numbers"])
async def test_the_end_puts_back_the_list_even_after_a_restart(
    world: World, chat: ChatUser, desk: Desk, clears: bool
) -> None:
    await desk.switch(mode_change_clears_numbers=clears)
    has_list(world, "12065550177", "12065550178")
    before = line_of(world)
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00", "[Forward calls]")
    assert line_of(world)["mode"] == "C"

    await world.stop()
    world.clock.advance(days=2)
    await world.start()

    assert await chat.waits_for("The time is over") == (
        "IP Centrex · Forwarding — 12065550100 Alice Adams\n"
        "The time is over: your forwarding is again what it was before.\n"
        "If someone calls now, your phone rings for 30 seconds, then the call goes to "
        "+1 206-555-0177 for 20 seconds, then to +1 206-555-0178, then to voicemail.\n"
        "[Forwarding]\n"
        "[Home]"
    )
    assert line_of(world) == before


@pytest.mark.row("N01")
async def test_the_end_comes_while_the_bot_runs(world: World, chat: ChatUser) -> None:
    await world.restart(poll_seconds=0.2)
    before = line_of(world)
    await chat.moves("forward to 206 555 0179 for 2 hours", "[Forward calls]")

    world.clock.advance(hours=1)
    await chat.moves("/forward", "[Change the end]", "for 3 hours")
    world.clock.advance(hours=2)
    await chat.moves("/forward", "[Switch off]")
    assert line_of(world)["mode"] == "C"
    world.clock.advance(hours=2)

    await chat.waits_for("The time is over")
    assert line_of(world) == before


@pytest.mark.row("N01")
async def test_what_somebody_has_changed_meanwhile_is_left_alone(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00", "[Forward calls]")
    rows_of(world)[0]["redirect_number"] = "12065550180"

    await world.stop()
    world.clock.advance(days=2)
    await world.start()

    assert await chat.waits_for("somebody has changed it") == (
        "IP Centrex · Forwarding — 12065550100 Alice Adams\n"
        "The time of your forwarding is over, but somebody has changed it meanwhile. "
        "So I put nothing back and left it as it is now.\n"
        "If someone calls now, the call goes to +1 206-555-0180.\n"
        "[Forwarding]\n"
        "[Home]"
    )
    assert rows_of(world)[0]["redirect_number"] == "12065550180"


@pytest.mark.row("N01")
async def test_an_end_that_the_provider_refuses_is_told(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(poll_seconds=0.2)
    await chat.moves("forward to 206 555 0179 for 2 hours", "[Forward calls]")
    await desk.settings(locked_features=["forward_mode", "default_action"])

    for _attempt in range(100):
        world.clock.advance(minutes=5)
        await asyncio.sleep(0.1)
        if "I could not put back" in await chat.last():
            break
    told = await chat.waits_for("I could not put back")

    assert "[Forwarding]  [Talk to a person]" in told


@pytest.mark.row("N01")
async def test_a_change_kept_for_good_has_no_end(world: World, chat: ChatUser) -> None:
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00", "[Forward calls]")
    await chat.moves("[Change the end]", "[Until I change it]")

    await world.stop()
    world.clock.advance(days=2)
    await world.start()
    await chat.moves("/forward")

    assert "+1 206-555-0179" in await chat.last()
    assert line_of(world)["mode"] == "C"


@pytest.mark.row("N01")
@pytest.mark.parametrize("step", ["update_service_features", "delete_followme_number"])
@pytest.mark.machine_time
async def test_a_bot_that_is_killed_in_the_middle_of_saving_puts_back_all_the_same(
    world: World, chat: ChatUser, desk: Desk, tmp_path: Path, step: str
) -> None:
    has_list(world, "12065550177", "12065550178")
    before = line_of(world)
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00")
    await killed_after(world, chat, tmp_path, step)
    assert line_of(world) != before

    world.clock.advance(days=2)
    await world.start()

    await chat.waits_for("The time is over")
    assert line_of(world) == before


@pytest.mark.row("N01")
@pytest.mark.machine_time
async def test_saving_again_after_a_kill_goes_on_where_it_stopped(
    world: World, chat: ChatUser, desk: Desk, tmp_path: Path
) -> None:
    has_list(world, "12065550177", "12065550178")
    before = line_of(world)
    await chat.moves("forward to 206 555 0179 until tomorrow 18:00")
    await killed_after(world, chat, tmp_path, "update_service_features")

    world.clock.advance(minutes=2)
    await world.start()
    await world.settled()
    assert "[Forward calls]" in await chat.last()
    await chat.moves("[Forward calls]")
    assert [row["redirect_number"] for row in rows_of(world)] == ["12065550179"]

    await chat.moves("[Put back now]")
    assert line_of(world) == before


async def killed_after(world: World, chat: ChatUser, directory: Path, step: str) -> None:
    """Tap Forward calls, and kill the bot when the provider has done the step."""
    await world.stop()
    await world.desk.fault(f"Account/{step}", "silent_after", times=1)
    async with running(world, directory, provider_timeout=30) as bot:
        await chat.tap("Forward calls", settle=False)
        async with asyncio.timeout(PATIENCE):
            while not await world.desk.log(step):
                await asyncio.sleep(0.02)
        await bot.kill()


@pytest.mark.row("S30", "N01")
async def test_an_end_is_chosen_in_a_calendar(world: World, chat: ChatUser) -> None:
    world.clock.offset = datetime(2026, 12, 29, 17, tzinfo=UTC) - datetime.now(UTC)
    await chat.moves("/forward +12065550199", "[Choose a day]")

    await chat.play("""
        > [January 2027]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        January 2027. Tap the day.
        [M]  [T]  [W]  [T]  [F]  [S]  [S]
        [·]  [·]  [·]  [·]  [1]  [2]  [3]
        [4]  [5]  [6]  [7]  [8]  [9]  [10]
        [11]  [12]  [13]  [14]  [15]  [16]  [17]
        [18]  [19]  [20]  [21]  [22]  [23]  [24]
        [25]  [26]  [27]  [28]  [29]  [30]  [31]
        [December 2026]  [February 2027]
        [Other ways]
        [Back]  [Cancel]
        > [Other ways]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        [In 1 hour]  [Today 18:00]
        [Tomorrow 09:00]  [Monday 09:00]
        [Until I change it]  [Choose a day]
        [Back]  [Cancel]
        > [Choose a day]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        December 2026. Tap the day.
        [M]  [T]  [W]  [T]  [F]  [S]  [S]
        [·]  [29]  [30]  [31]  [·]  [·]  [·]
        [January 2027]
        [Other ways]
        [Back]  [Cancel]
        > [29]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until what time on 29 Dec? You can also type it.
        [18:00]  [21:00]
        [Choose a day]  [Other ways]
        [Back]  [Cancel]
        > 11:30
        IP Centrex · Forwarding — 12065550100 Alice Adams
        That time has already passed.
        Step 3 of 3
        Until what time on 29 Dec? You can also type it.
        [18:00]  [21:00]
        [Choose a day]  [Other ways]
        [Back]  [Cancel]
        > [Choose a day]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        December 2026. Tap the day.
        [M]  [T]  [W]  [T]  [F]  [S]  [S]
        [·]  [29]  [30]  [31]  [·]  [·]  [·]
        [January 2027]
        [Other ways]
        [Back]  [Cancel]
        > [January 2027]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until when? You can also type it, for example “tomorrow 9:00” or “for 2 hours”.
        January 2027. Tap the day.
        [M]  [T]  [W]  [T]  [F]  [S]  [S]
        [·]  [·]  [·]  [·]  [1]  [2]  [3]
        [4]  [5]  [6]  [7]  [8]  [9]  [10]
        [11]  [12]  [13]  [14]  [15]  [16]  [17]
        [18]  [19]  [20]  [21]  [22]  [23]  [24]
        [25]  [26]  [27]  [28]  [29]  [30]  [31]
        [December 2026]  [February 2027]
        [Other ways]
        [Back]  [Cancel]
        > [6]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until what time on 6 Jan 2027? You can also type it.
        [09:00]  [12:00]
        [18:00]  [21:00]
        [Choose a day]  [Other ways]
        [Back]  [Cancel]
        > noon, please
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This needs a time ahead, for example 18:00, tomorrow 9:00, or 2 hours.
        Step 3 of 3
        Until what time on 6 Jan 2027? You can also type it.
        [09:00]  [12:00]
        [18:00]  [21:00]
        [Choose a day]  [Other ways]
        [Back]  [Cancel]
        > 18:30
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0199.
        Until 6 Jan 2027, 18:30. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
        > [Back]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        Step 3 of 3
        Until what time on 6 Jan 2027? You can also type it.
        [09:00]  [12:00]
        [18:00]  [21:00]
        [Choose a day]  [Other ways]
        [Back]  [Cancel]
        > [12:00]
        IP Centrex · Forwarding — 12065550100 Alice Adams
        This is how it will be:
        If someone calls now, the call goes to +1 206-555-0199.
        Until 6 Jan 2027, 12:00. Then what was there before is put back.
        [Back]  [Cancel]  [Forward calls]
    """)
