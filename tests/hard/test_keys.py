"""The operator drops a secret key that was in use: what it sealed is over, and nobody is stuck."""

from __future__ import annotations

from pydantic import SecretStr

from tests.harness.chat import ChatUser
from tests.harness.world import World


async def test_whoever_signed_in_under_a_dropped_key_signs_in_again(
    quick: World, alice: ChatUser
) -> None:
    await alice.moves("/recharge", "4411 2233 99")  # an open form, sealed with the old key
    await quick.stop()
    await alice.say("/menu")  # waits at Telegram
    await quick.restart(secret_key=SecretStr("quite another key"))
    await alice.waits_for("Your session with the provider has ended")
    await quick.settled()

    await alice.sign_in()
    assert "Available: $2.50" in await alice.last()


async def test_an_update_that_no_key_opens_is_given_up(quick: World, alice: ChatUser) -> None:
    await quick.chat_fault("sendMessage", status=502, times=0)
    await alice.say("/help", settle=False)
    async with quick.http.post(
        f"{quick.chat_server.url}/control/users/{alice.id}/send", json={"text": "/language"}
    ):
        pass
    await quick.stop()
    await quick.http.delete(f"{quick.chat_server.url}/control/faults")
    await quick.restart(secret_key=SecretStr("quite another key"))
    await alice.say("/start", settle=False)

    await alice.waits_for("Your session with the provider has ended")
