"""Ways into somebody else's line, and ways to be kept out of one's own."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from conversations.signin import link_hash
from store import links, signin
from store.signin import SigninToken
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world


async def linked(world: World, user: ChatUser) -> list[links.Link]:
    return await world.parts.store.run(links.of_chat, user.id)


def on_disk(directory: Path) -> bytes:
    return b"".join(one.read_bytes() for one in directory.glob("selfcare.db*"))


async def test_codes_cannot_be_had_without_end_by_going_back(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    """Each code has three tries: without a limit, four digits are soon guessed."""
    phone = (await desk.account("alice"))["contact_phone"]
    bob = world.provider.switch.accounts[(await desk.account("bob"))["i_account"]]
    bob.contact["phone1"] = phone
    await stranger.moves("/signin", "[Use my phone number]")
    await stranger.share_contact(phone)

    for _code in range(8):
        if "Which one?" not in await stranger.last():
            break
        await stranger.tap("12065550101")
        if "too many attempts" in await stranger.last():
            break
        await stranger.moves("000000", "000001", "[Back]")

    assert len(await desk.outbox()) <= 4
    assert "too many attempts" in await stranger.screen()


async def test_a_forwarded_card_of_oneself_is_refused(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    """Its number may be one that its owner has given up, and that another subscriber has now."""
    await stranger.moves("/signin", "[Use my phone number]")
    sender = {"id": stranger.id, "first_name": stranger.name, "is_bot": False}
    message = {
        "message_id": 9_000,
        "date": 1_790_000_000,
        "from": sender,
        "chat": {"id": stranger.id, "type": "private", "first_name": stranger.name},
        "forward_origin": {"type": "user", "date": 1_500_000_000, "sender_user": sender},
        "contact": {
            "phone_number": (await desk.account("alice"))["contact_phone"],
            "first_name": stranger.name,
            "user_id": stranger.id,
        },
    }

    await world.parts.intake.take([{"update_id": 900_001, "message": message}])
    await world.settled()

    assert "That is somebody else's contact." in await stranger.last()
    assert await desk.outbox() == []


async def test_a_password_is_not_tried_on_another_login(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    """Else a forced change of one's own password would open an unlimited way to try others'."""
    erin = await desk.account("erin")
    await stranger.moves("/signin", "[Login and password]", "erin", erin["password"])
    assert "choose a new password" in await stranger.last()

    await stranger.moves("[Back]", "[Back]", "alice")

    assert "Now send the password." in await stranger.last()
    assert not await desk.log("change_password")


async def test_a_login_that_belongs_to_another_line_by_now_opens_nothing(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    alice, bob = await desk.account("alice"), await desk.account("bob")
    token = "a-token-of-a-link-that-was-made-before"
    await world.parts.store.run(
        signin.put,
        SigninToken(
            link_hash(token),
            alice["i_account"],
            alice["id"],
            bob["login"],  # alice had it when the link was made
            world.clock() + timedelta(minutes=5),
        ),
    )

    await stranger.say(f"/start {token}")

    assert await linked(world, stranger) == []
    assert "Your provider does not let me in this way." in await stranger.last()


async def test_a_session_is_not_renewed_into_another_line(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Use my phone number]")
    await stranger.share_contact((await desk.account("alice"))["contact_phone"])
    (sent,) = await desk.outbox()
    await stranger.say(sent["code"])
    alice, bob = await desk.account("alice"), await desk.account("bob")
    # The provider gives the login to Bob.
    world.provider.switch.by_login["alice"] = bob["i_account"]
    await desk.ask("POST", "sessions/expire", {"i_account": alice["i_account"], "refresh": True})

    await stranger.say("/menu")

    last = await stranger.last()
    assert "Your session with the provider has ended" in last
    assert "Available" not in last


async def test_a_token_that_may_still_be_good_is_not_kept(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider_timeout=SOON) as world:
        stranger, desk = await world.user(), world.desk
        alice = await desk.account("alice")
        token = "a-token-that-is-good-for-half-an-hour"
        await world.parts.store.run(
            signin.put,
            SigninToken(
                link_hash(token),
                alice["i_account"],
                alice["id"],
                alice["login"],
                world.clock() + timedelta(minutes=5),
            ),
        )
        await desk.fault("Session/login_to_realm", "silent_before", times=1)

        await stranger.say(f"/start {token}")
        assert "Open the link again in a moment" in await stranger.last()
        assert token.encode() not in on_disk(tmp_path)

        await stranger.say(f"/start {token}")
        assert "You are signed in." in await stranger.last()


async def test_another_secret_key_asks_to_sign_in_again_and_lets_sign_out(
    world: World, chat: ChatUser
) -> None:
    await world.restart(secret_key=type(world.settings.secret_key)("quite another secret key"))

    await chat.say("/menu")
    assert "Your session with the provider has ended" in await chat.last()
    assert "[Sign in]" in await chat.last()

    await chat.moves("sign out", "[Sign out]", "[Sign out]")
    assert await linked(world, chat) == []


async def test_a_renewal_that_failed_holds_up_nobody(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider_timeout=SOON) as world:
        chat, desk = await world.user(), world.desk
        await chat.sign_in()
        await desk.expire("alice")
        await desk.fault("Session/refresh_access_token", "http_500", times=1)

        await chat.say("/menu")
        assert "The provider does not answer right now." in await chat.last()
        started = world.clock()
        await chat.say("/menu")

        assert "Available: $2.50" in await chat.last()
        assert world.clock() - started < timedelta(seconds=5)
