"""Follow-me numbers and the features that use them, compared and written with care."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace

from line.route import Answer
from portaswitch import Account, Rejected
from portaswitch.records import Feature, FeatureChange, FollowMeNumber

FORWARD_MODE = "forward_mode"
DEFAULT_ACTION = "default_action"

DISARMED = Answer.RING | Answer.VOICEMAIL
"""Harmless while a list is rewritten: the phone rings, and nothing is forwarded."""

ROUNDS = 4
"""Reads of the list before giving up: two to change it gently, one to replace, one to see."""
GENTLE = 2


async def settle_numbers(account: Account, wanted: tuple[FollowMeNumber, ...]) -> None:
    """Make the list equal to `wanted`, in as few writes as it takes; ids aside.

    Numbers are first changed in place: then there is no moment in which a forwarded call finds
    nobody. What that does not settle (a switch that refuses it, or keeps a field that only the
    old number had) is deleted and added anew. Deleting may renumber the rest, so the list is read
    again until it fits.
    """
    for attempt in range(ROUNDS):
        rows = (await account.get_account_followme()).numbers
        strangers, missing = difference(rows, wanted)
        if not strangers and not missing:
            return
        if attempt < GENTLE and strangers:
            await _adjust(account, strangers, missing)
            continue
        for number in strangers:
            await _delete(account, number)
        for number in missing:
            await _add(account, number)


async def _adjust(
    account: Account, strangers: list[FollowMeNumber], missing: list[FollowMeNumber]
) -> None:
    """Delete only what is too much, and look again; else change in place, and add the rest."""
    pairs, surplus, new = _paired(strangers, missing)
    for number in surplus:
        await _delete(account, number)
    if surplus:
        return
    await _change_in_place(account, pairs)
    for number in new:
        await _add(account, number)


def _paired(
    strangers: list[FollowMeNumber], missing: list[FollowMeNumber]
) -> tuple[list[tuple[FollowMeNumber, FollowMeNumber]], list[FollowMeNumber], list[FollowMeNumber]]:
    """Which row becomes which number: the one with its id, else the next; and what is left."""
    rows = {row.i_follow_me_number: row for row in strangers}
    same = [number for number in missing if number.i_follow_me_number in rows]
    new = [number for number in missing if number.i_follow_me_number not in rows]
    pairs = [(rows.pop(number.i_follow_me_number), number) for number in same]
    left = list(rows.values())
    pairs += zip(left, new, strict=False)
    return pairs, left[len(new) :], new[len(left) :]


def difference(
    rows: tuple[FollowMeNumber, ...], wanted: tuple[FollowMeNumber, ...]
) -> tuple[list[FollowMeNumber], list[FollowMeNumber]]:
    """The rows that are not wanted, and the wanted ones that are not there."""
    unmet = Counter(bare(number) for number in wanted)
    strangers = []
    for row in rows:
        if unmet[bare(row)] > 0:
            unmet[bare(row)] -= 1
        else:
            strangers.append(row)
    missing = []
    for number in wanted:
        if unmet[bare(number)] > 0:
            unmet[bare(number)] -= 1
            missing.append(number)
    return strangers, missing


async def _change_in_place(
    account: Account, pairs: list[tuple[FollowMeNumber, FollowMeNumber]]
) -> None:
    for row, number in pairs:
        try:
            await account.update_followme_number(
                replace(number, i_follow_me_number=row.i_follow_me_number)
            )
        except Rejected:
            return  # a later round replaces what could not be changed, and reports its refusals


async def _add(account: Account, number: FollowMeNumber) -> None:
    await account.add_followme_number(replace(number, i_follow_me_number=0))


async def _delete(account: Account, number: FollowMeNumber) -> None:
    try:
        await account.delete_followme_number(number.i_follow_me_number)
    except Rejected:
        # Gone already, by a switch that is slow to clear them or by another hand: then all is
        # well. If it is still there, the refusal counts.
        rows = (await account.get_account_followme()).numbers
        if any(row.i_follow_me_number == number.i_follow_me_number for row in rows):
            raise


def bare(number: FollowMeNumber) -> FollowMeNumber:
    """A number without its id, and with what the switch fills in when a field is not sent (7.2)."""
    return replace(
        number,
        i_follow_me_number=0,
        period_description=number.period_description or number.period,
        keep_original_cld=bool(number.keep_original_cld),
        use_tcp=bool(number.use_tcp),
        weight=number.weight or 0.0,
    )


def disarming(features: Mapping[str, Feature]) -> list[FeatureChange]:
    """The change that keeps calls off a list that is being written; none where it is locked."""
    feature = features.get(DEFAULT_ACTION)
    if feature is None or feature.locked or feature.flag_value == str(int(DISARMED)):
        return []
    return [FeatureChange(DEFAULT_ACTION, str(int(DISARMED)))]


def own_flag(features: Mapping[str, Feature], name: str) -> str:
    feature = features.get(name)
    return feature.flag_value if feature is not None else ""


def own_timeout(features: Mapping[str, Feature]) -> tuple[str, ...]:
    feature = features.get(DEFAULT_ACTION)
    return tuple(feature.attributes.get("timeout", ())) if feature is not None else ()
