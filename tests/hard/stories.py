"""What the tests with real processes have in common: who is there before the first of them."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.harness.chat import ChatUser
from tests.harness.world import World


async def signed_in(world: World) -> ChatUser:
    """Alice, by a polling bot in this process, which ends again."""
    settings = world.settings
    world.settings = settings.model_copy(update={"public_url": ""})
    await world.start()
    user = await world.user()
    await user.sign_in()
    await world.stop()
    world.settings = settings
    return user


async def tap_only(user: ChatUser, label: str) -> asyncio.Task[Any]:
    """Tap, and do not wait for what comes of it."""
    message, data = await user.find_button(label)
    return asyncio.create_task(user.tap_data(message["message_id"], data))
