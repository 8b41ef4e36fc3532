"""Every word that the bot says is translated: a walk in the pseudo-locale finds those that are not.

In it, translated texts stand in ⟦brackets⟧. Outside them there may only be values: names, numbers,
and what CLDR writes by itself.
"""

from __future__ import annotations

import re
from typing import Any

import pytest

from conversations import AREAS
from locales import LANGUAGES, PSEUDO
from locales.catalogues import _languages
from tests.harness.chat import ChatUser
from tests.selfcare.in_order import DATA

VALUES = {"Alice", "Adams", "Example", "Telecom", "hr"} | DATA
TAPS = 60
"""Enough to come through every area; each tap costs some milliseconds."""

Place = tuple[str, str]


@pytest.fixture
async def strange(chat: ChatUser, monkeypatch: pytest.MonkeyPatch) -> ChatUser:
    """Alice, who reads the pseudo-locale."""
    monkeypatch.setitem(_languages, PSEUDO, "Pseudo")
    await chat.moves("/language", "[Pseudo]")
    return chat


async def test_every_word_of_every_area_is_translated(strange: ChatUser) -> None:
    """From each area on, every button once; whatever is shown is looked at."""
    bare: dict[str, str] = {}
    tapped: set[Place] = set()
    commands = [f"/{area.command}" for area in AREAS if area.command]
    for number, command in enumerate(commands, 1):
        await strange.say(command)
        while len(tapped) < TAPS * number // len(commands) and await _tap_next(strange, tapped):
            bare |= _bare_words(await strange.messages())
        bare |= _bare_words(await strange.messages())

    assert len(tapped) > TAPS // 2
    assert bare == {}


async def _tap_next(chat: ChatUser, tapped: set[Place]) -> bool:
    """Tap a button of the newest message that was not tapped on this screen yet."""
    message = [one for one in await chat.messages() if one["from"]["is_bot"]][-1]
    for row in message.get("reply_markup", {}).get("inline_keyboard", []):
        for button in row:
            place = (_said(message)[:40], button["text"])
            if "callback_data" in button and place not in tapped and not _leads_out(button["text"]):
                tapped.add(place)
                await chat.tap_data(message["message_id"], button["callback_data"])
                await chat.world.settled()
                return True
    return False


def _leads_out(label: str) -> bool:
    return label in LANGUAGES.values() or "Śíĝń óúť" in label


def _bare_words(messages: list[dict[str, Any]]) -> dict[str, str]:
    """The words of the pseudo-locale's messages outside the brackets, and where they stand."""
    return {
        word: line
        for message in messages
        if message["from"]["is_bot"] and "⟦" in _said(message)
        for line in [*_said(message).splitlines(), *_labels(message)]
        if line not in LANGUAGES.values()
        for word in re.findall(r"[^\W\d_]{2,}", _outside(line))
        if word not in VALUES
    }


def _outside(line: str) -> str:
    depth, kept = 0, []
    for char in line:
        depth += (char == "⟦") - (char == "⟧")
        kept.append(char if depth == 0 else " ")
    return "".join(kept)


def _said(message: dict[str, Any]) -> str:
    return str(message.get("text") or message.get("caption") or "")


def _labels(message: dict[str, Any]) -> list[str]:
    rows = message.get("reply_markup", {}).get("inline_keyboard", [])
    return [button["text"] for row in rows for button in row]
