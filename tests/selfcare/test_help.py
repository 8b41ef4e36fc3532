"""Help, and the way to a person."""

from pathlib import Path

from tests.harness.chat import ChatUser
from tests.harness.world import World
from tests.harness.world import world as make_world


async def test_help_names_examples_and_a_person(chat: ChatUser) -> None:
    await chat.play("""
        > /help
        My Profile · Help — 12065550100 Alice Adams
        You can tap buttons, or just write what you want, for example:
        • balance
        • forward to +12065550123 until 18:00
        • voicemail
        /menu shows everything; /cancel stops whatever is open.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Home]
    """)


async def test_a_stranger_gets_help_and_the_way_in(stranger: ChatUser) -> None:
    await stranger.play("""
        > /help
        My Profile · Help
        You can tap buttons, or just write what you want, for example:
        • balance
        • forward to +12065550123 until 18:00
        • voicemail
        /menu shows everything; /cancel stops whatever is open.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Sign in]
        > [Sign in]
        Sign in
        Here you look after your line with Example Telecom: calls, forwarding, voicemail, balance.
        How would you like to sign in?
        [Use my phone number]
        [Login and password]
        [Talk to a person]
    """)


async def test_a_person_is_two_taps_from_anywhere(chat: ChatUser) -> None:
    await chat.moves("/recharge")
    await chat.play("""
        > human please
        Billing · Recharge — 12065550100 Alice Adams
        This needs 8 to 20 digits, for example 1234 5678 9012.
        Send the voucher number: the digits under the scratch strip. I delete your message at once, so that nobody else can use it.
        [Cancel]
        > /cancel
        ...
        > human please
        My Profile · Help — 12065550100 Alice Adams
        You can tap buttons, or just write what you want, for example:
        • balance
        • forward to +12065550123 until 18:00
        • voicemail
        /menu shows everything; /cancel stops whatever is open.
        To talk to a person at Example Telecom: +1 206 555 0199
        [Home]
    """)


async def test_an_address_of_a_person_is_a_button(tmp_path: Path) -> None:
    async with make_world(tmp_path, contact_url="https://t.me/example_telecom") as world:
        chat = await world.user()
        await chat.sign_in()
        await chat.moves("/help")

        (button,) = [
            one
            for row in (await chat.messages())[-1]["reply_markup"]["inline_keyboard"]
            for one in row
            if "url" in one
        ]
        assert button == {"text": "Write to a person", "url": "https://t.me/example_telecom"}


async def test_without_a_contact_the_provider_is_named(tmp_path: Path) -> None:
    async with make_world(tmp_path, contact="", provider_name="") as world:
        chat = await world.user()
        await chat.play("""
            > /help
            My Profile · Help
            You can tap buttons, or just write what you want, for example:
            • balance
            • forward to +12065550123 until 18:00
            • voicemail
            /menu shows everything; /cancel stops whatever is open.
            To talk to a person, contact your provider.
            [Sign in]
        """)


async def test_help_speaks_ukrainian(world: World) -> None:
    olena = await world.user("Олена", "uk")
    await olena.play("""
        > /help
        Мій профіль · Допомога
        Можна натискати кнопки або просто писати, що потрібно, наприклад:
        • баланс
        • переадресуй на +12065550123 до 18:00
        • голосова пошта
        /menu показує все; /cancel закриває те, що відкрито.
        Поговорити з людиною (Example Telecom): +1 206 555 0199
        [Увійти]
    """)
