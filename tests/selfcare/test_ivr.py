"""The language of the phone's menus: only what is installed can be chosen."""

from __future__ import annotations

from pathlib import Path

import pytest

from sandbox.provider.config import Config
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world


@pytest.mark.row("S19")
async def test_one_of_the_installed_languages_is_chosen(
    world: World, chat: ChatUser, desk: Desk
) -> None:
    await chat.play("""
        > voice menu language
        IP Centrex · Phone language — 12065550100 Alice Adams
        This is the language of voicemail menus and announcements on your phone.
        [Menus speak: English]
        [Home]
        > [Menus speak: English]
        IP Centrex · Phone language — 12065550100 Alice Adams
        Menus speak: what shall it be?
        [Deutsch]  [English, now]
        [Español]  [Français]
        [Polski]  [Українська]
        [Back]  [Home]
        > [Українська]
        IP Centrex · Phone language — 12065550100 Alice Adams
        This is the language of voicemail menus and announcements on your phone.
        [Menus speak: Українська]
        [Home]
    """)
    (call,) = await desk.log("update_service_features")
    assert call["params"]["service_features"] == [
        {
            "name": "lan_name",
            "flag_value": "Y",
            "attributes": [{"name": "iso_639_1", "values": ["uk"]}],
        }
    ]

    await world.restart(ivr_languages=("en", "pl"))
    await chat.play("""
        > [Menus speak: Українська]
        IP Centrex · Phone language — 12065550100 Alice Adams
        Menus speak: what shall it be?
        [English]  [Polski]
        [Українська, now]
        [Back]  [Home]
        > [Polski]
        IP Centrex · Phone language — 12065550100 Alice Adams
        This is the language of voicemail menus and announcements on your phone.
        [Menus speak: Polski]
        [Home]
    """)


@pytest.mark.row("S19")
async def test_where_nobody_says_what_is_installed_it_can_be_asked(tmp_path: Path) -> None:
    async with make_world(tmp_path, provider=Config(unknown="absent")) as world:
        chat = await world.user()
        await chat.sign_in()

        await chat.play("""
            > voice menu language
            IP Centrex · Phone language — 12065550100 Alice Adams
            This is the language of voicemail menus and announcements on your phone.
            Menus speak: English
            Your provider has not said which other languages there are.
            [Ask your provider]
            [Home]
            > [Ask your provider]
            My Profile · Help — 12065550100 Alice Adams
            Here is a message to your provider that you can send:
            Hello. This is about my line 12065550100. Please tell me which languages my phone's menus can speak.
            To talk to a person at Example Telecom: +1 206 555 0199
            [Copy the message ⧉ Hello. This is about my line 12065550100. Please tell me which languages my phone's menus can speak.]
            [Back]  [Home]
        """)
