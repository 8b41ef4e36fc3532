"""One chat's clumsy or hostile message must not make the others wait."""

from __future__ import annotations

import asyncio
import random
import string
from time import thread_time

from tests.harness.chat import ChatUser
from tests.harness.world import World


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

    assert long_cost < short_cost + 0.15


async def _cost(user: ChatUser, text: str) -> float:
    """CPU seconds of the loop's thread until it is answered, the chat server's among them."""
    before = thread_time()
    await user.say(text)
    await asyncio.sleep(0)
    return thread_time() - before
