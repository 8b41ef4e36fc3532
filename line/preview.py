"""What the call-flow sentence would say after a change: features and numbers as they would be.

Each function mirrors a recipe of `line.forwarding` and takes its decisions from `line.answers`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from line.answers import is_locked, when_forwarding, when_mode_changes, when_off
from line.followme import DEFAULT_ACTION, FORWARD_MODE
from line.forwarding import same_family
from line.route import Answer, current
from portaswitch.records import (
    Feature,
    FeatureChange,
    FollowMe,
    FollowMeNumber,
    ForwardMode,
    Sequence,
)


@dataclass(frozen=True, slots=True)
class Setup:
    """What `describe` needs: read from the provider, or as it would be."""

    features: Mapping[str, Feature]
    followme: FollowMe

    def forwarded(self, goal: FollowMeNumber, *, ring_first: int | None = None) -> Setup:
        """After `forward_simple`, or after `forward_to_uri` for a goal with a domain."""
        mode = ForwardMode.SIP_URI if goal.domain else ForwardMode.SIMPLE
        answer = when_forwarding(self.features, ring_first)
        return self._with(mode, answer, ring_first).with_numbers((goal,))

    def switched_off(self) -> Setup:
        """After `switch_off`."""
        return self._with(ForwardMode.NONE, when_off(self.features))

    def in_mode(self, mode: ForwardMode, *, sequence: Sequence | None = None) -> Setup:
        """After `set_mode`."""
        if mode is ForwardMode.NONE:
            return self.switched_off()
        emptied = not same_family(current(self.features), mode)
        answer = when_mode_changes(self.features, emptied=emptied)
        after = self._with(mode, answer).with_numbers(() if emptied else self.followme.numbers)
        return after.in_sequence(sequence or after.followme.sequence)

    def in_sequence(self, sequence: Sequence) -> Setup:
        return Setup(self.features, replace(self.followme, sequence=sequence))

    def with_numbers(self, numbers: tuple[FollowMeNumber, ...]) -> Setup:
        """After `put_numbers`, or any change of the list."""
        return Setup(self.features, replace(self.followme, numbers=numbers, exists=True))

    def answering(self, answer: Answer, *, ring_seconds: int | None = None) -> Setup:
        """After `answer_with`."""
        return self._with(current(self.features), answer, ring_seconds)

    def changed(self, *changes: FeatureChange) -> Setup:
        """After these writes."""
        features = dict(self.features)
        for change in changes:
            known = features[change.name]
            given = {name: tuple(values) for name, values in change.attributes.items()}
            if change.flag_value is not None:
                known = _set(features, change.name, change.flag_value)
            features[change.name] = replace(
                known,
                attributes={**known.attributes, **given},
                effective={**known.effective, **given},
            )
        return Setup(features, self.followme)

    def _with(
        self, mode: ForwardMode, answer: Answer | None, ring_seconds: int | None = None
    ) -> Setup:
        features = dict(self.features)
        features[FORWARD_MODE] = _set(features, FORWARD_MODE, mode.value)
        if answer is not None and not is_locked(features):
            changed = _set(features, DEFAULT_ACTION, str(int(answer)))
            if ring_seconds is not None:
                timeout = {"timeout": (str(ring_seconds),)}
                changed = replace(
                    changed,
                    attributes={**changed.attributes, **timeout},
                    effective={**changed.effective, **timeout},
                )
            features[DEFAULT_ACTION] = changed
        return Setup(features, self.followme)


def _set(features: Mapping[str, Feature], name: str, flag: str) -> Feature:
    known = features.get(name)
    if known is None:
        return Feature(name, flag, flag, locked=False)
    return replace(known, flag_value=flag, effective_flag_value=flag)
