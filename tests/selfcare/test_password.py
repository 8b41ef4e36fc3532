"""The portal's password: made or typed, after the old one, and the chat stays signed in."""

from __future__ import annotations

import re

import pytest

from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World


def now_set(world: World) -> str:
    """The provider's log masks passwords, its model has them."""
    return world.account().password


@pytest.mark.row("S17")
async def test_a_strong_password_is_shown_for_a_minute_and_the_chat_stays_signed_in(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    other = await world.user("Anna")
    await other.sign_in()
    old = now_set(world)
    await chat.play("""
        > /password
        My Profile · Change password — 12065550100 Alice Adams
        Step 1 of 2
        Here you get a new password for your provider's self-care portal. Other devices that are signed in there will have to sign in again; this chat and your phone go on as they are.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
        > wrong-one
        (deleted)
        My Profile · Change password — 12065550100 Alice Adams
        That is not the password of your self-care portal. Look at it and send it again.
        Step 1 of 2
        Here you get a new password for your provider's self-care portal. Other devices that are signed in there will have to sign in again; this chat and your phone go on as they are.
        First send the present password of your provider's self-care portal. I delete your message at once and do not keep it.
        [Cancel]
    """)
    await world.restart()
    await chat.moves(old)
    assert old not in await chat.screen()
    await chat.tap("Make one for me", times=2)

    new = now_set(world)
    assert re.fullmatch(r"(\w{5}-){2}\w{5}", new)
    shown = await chat.last()
    assert f"Your new password for the self-care portal:\n{new}" in shown
    assert f"[Copy ⧉ {new}]" in shown
    assert len(await desk.log("update_account")) == 1
    await chat.moves("/profile", "[Address]")
    assert "New York" in await chat.last()
    await other.moves("/profile")
    assert "Sign in" in await other.last()

    world.clock.advance(seconds=61)
    await world.restart()
    await chat.waits_until_gone(new)
    await chat.moves("/menu")
    assert "Available" in await chat.last()


@pytest.mark.row("S17")
async def test_ones_own_password_is_deleted_at_once_and_must_be_good(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    old = now_set(world)
    await chat.moves("/password", old)
    await chat.play("""
        > 12345678
        (deleted)
        My Profile · Change password — 12065550100 Alice Adams
        That would be guessed soon. Take 8 characters or more, and not only digits, for example three words that do not belong together.
        Step 2 of 2
        Shall I make a strong password? Or send one of your own: I delete it at once.
        This stays open for 2 minutes.
        [Make one for me]
        [Back]  [Cancel]
    """)
    await chat.moves(old)
    assert "The new password must differ from the old one." in await chat.last()
    await desk.fault("Account/update_account", "fault", faultcode="Server.bad", times=1)
    await chat.play("""
        > horse battery staple
        (deleted)
        My Profile · Change password — 12065550100 Alice Adams
        The provider refused: “Ordered at the provider's desk.” Nothing was changed.
        Step 2 of 2
        Shall I make a strong password? Or send one of your own: I delete it at once.
        This stays open for 2 minutes.
        [Make one for me]
        [Back]  [Cancel]
        > horse battery staples
        (deleted)
        My Profile · Change password — 12065550100 Alice Adams
        The new password counts from now on. Other devices have to sign in again with it.
        [Home]
    """)
    assert now_set(world) == "horse battery staples"
    assert "horse" not in await chat.screen()


@pytest.mark.row("S17")
async def test_silence_leaves_no_doubt_where_the_new_password_can_be_tried(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await world.restart(provider_timeout=SOON)
    old = now_set(world)
    await chat.moves("/password", old)
    await desk.fault("Account/update_account", "silent_before", times=1)
    await chat.play("""
        > horse battery staple
        (deleted)
        My Profile · Change password — 12065550100 Alice Adams
        The provider did not take the new password. The old one still counts.
        [Cancel]  [Try again]
    """)
    await chat.moves("[Cancel]")
    assert "Canceled. The old password still counts." in await chat.last()
    assert now_set(world) == old

    await chat.moves("/password", old)
    await desk.fault("Account/update_account", "silent_after", times=1)
    await desk.fault("Session/login", "silent_before", times=1)
    await chat.moves("[Make one for me]")
    assert f"the old one still counts:\n{now_set(world)}" in await chat.last()


@pytest.mark.row("S17")
async def test_guessing_ends_before_the_provider_locks_the_login(chat: ChatUser) -> None:
    await chat.moves("/password")
    for guess in range(4):
        await chat.moves(f"guess-{guess}")
    assert "That is not the password" in await chat.last()
    await chat.moves("guess-5")
    assert "There were too many attempts." in await chat.last()
