"""Signing in: own contact and code, a single-use link, login and password; and what ends it."""

import re
from pathlib import Path

import pytest

from dialogs.sessions import open_tokens
from store import links
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.process import command, running
from tests.harness.world import SOON, World
from tests.harness.world import world as make_world


async def linked(world: World, user: ChatUser) -> list[links.Link]:
    return await world.parts.store.run(links.of_chat, user.id)


async def the_link(world: World, directory: Path, number: str = "12065550100") -> str:
    """The token of a sign-in link, as the operator's command prints it."""
    made = await command(world, directory, "link", number)
    assert made.status == 0, made.err
    found = re.fullmatch(r"https://t\.me/\w+\?start=(\S+)", made.out.strip())
    assert found is not None, made.out
    return found[1]


def stored(directory: Path) -> bytes:
    """All that the database keeps on the disk."""
    return b"".join(one.read_bytes() for one in directory.glob("selfcare.db*"))


# ---------------------------------------------------------------------- login and password


@pytest.mark.row("S01")
async def test_login_and_password_sign_in_and_the_password_is_deleted(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    password = (await desk.account("alice"))["password"]
    await stranger.play("""
        > /start
        Sign in
        Here you look after your line with Example Telecom: calls, forwarding, voicemail, balance.
        How would you like to sign in?
        [Use my phone number]
        [Login and password]
        [Talk to a person]
        > [Login and password]
        Sign in
        Step 1 of 2
        Send the login of your provider's self-care portal. It is often, but not always, your phone number.
        [Cancel]
        > alice
        Sign in
        Step 2 of 2
        Now send the password. I delete your message at once and do not keep the password.
        [Back]  [Cancel]
    """)

    sent = await stranger.say(password)

    assert sent["message_id"] not in {one["message_id"] for one in await stranger.messages()}
    assert "You are signed in." in await stranger.last()
    (link,) = await linked(world, stranger)
    assert (link.number, link.via, link.zone) == ("12065550100", "password", "America/New_York")


@pytest.mark.row("S01")
async def test_a_wrong_password_is_told_and_asked_again(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Login and password]", "alice")

    await stranger.play("""
        > not-it
        (deleted)
        Sign in
        The login or the password is not right. Send the password again, or go Back to correct the login.
        Step 2 of 2
        Now send the password. I delete your message at once and do not keep the password.
        [Back]  [Cancel]
    """)
    await stranger.say((await desk.account("alice"))["password"])

    assert "You are signed in." in await stranger.last()


@pytest.mark.row("S01")
async def test_back_corrects_the_login(world: World, stranger: ChatUser, desk: Desk) -> None:
    await stranger.moves("/signin", "[Login and password]", "alcie", "not-it")

    await stranger.moves("[Back]", "alice", (await desk.account("alice"))["password"])

    assert "You are signed in." in await stranger.last()


@pytest.mark.row("S01")
async def test_it_says_so_when_the_password_cannot_be_deleted(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Login and password]", "alice")
    await world.chat_fault("deleteMessage", status=400, times=1)

    await stranger.say((await desk.account("alice"))["password"])

    said = await stranger.last()
    assert "I could not delete your message. Please delete it yourself" in said
    assert "change that secret" in said
    assert "Available: $2.50" in said


@pytest.mark.row("S01")
async def test_a_forced_change_asks_for_a_new_password(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Login and password]", "erin")
    old = (await desk.account("erin"))["password"]
    await stranger.say(old)
    await stranger.seen()

    await stranger.say(old)
    assert "The new password must differ from the old one." in await stranger.last()
    await stranger.seen()
    await stranger.play("""
        > tiny
        (deleted)
        Sign in
        The provider refused: “The password must have at least 6 characters.” Nothing was changed.
        Step 3 of 3
        The provider asks you to choose a new password first. Send the new one.
        This stays open for 2 minutes.
        [Back]  [Cancel]
        > a-better-password
        ...
    """)

    assert (await desk.account("erin"))["password"] == "a-better-password"


@pytest.mark.row("S01")
async def test_a_change_that_is_not_answered_is_called_unknown(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider_timeout=SOON) as world:
        erin, desk = await world.user("Erin"), world.desk
        await erin.moves("/signin", "[Login and password]", "erin")
        await erin.moves((await desk.account("erin"))["password"])
        await desk.fault("Session/change_password", "silent_after", times=1)

        await erin.play("""
            > a-better-password
            (deleted)
            Sign in
            The provider has not answered, so I do not know whether it took the new password. Sign in with the new one first; if that is refused, the old one still holds.
            [Sign in]
        """)
        await erin.moves("[Sign in]", "erin", "a-better-password")

        assert "You are signed in." in await erin.last()


@pytest.mark.row("S01")
async def test_the_lock_of_the_provider_is_told_in_plain_words(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    fault = "Server.Session.cannot_login_brute_force_activity"
    await desk.fault("Session/login", "fault", faultcode=fault, times=1)
    await stranger.moves("/signin", "[Login and password]", "alice")

    await stranger.play("""
        > not-it
        (deleted)
        Sign in
        The provider has locked this login after too many wrong passwords. Wait an hour, or ask your provider to unlock it. You are not signed in.
        [Talk to a person]
        [Back]
    """)


@pytest.mark.row("S01")
async def test_one_login_is_tried_four_times_an_hour_whoever_tries(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Login and password]", "alice", "wrong-1", "wrong-2")
    other = await world.user("Mallory")
    await other.moves("/signin", "[Login and password]", "Alice", "wrong-3", "wrong-4")
    right = (await desk.account("alice"))["password"]

    await other.say(right)
    assert "There were too many attempts. Wait an hour" in await other.last()
    await stranger.say(right)
    assert "There were too many attempts. Wait an hour" in await stranger.last()
    tried = len(await desk.log("login"))

    world.clock.advance(minutes=61)
    await stranger.moves("/signin", "[Login and password]", "alice", right)
    assert "You are signed in." in await stranger.last()
    assert len(await desk.log("login")) == tried + 1


@pytest.mark.row("S01")
async def test_one_person_tries_eight_times_an_hour_at_whatever_login(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    for login in ("bob", "carol"):
        await stranger.moves("/signin", "[Login and password]", login, "w-1", "w-2", "w-3", "w-4")
    await stranger.moves("/signin", "[Login and password]", "alice")

    await stranger.say((await desk.account("alice"))["password"])

    assert "There were too many attempts." in await stranger.last()


@pytest.mark.row("S01")
async def test_a_silent_provider_leaves_the_question_open(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider_timeout=SOON) as world:
        chat, desk = await world.user(), world.desk
        await chat.moves("/signin", "[Login and password]", "alice")
        await desk.fault("Session/login", "silent_before", times=1)
        password = (await desk.account("alice"))["password"]

        await chat.say(password)
        assert "so you are not signed in. Try it again." in await chat.last()
        await chat.say(password)

        assert "You are signed in." in await chat.last()


async def test_a_restart_between_login_and_password_changes_nothing(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Login and password]", "alice")
    await world.restart()

    await stranger.say((await desk.account("alice"))["password"])

    assert "You are signed in." in await stranger.last()


# ---------------------------------------------------------------------- own contact and a code


@pytest.mark.row("S01")
async def test_the_own_contact_and_a_code_sign_in(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.play("""
        > /start
        ...
        > [Use my phone number]
        Sign in
        Step 1 of 2
        Tap the button below the chat to share your phone number. It must be the contact number that your provider knows.
    """)
    assert (await stranger.state())["reply_keyboard"] is not None

    await stranger.share_contact((await desk.account("alice"))["contact_phone"])
    assert "I asked your provider to send a code to al•••@ex•••.com." in await stranger.last()
    assert not (await stranger.state())["reply_keyboard"]
    (sent,) = await desk.outbox()
    wrong = f"{(int(sent['code']) + 1) % 1_000_000:06d}"
    await stranger.say(wrong)
    assert "That is not the code." in await stranger.last()
    await stranger.say(sent["code"])

    assert "You are signed in." in await stranger.last()
    (link,) = await linked(world, stranger)
    assert link.via == "admin"
    assert sent["code"] not in await stranger.screen()


@pytest.mark.row("S01")
async def test_somebody_elses_contact_is_refused(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Use my phone number]")

    await stranger.share_contact((await desk.account("alice"))["contact_phone"], own=False)

    assert "That is somebody else's contact." in await stranger.last()
    assert await desk.outbox() == []


@pytest.mark.row("S01")
async def test_cancel_below_the_contact_button_takes_both_away(stranger: ChatUser) -> None:
    await stranger.moves("/signin", "[Use my phone number]")

    await stranger.say("Cancel")

    assert "Canceled. You are not signed in." in await stranger.last()
    assert not (await stranger.state())["reply_keyboard"]


@pytest.mark.row("S01")
async def test_a_contact_that_the_provider_does_not_know_leads_to_the_password(
    world: World, stranger: ChatUser
) -> None:
    await stranger.moves("/signin", "[Use my phone number]")

    await stranger.share_contact("+1 206 555 7777")

    assert "Your provider has no line with the contact number +1 206-555-7777." in (
        await stranger.last()
    )
    assert "[Login and password]" in await stranger.last()


@pytest.mark.row("S01")
async def test_three_wrong_codes_end_the_attempt(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    await stranger.moves("/signin", "[Use my phone number]")
    await stranger.share_contact((await desk.account("alice"))["contact_phone"])
    (sent,) = await desk.outbox()
    for step in (1, 2):
        await stranger.say(f"{(int(sent['code']) + step) % 1_000_000:06d}")
    await stranger.seen()

    await stranger.play("""
        > 0
        Sign in
        This needs 4 to 10 digits, for example 1234 5678 90.
        Step 2 of 2
        I asked your provider to send a code to al•••@ex•••.com. Type the code here.
        [Back]  [Cancel]
        > 000000
        (deleted)
        Sign in
        This code is no longer good. You are not signed in.
        [Send a new code]
        [Back]
    """)
    await stranger.say(sent["code"])

    assert await linked(world, stranger) == []


@pytest.mark.row("S01")
async def test_codes_are_sent_four_times_an_hour_to_a_number(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    phone = (await desk.account("alice"))["contact_phone"]
    for _again in range(5):
        await stranger.moves("/signin", "[Use my phone number]")
        await stranger.share_contact(phone)

    assert len(await desk.outbox()) == 4
    assert "There were too many attempts." in await stranger.last()


@pytest.mark.row("S01")
async def test_a_contact_of_several_lines_chooses_one(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    phone = (await desk.account("alice"))["contact_phone"]
    bob = world.provider.switch.accounts[(await desk.account("bob"))["i_account"]]
    bob.contact["phone1"] = phone
    await stranger.moves("/signin", "[Use my phone number]")

    await stranger.share_contact(phone)
    assert "Several lines belong to this number. Which one?" in await stranger.last()
    await stranger.tap("12065550101")
    (sent,) = await desk.outbox()
    await stranger.say(sent["code"])

    assert sent["to"] == "bob@example.com"
    assert [one.number for one in await linked(world, stranger)] == ["12065550101"]


@pytest.mark.row("S01")
async def test_a_line_without_an_email_gets_its_code_by_text_message(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    row = await desk.account("alice")
    world.provider.switch.accounts[row["i_account"]].contact["email"] = ""
    await stranger.moves("/signin", "[Use my phone number]")

    await stranger.share_contact(row["contact_phone"])

    assert "I asked your provider to send a code to •••900." in await stranger.last()
    (sent,) = await desk.outbox()
    assert (sent["channel"], sent["to"]) == ("sms", row["contact_phone"])


@pytest.mark.row("S01")
async def test_a_line_without_any_address_signs_in_by_password(
    world: World, stranger: ChatUser, desk: Desk
) -> None:
    row = await desk.account("alice")
    fault = "Server.AccessControl.empty_rec_and_bcc"
    await desk.fault("AccessControl/create_otp", "fault", faultcode=fault)
    await stranger.moves("/signin", "[Use my phone number]")

    await stranger.share_contact(row["contact_phone"])

    assert "Your provider has no address of yours to send a code to." in await stranger.last()
    assert "[Login and password]" in await stranger.last()


@pytest.mark.row("S01")
async def test_without_the_admin_realm_only_the_password_is_offered(tmp_path: Path) -> None:
    async with make_world(tmp_path, admin_url="", admin_login="", admin_token="") as world:
        chat = await world.user()
        await chat.play("""
            > /start
            Sign in
            Here you look after your line with Example Telecom: calls, forwarding, voicemail, balance.
            How would you like to sign in?
            [Login and password]
            [Talk to a person]
        """)

        made = await command(world, tmp_path, "link", "12065550100")
        assert made.status == 2
        assert "SELFCARE_ADMIN_URL" in made.err


async def test_an_old_button_of_a_way_that_is_gone_shows_the_ways_that_are(
    world: World, stranger: ChatUser
) -> None:
    await stranger.moves("/start")
    message, data = await stranger.find_button("Use my phone number")
    await world.restart(admin_url="")

    await stranger.tap_data(message["message_id"], data)
    await world.settled()

    assert "How would you like to sign in?" in await stranger.last()
    assert "phone number]" not in await stranger.last()


# ---------------------------------------------------------------------- a single-use link


@pytest.mark.row("S01")
@pytest.mark.machine_time
async def test_a_link_signs_in_once(world: World, stranger: ChatUser, tmp_path: Path) -> None:
    token = await the_link(world, tmp_path)
    assert token.encode() not in stored(tmp_path)

    sent = await stranger.say(f"/start {token}")

    assert "You are signed in." in await stranger.last()
    assert [one.via for one in await linked(world, stranger)] == ["admin"]
    assert sent["message_id"] not in {one["message_id"] for one in await stranger.messages()}

    other = await world.user("Mallory")
    await other.say(f"/start {token}")
    assert "This sign-in link was used before or is too old." in await other.last()
    assert await linked(world, other) == []


@pytest.mark.row("S01")
@pytest.mark.machine_time
async def test_a_link_is_good_for_half_an_hour(
    world: World, stranger: ChatUser, tmp_path: Path
) -> None:
    token = await the_link(world, tmp_path)
    world.clock.advance(minutes=31)

    await stranger.say(f"/start {token}")

    assert "This sign-in link was used before or is too old." in await stranger.last()
    assert await linked(world, stranger) == []


@pytest.mark.row("S01")
@pytest.mark.machine_time
async def test_two_chats_with_the_same_link_at_once_sign_in_once(
    world: World, stranger: ChatUser, tmp_path: Path
) -> None:
    token = await the_link(world, tmp_path)
    other = await world.user("Mallory")

    await stranger.say(f"/start {token}", settle=False)
    await other.say(f"/start {token}", settle=False)
    await world.settled()

    assert len(await linked(world, stranger)) + len(await linked(world, other)) == 1


async def test_a_link_that_meets_a_silent_provider_is_not_spent(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider_timeout=SOON) as world:
        chat = await world.user()
        token = await the_link(world, tmp_path)
        await world.desk.fault("Session/login_to_realm", "silent_before", times=1)

        await chat.say(f"/start {token}")
        assert await linked(world, chat) == []
        await chat.say(f"/start {token}")

        assert "You are signed in." in await chat.last()


async def test_there_is_no_link_to_an_account_that_does_not_exist(
    world: World, tmp_path: Path
) -> None:
    made = await command(world, tmp_path, "link", "12065559999")

    assert made.status == 1
    assert "no open account 12065559999" in made.err
    assert made.out == ""


@pytest.mark.row("S01")
@pytest.mark.machine_time
async def test_a_lent_session_is_lent_again_when_it_ends(
    world: World, stranger: ChatUser, desk: Desk, tmp_path: Path
) -> None:
    await stranger.say(f"/start {await the_link(world, tmp_path)}")
    await desk.expire(refresh=True)

    await stranger.moves("/menu")

    assert "Available: $2.50" in await stranger.last()
    assert len(await desk.log("login_to_realm")) == 2


# ---------------------------------------------------------------------- how it ends


@pytest.mark.row("S01")
async def test_an_access_token_that_ends_is_renewed_unseen(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await desk.expire()

    await chat.moves("/menu")

    assert "Available: $2.50" in await chat.last()
    assert len(await desk.log("refresh_access_token")) == 1


@pytest.mark.row("S01")
async def test_the_end_of_a_session_is_told_once_and_signing_in_again_keeps_the_alerts(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.moves("/alerts", "[New voicemail: on]")
    await desk.expire(refresh=True)

    await chat.play("""
        > /menu
        Home — 12065550100 Alice Adams
        Your session with the provider has ended, so nothing was changed. Sign in again to go on.
        [Sign in]
        [Home]
    """)
    await chat.waits_for("I can no longer tell you of voicemails")
    await chat.moves("/menu", "/calls")
    told = [one for one in await chat.messages() if "no longer tell you" in one.get("text", "")]
    assert len(told) == 1
    assert [(one.state, one.tokens) for one in await linked(world, chat)] == [("expired", None)]

    await chat.sign_in()
    await chat.moves("/alerts")
    assert "[New voicemail: off]" in await chat.last()


async def test_groups_are_refused_politely(world: World, stranger: ChatUser) -> None:
    url = f"{world.chat_server.url}/control/groups"
    async with world.http.post(url, json={"title": "Family"}) as made:
        group = (await made.json())["id"]
    body = {"user_id": stranger.id, "text": "/start"}

    async with world.http.post(f"{url}/{group}/send", json=body) as sent:
        assert sent.status == 200
    await world.settled()

    async with world.http.get(f"{url}/{group}/messages") as answer:
        *_rest, last = (await answer.json())["messages"]
    assert last["text"] == (
        "I look after phone lines in private chats only. Write to me directly, please."
    )


async def test_who_blocked_the_bot_and_comes_back_is_still_signed_in(
    world: World, chat: ChatUser
) -> None:
    await chat.block()
    await chat.block(blocked=False)

    await chat.moves("/start")

    assert "Available: $2.50" in await chat.last()


async def test_what_a_stranger_sends_leads_to_the_ways_in(world: World, stranger: ChatUser) -> None:
    for text in ("/menu", "/recharge 1234 5678 90", "/alerts"):
        await stranger.say(text)
        assert "[Login and password]" in await stranger.last(), text

    await stranger.play("""
        > top up please
        Sign in
        Sign in first, then I can help you with your line.
        [Sign in]  [Talk to a person]
        > [Sign in]
        ...
    """)


async def test_signing_in_speaks_ukrainian(world: World, desk: Desk) -> None:
    olena = await world.user("Олена", "uk")
    await olena.play("""
        > /start
        Увійти
        Тут ви керуєте своїм номером (Example Telecom): дзвінки, переадресація, голосова пошта, баланс.
        Як ви хочете увійти?
        [За номером телефону]
        [Логін і пароль]
        [Зв’язатися з людиною]
    """)


@pytest.mark.row("S01")
async def test_each_wrong_password_gets_an_answer_that_is_seen(stranger: ChatUser) -> None:
    """The same words in the same message would look as if nobody had read the second one."""
    await stranger.moves("/signin", "[Login and password]", "alice", "wrong-1")
    (*_, first) = await stranger.messages()

    await stranger.moves("wrong-2")

    (*_, before, second) = await stranger.messages()
    assert before["message_id"] == first["message_id"] != second["message_id"]
    assert "reply_markup" not in before
    assert "The login or the password is not right." in second["text"]


# ---------------------------------------------------------------------- secrets


@pytest.mark.row("S01")
@pytest.mark.machine_time
async def test_no_secret_stays_in_the_chat_the_log_or_the_store(
    world: World, desk: Desk, tmp_path: Path
) -> None:
    erin, alice, bob = [await world.user(name) for name in ("Erin", "Alice", "Bob")]
    passwords = ["a-wrong-password", (await desk.account("erin"))["password"], "brand-new-one"]
    await world.stop()
    async with running(world, tmp_path, log_level="DEBUG") as bot:
        await erin.walks("/signin", "[Login and password]", "erin", *passwords)
        await alice.walks("/signin", "[Use my phone number]")
        await alice.share_contact((await desk.account("alice"))["contact_phone"])
        await alice.waits_for("Type the code here.")
        (sent,) = await desk.outbox()
        token = await the_link(world, tmp_path, "12065550101")
        await alice.walks(sent["code"])
        await bob.walks(f"/start {token}")
        for user in (erin, alice, bob):
            await user.waits_for("You are signed in.")
        chats = "".join([await user.screen() for user in (erin, alice, bob)])
        kept = stored(tmp_path)
        written = bot.log.read_text()
    await world.start()

    assert "provider_call" in written
    for secret in [*passwords, sent["code"], token, *await tokens_of(world, erin, alice, bob)]:
        assert secret not in chats
        assert secret.encode() not in kept
        assert secret not in written


async def tokens_of(world: World, *users: ChatUser) -> list[str]:
    """What the bot holds of their sessions, unsealed."""
    found = []
    for user in users:
        for link in await linked(world, user):
            assert link.tokens is not None
            opened = open_tokens(world.parts.services.seal, link.tokens)
            found += [opened.access_token, opened.refresh_token]
    return [token for token in found if token]
