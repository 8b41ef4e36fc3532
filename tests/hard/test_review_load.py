"""One chat's clumsy or hostile message must not make the others wait."""

from __future__ import annotations

import random
import string
import sys

from tests.harness.chat import ChatUser
from tests.harness.world import World

ALLOWED = 50_000
"""Calls of functions that a text of 4,000 letters may cost more than one of 20. To compare each
word in Python with each word that the areas know would be ten times as many."""


async def test_a_long_text_costs_little_more_than_a_short_one(
    world: World, stranger: ChatUser
) -> None:
    """A text that means nothing is compared with every word that the areas know."""
    letters = random.Random(1)
    words = ("".join(letters.choices(string.ascii_lowercase, k=6)) for _word in range(580))
    long = " ".join(words)
    await stranger.say("good morning")

    short_cost = await _cost(stranger, "quodlibet lorem ipsum")
    long_cost = await _cost(stranger, long)

    assert long_cost < short_cost + ALLOWED


async def _cost(user: ChatUser, text: str) -> int:
    """Calls made in the loop's thread until it is answered, the chat server's among them.

    Calls, and not seconds: a busy machine does not make more of them."""
    calls = 0

    def count(_frame: object, event: str, _arg: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        await user.say(text)
    finally:
        sys.setprofile(None)
    return calls
