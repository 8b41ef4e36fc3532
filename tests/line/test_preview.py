"""The sentence shown before a change is the sentence that is true after it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC

import pytest

from line.callflow import describe
from line.forwarding import (
    Step,
    answer_with,
    carry_out,
    forward_simple,
    forward_to_uri,
    put_numbers,
    set_mode,
    switch_off,
)
from line.preview import Setup
from line.route import Answer, current
from portaswitch import Account
from portaswitch.records import FollowMeNumber, ForwardMode, Sequence

from .conftest import NOW, Say
from .setups import HOME, HOTEL, every_setup, forget
from .setups import Setup as Prepare

Recipe = Callable[[Account, ForwardMode], list[Step]]
Preview = Callable[[Setup], Setup]

GOAL = FollowMeNumber(HOTEL, timeout=30)
DESK = FollowMeNumber("desk", domain="example.com", timeout=30)

CHANGES: dict[str, tuple[Recipe, Preview]] = {
    "forward": (
        lambda account, before: forward_simple(account, HOTEL),
        lambda now: now.forwarded(GOAL),
    ),
    "forward after ringing": (
        lambda account, before: forward_simple(account, HOTEL, ring_first=15),
        lambda now: now.forwarded(GOAL, ring_first=15),
    ),
    "forward to an address": (
        lambda account, before: forward_to_uri(account, "desk", "example.com"),
        lambda now: now.forwarded(DESK),
    ),
    "switch off": (
        lambda account, before: switch_off(account),
        lambda now: now.switched_off(),
    ),
    "voicemail only": (
        lambda account, before: answer_with(account, Answer.VOICEMAIL),
        lambda now: now.answering(Answer.VOICEMAIL),
    ),
    "ring longer": (
        lambda account, before: answer_with(account, Answer.RING, ring_seconds=55),
        lambda now: now.answering(Answer.RING, ring_seconds=55),
    ),
}


@pytest.mark.row("N05")
@every_setup
@pytest.mark.parametrize("change", CHANGES)
async def test_the_sentence_before_is_the_sentence_after(
    account: Account, prepare: Prepare, change: str, say: Say
) -> None:
    await prepare(account)
    recipe, preview = CHANGES[change]
    before = await read(account)

    promised = sentence(preview(before), say)
    await carry_out(recipe(account, current(before.features)), forget)

    assert sentence(await read(account), say) == promised


@pytest.mark.row("N05")
@every_setup
@pytest.mark.parametrize("mode", list(ForwardMode))
async def test_the_sentence_holds_for_every_mode(
    account: Account, prepare: Prepare, mode: ForwardMode, keeps_numbers: bool, say: Say
) -> None:
    """Where the switch clears the list by itself, what would carry over is put in again."""
    await prepare(account)
    before = await read(account)
    after = before.in_mode(mode, sequence=Sequence.RANDOM)

    await carry_out(
        set_mode(account, mode, before=current(before.features), sequence=Sequence.RANDOM),
        forget,
    )
    if not keeps_numbers and mode is not ForwardMode.NONE:
        await carry_out(put_numbers(account, after.followme.numbers), forget)

    assert sentence(await read(account), say) == sentence(after, say)


@pytest.mark.row("S28")
async def test_a_mode_without_numbers_yet_lets_the_phone_ring(account: Account, say: Say) -> None:
    await carry_out(forward_simple(account, HOME), forget)

    await carry_out(set_mode(account, ForwardMode.FOLLOW_ME, before=ForwardMode.SIMPLE), forget)

    assert sentence(await read(account), say) == (
        "If someone calls now, your phone rings for 30 seconds, then the call goes to voicemail."
        " Forwarding is on but has no number: such calls skip it."
    )


async def read(account: Account) -> Setup:
    return Setup(await account.get_service_features(), await account.get_account_followme())


def sentence(setup: Setup, say: Say) -> str:
    return say(describe(setup.features, setup.followme, at=NOW, zone=UTC))
