"""The area, and the groups as the provider and, where it may look, the admin realm tell them."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence

from dialogs import Area, Turn
from line.huntgroups import Group, seen_from
from locales import _
from portaswitch import HuntGroup, ProviderError
from portaswitch.admin import Member

NAMES = ("get_account_huntgroups_list", "get_member_of_huntgroups_list")
"""The operation, and what older releases call it."""


async def are_told(turn: Turn) -> bool:
    return any(turn.services.provider.contract.has(name) for name in NAMES)


area = Area(
    "huntgroups",
    _("Hunt groups"),
    icon="👥",
    group="dashboard",
    words=_(
        "hunt groups, hunt group, ring groups, queue, agent, my group, team, "
        "log in to a group, log out of a group"
    ),
    needs=are_told,
)


async def read(turn: Turn) -> list[Group]:
    told, members = await asyncio.gather(_told(turn), _members(turn))
    return [seen_from(turn.link.number, one, members.get(one.id)) for one in told]


async def find(turn: Turn, i_c_group: int) -> Group | None:
    found = await read(turn)
    return next((one for one in found if one.told.i_c_group == i_c_group), None)


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
