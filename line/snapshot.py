"""The forwarding of an account as it was, and the way back to it.

A snapshot holds what the account itself has set (inheritance markers such as `~` as they are),
because that is what can be written. The ids of numbers are the switch's own: they change when a
number is put back, and no comparison looks at them.

The way back is made of steps that may each be repeated. What a crash after each leaves behind:

1. *answering*: the features stand as before. Calls ring as they used to; the number of the
   temporary forward may still be in the list, and the subscriber knows it.
2. *sequence*: the same, with the old order of ringing.
3. *numbers*: the numbers stand as before.
4. *settled*: everything does.

Two cases are harder, and there the first step *disarms*: the phone rings, then voicemail, and
nothing is forwarded until the last step. Where the snapshot forwards without ringing, a call would
find nobody while the list is being written. And forwarding that was off but kept its numbers has
to be on for a while: a switch takes no numbers when it is off.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from line.followme import (
    DEFAULT_ACTION,
    FORWARD_MODE,
    bare,
    difference,
    disarming,
    own_flag,
    own_timeout,
    settle_numbers,
)
from line.route import LIST_MODES, Answer, current
from line.steps import Progress, Step, carry_out
from portaswitch import Account
from portaswitch.records import (
    Feature,
    FeatureChange,
    FollowMe,
    FollowMeNumber,
    ForwardMode,
    Sequence,
)


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Forwarding and answering as set on the account; "" for a feature that is not there."""

    forward_mode: str
    default_action: str
    ring_timeout: tuple[str, ...]
    """Own values of the answering mode's `timeout`, in seconds; empty where it is inherited."""
    forwarding: bool
    """Whether forwarding was in effect, by an own or an inherited mode."""
    sequence: Sequence | None
    """None where there was no follow-me record: none can be deleted, so none is compared."""
    timeout: int | None
    numbers: tuple[FollowMeNumber, ...]

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, stored: str) -> Snapshot:
        """Raises ValueError, KeyError or TypeError on what `to_json` did not write."""
        values: dict[str, Any] = json.loads(stored)
        sequence = values["sequence"]
        return cls(
            forward_mode=values["forward_mode"],
            default_action=values["default_action"],
            ring_timeout=tuple(values["ring_timeout"]),
            forwarding=values["forwarding"],
            sequence=None if sequence is None else Sequence(sequence),
            timeout=values["timeout"],
            numbers=tuple(FollowMeNumber(**number) for number in values["numbers"]),
        )


async def take(account: Account) -> Snapshot:
    """The account's forwarding now, read from the provider."""
    return of(await account.get_service_features(), await account.get_account_followme())


def of(features: Mapping[str, Feature], followme: FollowMe) -> Snapshot:
    """The forwarding that was read."""
    return Snapshot(
        forward_mode=own_flag(features, FORWARD_MODE),
        default_action=own_flag(features, DEFAULT_ACTION),
        ring_timeout=own_timeout(features),
        forwarding=current(features) is not ForwardMode.NONE,
        sequence=followme.sequence if followme.exists else None,
        timeout=followme.timeout if followme.exists else None,
        numbers=followme.numbers,
    )


def equal(a: Snapshot, b: Snapshot) -> bool:
    """Whether both are the same forwarding, whatever ids the switch gave the numbers."""
    return _comparable(a, b) == _comparable(b, a)


def changed_meanwhile(now: Snapshot, wrote: Snapshot) -> bool:
    """Whether somebody else changed the forwarding since we left it as `wrote`.

    Ask before the first step of a restore and never again: from then on we change it ourselves.
    """
    return not equal(now, wrote)


def answering_only(snapshot: Snapshot, *, beside: Snapshot) -> Snapshot:
    """`beside` with the snapshot's answering mode: what a change of that mode alone comes to."""
    return replace(
        beside, default_action=snapshot.default_action, ring_timeout=snapshot.ring_timeout
    )


async def restore(
    account: Account, snapshot: Snapshot, progress: Progress, start_step: int = 0
) -> bool:
    """Put the snapshot back, resumable at any step; whether the account now equals it.

    `progress` is first told `start_step`: store that the restore has begun. Raises what the
    provider's refusal or silence raises; the same step can then be tried again.
    """
    await carry_out(restoring(account, snapshot), progress, start_step)
    return equal(await take(account), snapshot)


def restoring(account: Account, snapshot: Snapshot) -> list[Step]:
    """The steps back. Always the same four, so that a stored number means the same one later."""
    return [
        Step("answering", lambda: _put_answering_back(account, snapshot)),
        Step("sequence", lambda: _put_sequence_back(account, snapshot)),
        Step("numbers", lambda: settle_numbers(account, snapshot.numbers)),
        Step("settled", lambda: _put_features_back(account, snapshot)),
    ]


async def _put_answering_back(account: Account, snapshot: Snapshot) -> None:
    rows = (await account.get_account_followme()).numbers
    off_with_numbers = not snapshot.forwarding and bool(snapshot.numbers)
    fits = difference(rows, snapshot.numbers) == ([], [])
    if fits or not (off_with_numbers or _forwards_only(snapshot)):
        await _put_features_back(account, snapshot)
        return
    features = await account.get_service_features()
    changes = disarming(features)
    if not off_with_numbers:
        if own_flag(features, FORWARD_MODE) != snapshot.forward_mode:
            changes.append(FeatureChange(FORWARD_MODE, snapshot.forward_mode))
    elif not _takes(current(features), snapshot.numbers):
        changes.append(FeatureChange(FORWARD_MODE, ForwardMode.FOLLOW_ME.value))
    if changes:
        await account.update_service_features(*changes)


def _forwards_only(snapshot: Snapshot) -> bool:
    """Whether a call would find nobody while the snapshot's numbers are not there yet."""
    mask = snapshot.default_action
    return mask.isdecimal() and not int(mask) & Answer.RING


def _takes(mode: ForwardMode, numbers: tuple[FollowMeNumber, ...]) -> bool:
    """Whether the switch accepts these numbers in this mode: the simple ones keep one."""
    return mode in LIST_MODES or (mode is not ForwardMode.NONE and len(numbers) == 1)


async def _put_sequence_back(account: Account, snapshot: Snapshot) -> None:
    if snapshot.sequence is None:
        return
    now = await account.get_account_followme()
    if (now.exists, now.sequence, now.timeout) != (True, snapshot.sequence, snapshot.timeout):
        await account.update_account_followme(sequence=snapshot.sequence, timeout=snapshot.timeout)


async def _put_features_back(account: Account, snapshot: Snapshot) -> None:
    """Write what differs, both features in one request, so that they change together."""
    features = await account.get_service_features()
    changes: list[FeatureChange] = []
    timeout_differs = own_timeout(features) != snapshot.ring_timeout
    if snapshot.default_action and (
        own_flag(features, DEFAULT_ACTION) != snapshot.default_action or timeout_differs
    ):
        attributes = {"timeout": snapshot.ring_timeout} if timeout_differs else {}
        changes.append(FeatureChange(DEFAULT_ACTION, snapshot.default_action, attributes))
    if snapshot.forward_mode and own_flag(features, FORWARD_MODE) != snapshot.forward_mode:
        changes.append(FeatureChange(FORWARD_MODE, snapshot.forward_mode))
    if changes:
        await account.update_service_features(*changes)


def _comparable(a: Snapshot, b: Snapshot) -> tuple[object, ...]:
    """What of `a` counts beside `b`; the follow-me record only where both have one."""
    both = a.sequence is not None and b.sequence is not None
    return (
        a.forward_mode,
        a.default_action,
        a.ring_timeout,
        (a.sequence, a.timeout) if both else None,
        Counter(bare(number) for number in a.numbers),
    )
