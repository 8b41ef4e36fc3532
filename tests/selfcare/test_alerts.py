"""Alerts: what the bot writes unasked, and when it keeps quiet."""

from datetime import UTC, datetime, time
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest

from dialogs.alerts import Alerts
from store import links
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World


async def wishes(world: World, user: ChatUser) -> Alerts:
    """What the store keeps for the user's line."""
    (link,) = await world.parts.store.run(links.of_chat, user.id)
    return Alerts.from_json(link.alerts)


@pytest.mark.row("N18")
async def test_each_kind_is_switched_by_itself(world: World, chat: ChatUser) -> None:
    await chat.play("""
        > /alerts
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
        > [New voicemail: on]
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: off]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
        > [Low balance: on]
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: off]  [Missed calls: on]
        [Low balance: off]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Quiet hours: off]
        [Home]
        > [Low balance: off]
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: off]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
    """)

    assert await wishes(world, chat) == Alerts(voicemail=False)


@pytest.mark.row("N18")
async def test_the_threshold_is_an_amount_in_the_currency_of_the_account(
    world: World, chat: ChatUser
) -> None:
    await chat.play("""
        > /alerts
        ...
        > [Low is below $5.00]
        My Profile · Alerts — 12065550100 Alice Adams
        I tell you when less than $5.00 is left. At what amount shall I tell you instead?
        [Cancel]
        > little
        My Profile · Alerts — 12065550100 Alice Adams
        This needs an amount from $0.01 to $100,000.00, for example 5.
        I tell you when less than $5.00 is left. At what amount shall I tell you instead?
        [Cancel]
        > 3,50
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $3.50]  [Quiet hours: off]
        [Home]
    """)

    assert (await wishes(world, chat)).threshold == Decimal("3.50")


@pytest.mark.row("N18")
async def test_quiet_hours_are_tapped_or_typed_and_can_be_ended(
    world: World, chat: ChatUser
) -> None:
    world.clock.offset = datetime(2026, 3, 2, 18, 5, tzinfo=UTC) - datetime.now(UTC)

    await chat.play("""
        > /alerts
        ...
        > [Quiet hours: off]
        My Profile · Alerts — 12065550100 Alice Adams
        Step 1 of 2
        From what time shall I be quiet? What happens then, I tell you afterwards. The time at your line is 13:05 now.
        [21:00]  [22:00]
        [23:00]  [No quiet hours]
        [Cancel]
        > [22:00]
        My Profile · Alerts — 12065550100 Alice Adams
        Step 2 of 2
        Until what time?
        [06:00]  [07:00]
        [08:00]  [09:00]
        [Back]  [Cancel]
        > 10 pm
        My Profile · Alerts — 12065550100 Alice Adams
        The quiet hours must end at another time than they begin.
        Step 2 of 2
        Until what time?
        [06:00]  [07:00]
        [08:00]  [09:00]
        [Back]  [Cancel]
        > 7
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]
        [Quiet hours: 22:00 to 07:00]
        [Home]
    """)
    assert (await wishes(world, chat)).quiet == (time(22), time(7))

    await chat.play("""
        > [Quiet hours: 22:00 to 07:00]
        ...
        > no quiet hours
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
    """)
    assert (await wishes(world, chat)).quiet is None


async def test_cancel_changes_nothing(world: World, chat: ChatUser) -> None:
    await chat.moves("/alerts", "[Quiet hours: off]", "21:30")

    await chat.play("""
        > /cancel
        My Profile · Alerts — 12065550100 Alice Adams
        Canceled. The quiet hours stay as they were.
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
    """)

    assert await wishes(world, chat) == Alerts()


async def test_the_second_tap_of_a_switch_changes_nothing_more(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/alerts")

    await chat.tap("New voicemail: on", times=2)

    assert not (await wishes(world, chat)).voicemail


async def test_a_line_is_not_asked_about_what_it_lacks(world: World, desk: Desk) -> None:
    carol = await world.user("Carol")
    await carol.sign_in("carol")

    await carol.play("""
        > /alerts
        My Profile · Alerts — 12065550102 Carol Cole
        I write to you when one of these happens on this line. Tap one to change it.
        [Missed calls: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Quiet hours: off]
        [Home]
    """)


async def test_alerts_can_be_chosen_while_the_provider_refuses_everything(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.fault("*", "refuse")

    await chat.play("""
        > /alerts
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
        > [New voicemail: on]
        My Profile · Alerts — 12065550100 Alice Adams
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: off]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
    """)


async def test_alerts_speak_ukrainian(world: World) -> None:
    olena = await world.user("Олена", "uk")
    await olena.sign_in("dmytro")

    await olena.play("""
        > /alerts
        Мій профіль · Сповіщення — 380441234567 Дмитро Коваленко
        Я напишу вам, коли на цьому номері станеться щось із цього списку. Натисніть, щоб змінити.
        [Голосові: увімкнено]  [Пропущені: увімкнено]
        [Баланс: увімкнено]  [Послуги: увімкнено]
        [Кінець переадресації: увімкнено]
        [Офлайн: вимкнено]  [Поріг: 5,00 ₴]
        [Тиша: вимкнено]
        [Головна]
    """)


async def test_each_line_has_its_own_wishes_and_keeps_them_over_a_sign_out(
    world: World, chat: ChatUser
) -> None:
    await chat.moves("/alerts", "[New voicemail: on]")
    await chat.sign_in("bob")

    await chat.play("""
        > /alerts
        My Profile · Alerts — 12065550101 Bob Baker
        I write to you when one of these happens on this line. Tap one to change it.
        [New voicemail: on]  [Missed calls: on]
        [Low balance: on]  [Plan reminders: on]
        [End of a forward: on]  [Phone offline: off]
        [Low is below $5.00]  [Quiet hours: off]
        [Home]
    """)


KYIV = ZoneInfo("Europe/Kyiv")
NIGHT = Alerts(quiet=(time(22), time(7)))
SIESTA = Alerts(quiet=(time(13), time(15)))


@pytest.mark.row("N18")
@pytest.mark.parametrize(
    ("alerts", "now", "until"),
    [
        (Alerts(), "2026-03-02 23:00", None),
        (NIGHT, "2026-03-02 21:59", None),
        (NIGHT, "2026-03-02 22:00", "2026-03-03 07:00"),
        (NIGHT, "2026-03-03 06:59", "2026-03-03 07:00"),
        (NIGHT, "2026-03-03 07:00", None),
        (SIESTA, "2026-03-02 12:59", None),
        (SIESTA, "2026-03-02 13:00", "2026-03-02 15:00"),
        (SIESTA, "2026-03-02 15:00", None),
        # The night in which clocks go forward: seven o'clock is seven o'clock.
        (NIGHT, "2026-03-28 23:30", "2026-03-29 07:00"),
    ],
)
def test_quiet_hours_end_on_the_clock_of_the_line(
    alerts: Alerts, now: str, until: str | None
) -> None:
    found = alerts.quiet_until(datetime.fromisoformat(now).replace(tzinfo=KYIV))

    assert found == (until and datetime.fromisoformat(until).replace(tzinfo=KYIV))


def test_wishes_survive_the_store() -> None:
    wishes = Alerts(voicemail=False, threshold=Decimal("3.50"), quiet=(time(22, 30), time(7)))

    assert Alerts.from_json(wishes.to_json()) == wishes


def test_what_was_never_chosen_is_the_default_of_the_operator() -> None:
    assert Alerts.from_json({}, low_balance="2.50") == Alerts(threshold=Decimal("2.50"))
