"""Hunt groups as one line sees them: how they ring, who is in them, and whether the line is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from locales import Text, _
from portaswitch import HuntGroup, HuntSequence
from portaswitch.admin import Member

RINGING: Mapping[str, Text] = {
    HuntSequence.SIMULTANEOUS: _("all phones at once"),
    HuntSequence.ORDER: _("one phone after the other"),
}


@dataclass(frozen=True, slots=True)
class Group:
    """A hunt group as this line sees it; `others` is None where nobody says who is in it."""

    told: HuntGroup
    own: Member | None = None
    others: Sequence[Member] | None = None

    @property
    def title(self) -> str:
        return self.told.name or self.told.id


def seen_from(own_number: str, told: HuntGroup, members: Sequence[Member] | None) -> Group:
    """`members` are all that the admin realm names; None where it names nobody."""
    if members is None:
        return Group(told)
    own = next((one for one in members if one.account_id == own_number), None)
    return Group(told, own, [one for one in members if one is not own])


def rings(hunt_sequence: str) -> Text | str:
    return RINGING.get(hunt_sequence, hunt_sequence)


def in_list(one: Group) -> Text:
    if one.own is None or one.own.active is None:
        return _("• {group}, number {number}", group=one.title, number=one.told.id)
    if one.own.active:
        return _("• {group}, number {number}: logged in", group=one.title, number=one.told.id)
    return _("• {group}, number {number}: logged out", group=one.title, number=one.told.id)


def member_text(one: Member) -> Text:
    name, number = one.name or one.account_id or one.extension, one.extension or one.account_id
    if one.active is False:
        return _("• {name}, {number}: logged out", name=name, number=number)
    return _("• {name}, {number}", name=name, number=number)
