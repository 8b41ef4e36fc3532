"""Forwarding: the modes a subscriber may choose, and the recipes that set them.

A recipe is a list of steps for `line.steps.carry_out`. They follow sections 7.1 and 7.4 of the API
notes: the mode, the follow-me record, the numbers as they are read back, and the answering mode
last, when there is somebody to forward to. After a crash between any two steps the phone rings at
worst without forwarding; doing the steps again, from any of them, ends where they should.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from line.answers import is_locked, when_forwarding, when_mode_changes, when_off
from line.followme import (
    DEFAULT_ACTION,
    FORWARD_MODE,
    difference,
    disarming,
    own_timeout,
    settle_numbers,
)
from line.route import LIST_MODES, Answer, answering, current
from line.snapshot import (
    Snapshot,
    answering_only,
    changed_meanwhile,
    equal,
    restore,
    restoring,
    take,
)
from line.steps import Progress, Step, carry_out
from locales import Text, _
from portaswitch import Account
from portaswitch.records import Feature, FeatureChange, FollowMeNumber, ForwardMode, Sequence

__all__ = [
    "MODES",
    "Mode",
    "Permitted",
    "Progress",
    "Snapshot",
    "Step",
    "answer_with",
    "answering_only",
    "carry_out",
    "changed_meanwhile",
    "current",
    "equal",
    "forward_simple",
    "forward_to_uri",
    "moved",
    "permitted",
    "put_numbers",
    "restore",
    "restoring",
    "same_family",
    "set_mode",
    "switch_off",
    "take",
]

RING_AWAY = 30
"""Seconds that the other phone rings: about as long as a mobile's own voicemail waits."""


@dataclass(frozen=True, slots=True)
class Mode:
    """A forwarding mode in the subscriber's words."""

    mode: ForwardMode
    title: Text
    meaning: Text

    @property
    def is_list(self) -> bool:
        """Whether it has several numbers, with hours and pauses."""
        return self.mode in LIST_MODES


@dataclass(frozen=True, slots=True)
class Permitted:
    """The modes to offer besides the present one, why there are not more, and what to ask for."""

    modes: tuple[Mode, ...]
    reason: Text | None = None
    wish: Text | None = None


MODES: Mapping[ForwardMode, Mode] = MappingProxyType(
    {
        mode.mode: mode
        for mode in (
            Mode(ForwardMode.NONE, _("Off"), _("Calls are not forwarded.")),
            Mode(ForwardMode.SIMPLE, _("One number"), _("Calls go on to one number.")),
            Mode(
                ForwardMode.FOLLOW_ME,
                _("Follow-me"),
                _("Several numbers ring, each at its own hours."),
            ),
            Mode(
                ForwardMode.ADVANCED,
                _("Advanced"),
                _("Several numbers or SIP addresses ring, each at its own hours."),
            ),
            Mode(ForwardMode.SIP_URI, _("SIP address"), _("Calls go on to one SIP address.")),
        )
    }
)


LET_ME = _("Please let me change its forwarding.")


def permitted(features: Mapping[str, Feature], forward_modes: Collection[str]) -> Permitted:
    """The modes that the provider lets this line choose; `forward_modes` is the operator's list."""
    feature = features.get(FORWARD_MODE)
    if feature is None:
        return Permitted(
            (),
            _("This line has no forwarding. The provider can add it."),
            _("Please add forwarding to it."),
        )
    if feature.locked:
        return Permitted((), _("The provider sets the forwarding of this line."), LET_ME)
    answer = features.get(DEFAULT_ACTION)
    mask = answering(features)
    if answer is not None and answer.locked and mask is not None and Answer.FORWARD not in mask:
        return Permitted(
            (),
            _("The provider sets how calls are answered here, and leaves forwarding out."),
            LET_ME,
        )
    allowed = {ForwardMode.NONE.value, *forward_modes}  # nobody has to keep forwarding
    modes = tuple(mode for mode in MODES.values() if mode.mode.value in allowed)
    if len(modes) < len(MODES):
        return Permitted(
            modes,
            _("The provider can enable the other kinds of forwarding."),
            _("Please enable the other kinds of forwarding for it."),
        )
    return Permitted(modes)


def forward_simple(
    account: Account, number: str, *, ring_first: int | None = None, ring_away: int = RING_AWAY
) -> list[Step]:
    """Forward everything to one number, after `ring_first` seconds of the own phone if given.

    `ring_away` is how long, in seconds, the other phone rings.
    """
    goal = FollowMeNumber(redirect_number=number, timeout=ring_away)
    return _to_one(account, ForwardMode.SIMPLE, goal, ring_first)


def forward_to_uri(
    account: Account,
    user: str,
    domain: str,
    *,
    use_tcp: bool = False,
    ring_first: int | None = None,
    ring_away: int = RING_AWAY,
) -> list[Step]:
    """Forward everything to one SIP address; the provider refuses domains it does not allow."""
    goal = FollowMeNumber(redirect_number=user, domain=domain, use_tcp=use_tcp, timeout=ring_away)
    return _to_one(account, ForwardMode.SIP_URI, goal, ring_first)


def switch_off(account: Account) -> list[Step]:
    """Forward nothing. The numbers stay where the switch keeps them."""
    return [Step("mode", lambda: _switch_off(account))]


def set_mode(
    account: Account,
    mode: ForwardMode,
    *,
    before: ForwardMode,
    sequence: Sequence | None = None,
) -> list[Step]:
    """Change the mode; `before` is the one that the subscriber saw.

    Between lists and single destinations the numbers do not carry over: self-care deletes them,
    and whether the switch does it too is not known, so what is left over is deleted here (7.2).
    """
    if mode is ForwardMode.NONE:
        return switch_off(account)
    emptied = not same_family(before, mode)
    steps = [
        Step("mode", lambda: _write_mode(account, mode, emptied=emptied)),
        Step("record", lambda: _write_record(account, sequence)),
    ]
    if emptied:
        steps.append(Step("numbers", lambda: settle_numbers(account, ())))
    return steps


def same_family(before: ForwardMode, mode: ForwardMode) -> bool:
    """Whether numbers carry over: between lists, between single destinations, and from off."""
    return before is ForwardMode.NONE or (before in LIST_MODES) is (mode in LIST_MODES)


def put_numbers(account: Account, numbers: tuple[FollowMeNumber, ...]) -> list[Step]:
    """Make the list of numbers equal to this one: for moves and for taking changes back."""
    return [Step("numbers", lambda: settle_numbers(account, numbers))]


def answer_with(account: Account, answer: Answer, *, ring_seconds: int | None = None) -> list[Step]:
    """Set the answering mode, and how long the own phone rings if given."""
    return [Step("answering", lambda: _write_answer(account, answer, ring_seconds))]


def moved(
    numbers: tuple[FollowMeNumber, ...], i_follow_me_number: int, places: int
) -> tuple[FollowMeNumber, ...]:
    """The list with one number moved down (or up, below zero), its order counted anew from 1."""
    ordered = sorted(numbers, key=lambda number: number.i_follow_order)
    index = next(
        place
        for place, number in enumerate(ordered)
        if number.i_follow_me_number == i_follow_me_number
    )
    number = ordered.pop(index)
    ordered.insert(max(0, min(index + places, len(ordered))), number)
    return tuple(replace(one, i_follow_order=order) for order, one in enumerate(ordered, start=1))


def _to_one(
    account: Account, mode: ForwardMode, goal: FollowMeNumber, ring_first: int | None
) -> list[Step]:
    return [
        Step("mode", lambda: _open(account, mode, goal)),
        Step("record", lambda: _write_record(account, None)),
        Step("numbers", lambda: settle_numbers(account, (goal,))),
        Step("answering", lambda: _forward_calls(account, ring_first)),
    ]


async def _open(account: Account, mode: ForwardMode, goal: FollowMeNumber) -> None:
    """Set the mode; where calls are forwarded without ringing, keep them off the list meanwhile.

    A list that is right already is left alone: nothing is going to be written.
    """
    features = await account.get_service_features()
    rows = (await account.get_account_followme()).numbers
    same_mode = current(features) is mode
    if same_mode and difference(rows, (goal,)) == ([], []):
        return
    changes = []
    mask = answering(features)
    if mask is not None and Answer.FORWARD in mask and Answer.RING not in mask:
        changes += disarming(features)
    if not same_mode:
        changes.append(FeatureChange(FORWARD_MODE, mode.value))
    if changes:
        await account.update_service_features(*changes)


async def _write_mode(account: Account, mode: ForwardMode, *, emptied: bool) -> None:
    """Mode and answering mode in one request, so that no call falls between the two."""
    features = await account.get_service_features()
    if current(features) is mode:
        return
    await account.update_service_features(
        FeatureChange(FORWARD_MODE, mode.value),
        *_answer_change(features, when_mode_changes(features, emptied=emptied)),
    )


async def _write_record(account: Account, sequence: Sequence | None) -> None:
    """Make sure that the follow-me record is there: older releases take no numbers without (7.1).

    Its own sequence is sent back unless another is wanted, so that nothing else changes.
    """
    record = await account.get_account_followme()
    await account.update_account_followme(sequence=sequence or record.sequence)


async def _forward_calls(account: Account, ring_first: int | None) -> None:
    answer = when_forwarding(await account.get_service_features(), ring_first)
    await _write_answer(account, answer, ring_first)


async def _write_answer(account: Account, answer: Answer, ring_seconds: int | None) -> None:
    features = await account.get_service_features()
    feature = features.get(DEFAULT_ACTION)
    timeout = () if ring_seconds is None else (str(ring_seconds),)
    same_timeout = not timeout or own_timeout(features) == timeout
    now = answering(features)
    if now == answer and same_timeout:
        return
    if feature is not None and feature.locked and now is not None and Answer.FORWARD in now:
        return  # the provider's own answering mode forwards too: its ringing time stands
    attributes = {} if same_timeout else {"timeout": timeout}
    await account.update_service_features(
        FeatureChange(DEFAULT_ACTION, str(int(answer)), attributes)
    )


async def _switch_off(account: Account) -> None:
    """Both features in one request: in between, a call would find neither phone nor number."""
    features = await account.get_service_features()
    changes = _answer_change(features, when_off(features))
    if current(features) is not ForwardMode.NONE:
        changes.append(FeatureChange(FORWARD_MODE, ForwardMode.NONE.value))
    if changes:
        await account.update_service_features(*changes)


def _answer_change(features: Mapping[str, Feature], answer: Answer | None) -> list[FeatureChange]:
    """The change to another answering mode; none where it is locked, not known, or there."""
    if answer is None or answer == answering(features) or is_locked(features):
        return []
    return [FeatureChange(DEFAULT_ACTION, str(int(answer)))]
