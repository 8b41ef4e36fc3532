"""Forwarding as a subscriber may have it before the bot touches it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

import pytest

from portaswitch import Account
from portaswitch.records import FeatureChange, FollowMeNumber, Sequence

HOME, MOBILE, HOTEL = "12065550901", "12065550902", "442079460000"

Setup = Callable[[Account], Awaitable[None]]


async def nothing_forwarded(account: Account) -> None:
    """The stock: rings, then voicemail; forwarding is inherited, and off."""


async def follow_me(account: Account) -> None:
    await account.update_service_features(
        FeatureChange("forward_mode", "Y"), FeatureChange("default_action", "7")
    )
    await account.update_account_followme(sequence=Sequence.SIMULTANEOUS, timeout=25)
    await account.add_followme_number(
        FollowMeNumber(HOME, name="Home", timeout=20, period="hr{9-16}wd{mo tu we th fr}")
    )
    await account.add_followme_number(
        FollowMeNumber(
            MOBILE, i_follow_order=2, active=False, keep_original_cli="N", period_description="x"
        )
    )


async def follow_me_without_ringing(account: Account) -> None:
    await follow_me(account)
    await account.update_followme_number(await number_of(account, MOBILE, active=True))
    await account.update_service_features(FeatureChange("default_action", "2"))


async def switched_off_with_numbers(account: Account) -> None:
    await follow_me_without_ringing(account)
    await account.update_service_features(
        FeatureChange("forward_mode", "N"), FeatureChange("default_action", "3")
    )


async def simple(account: Account) -> None:
    await account.update_service_features(
        FeatureChange("forward_mode", "C"), FeatureChange("default_action", "2")
    )
    await account.add_followme_number(FollowMeNumber(HOME, timeout=25, max_sim_calls=2))


async def sip_address(account: Account) -> None:
    await account.update_service_features(
        FeatureChange("forward_mode", "U"),
        FeatureChange("default_action", "6", {"timeout": ["40"]}),
    )
    await account.add_followme_number(
        FollowMeNumber("desk", domain="example.com", use_tcp=True, keep_original_cld=True)
    )


async def advanced_with_three(account: Account) -> None:
    await account.update_service_features(FeatureChange("forward_mode", "F"))
    for order, number in enumerate((HOME, MOBILE, "12065550903"), start=1):
        await account.add_followme_number(FollowMeNumber(number, i_follow_order=order))


SETUPS: tuple[Setup, ...] = (
    nothing_forwarded,
    follow_me,
    follow_me_without_ringing,
    switched_off_with_numbers,
    simple,
    sip_address,
    advanced_with_three,
)

every_setup = pytest.mark.parametrize("prepare", SETUPS, ids=lambda prepare: prepare.__name__)


async def forget(step: int) -> None:
    """Progress that nobody needs."""


async def number_of(account: Account, wanted: str, **changes: Any) -> FollowMeNumber:
    rows = (await account.get_account_followme()).numbers
    found = next(row for row in rows if row.redirect_number == wanted)
    return replace(found, **changes)
