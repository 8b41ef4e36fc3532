"""Hunt groups: the numbers that several phones share, who else rings, and being in or out of them.

The account's own realm names the groups only. Who else is in them, and whether one is logged in,
the admin realm says, so without it that is left out.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dialogs import Area, Facts, Listing, Result, Row, Step, Turn, View, copy, do, go
from locales import Text, _, _n
from portaswitch import HuntGroup, HuntSequence, ProviderError
from portaswitch.admin import Member

NAMES = ("get_account_huntgroups_list", "get_member_of_huntgroups_list")
"""The operation, and what older releases call it."""
MOST = 20
"""Members by name; more would be a directory."""


async def are_told(turn: Turn) -> bool:
    return any(turn.services.provider.contract.has(name) for name in NAMES)


area = Area(
    "huntgroups",
    _("Hunt groups"),
    icon="👥",
    group="dashboard",
    words=_("hunt groups, ring groups, queue, agent, log in, log out, my group, team"),
    needs=are_told,
)

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


@area.start
async def groups(turn: Turn) -> View:
    found = await _groups(turn)
    if not found:
        return View(
            _("This line is in no hunt group."),
            _(
                "A hunt group is one number for which several phones ring, such as that of a "
                "sales team. Your company or your provider sets it up."
            ),
        )
    return View(
        _("Your phone also rings for these groups:"),
        Listing([_line(one) for one in found]),
        buttons=[go(_title(one), group.at(one.told.i_c_group)) for one in found],
    )


@area.screen
async def group(turn: Turn, i_c_group: int) -> Result:
    """How it rings, who else does, and whether this line takes part."""
    one = await _group(turn, i_c_group)
    if one is None:
        return Step(area.key)
    facts: dict[Text, object] = {_("Number"): one.told.id}
    if one.told.hunt_sequence:
        facts[_("Rings")] = RINGING.get(one.told.hunt_sequence, one.told.hunt_sequence)
    buttons: list[Row] = [copy(_("Copy {number}", number=one.told.id), one.told.id)]
    if one.own is not None and one.own.active is not None:
        facts[_("You")] = _("logged in") if one.own.active else _("logged out")
        turned = put.at(i_c_group, int(not one.own.active))
        buttons.insert(0, do(_("Log out") if one.own.active else _("Log in"), turned))
    return View(
        Facts(_title(one), facts),
        *_others(one),
        buttons=buttons,
    )


@area.action
async def put(turn: Turn, i_c_group: int, active: int) -> Result:
    """Log in or out; the group is named by what the provider says, not by the button."""
    one = await _group(turn, i_c_group)
    if one is None or one.own is None or turn.admin is None:
        return Step(area.key)
    await turn.admin.update_huntgroups_subscription(
        turn.link.i_account, one.told.id, active=bool(active)
    )
    return group.at(i_c_group)


def _line(one: Group) -> Text:
    if one.own is None or one.own.active is None:
        return _("• {group}, number {number}", group=_title(one), number=one.told.id)
    if one.own.active:
        return _("• {group}, number {number}: logged in", group=_title(one), number=one.told.id)
    return _("• {group}, number {number}: logged out", group=_title(one), number=one.told.id)


def _title(one: Group) -> str:
    return one.told.name or one.told.id


def _others(one: Group) -> list[Text | Listing]:
    if one.others is None:
        return [_("Your company or your provider can say who else is in this group.")]
    if not one.others:
        return [_("Nobody else is in this group.")]
    lines = [_member(member) for member in one.others[:MOST]]
    rest = len(one.others) - MOST
    if rest > 0:
        lines.append(_n("• and {n} more", "• and {n} more", rest))
    return [_("Also in this group:"), Listing(lines)]


def _member(one: Member) -> Text:
    name, number = one.name or one.account_id or one.extension, one.extension or one.account_id
    if one.active is False:
        return _("• {name}, {number}: logged out", name=name, number=number)
    return _("• {name}, {number}", name=name, number=number)


# ------------------------------------------------------------------ reading


async def _groups(turn: Turn) -> list[Group]:
    told, members = await asyncio.gather(_told(turn), _members(turn))
    return [_seen(turn, one, members.get(one.id)) for one in told]


async def _group(turn: Turn, i_c_group: int) -> Group | None:
    found = await _groups(turn)
    return next((one for one in found if one.told.i_c_group == i_c_group), None)


def _seen(turn: Turn, told: HuntGroup, members: Sequence[Member] | None) -> Group:
    if members is None:
        return Group(told)
    own = next((one for one in members if one.account_id == turn.link.number), None)
    return Group(told, own, [one for one in members if one is not own])


async def _told(turn: Turn) -> Sequence[HuntGroup]:
    name = next((one for one in NAMES if turn.services.provider.contract.has(one)), NAMES[0])
    return tuple(await getattr(turn.api, name)())


async def _members(turn: Turn) -> Mapping[str, Sequence[Member]]:
    """Of the groups of the line's customer. Nothing where the admin may not look, or is silent."""
    if turn.admin is None:
        return {}
    try:
        info = await turn.api.get_account_info()
        if info.i_customer is None:
            return {}
        return await turn.admin.get_huntgroup_members(info.i_customer)
    except ProviderError:
        return {}
