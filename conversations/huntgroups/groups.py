"""The groups of the line; one of them, and logging in and out of it."""

from __future__ import annotations

from conversations.huntgroups.base import area, find, read
from conversations.shared.wishes import to_provider
from dialogs import Facts, Listing, Result, Row, Step, Turn, View, copy, do, go
from line.huntgroups import Group, in_list, member_text, rings
from locales import Text, _, _n

WISH = _("I would like my phone to ring for a hunt group, too.")
MOST = 20
"""Members by name; more would be a directory."""


@area.start
async def groups(turn: Turn) -> View:
    found = await read(turn)
    if not found:
        return View(
            _("This line is in no hunt group."),
            _(
                "A hunt group is one number for which several phones ring, such as that of a "
                "sales team. Your company or your provider sets it up."
            ),
            buttons=[go(_("Ask your provider"), to_provider(turn, WISH, area))],
        )
    return View(
        _("Your phone also rings for these groups:"),
        Listing([in_list(one) for one in found]),
        buttons=[go(one.title, group.at(one.told.i_c_group)) for one in found],
    )


@area.screen
async def group(turn: Turn, i_c_group: int) -> Result:
    """How it rings, who else does, and whether this line takes part."""
    one = await find(turn, i_c_group)
    if one is None:
        return Step(area.key)
    facts: dict[Text, object] = {_("Number"): one.told.id}
    if one.told.hunt_sequence:
        facts[_("Rings")] = rings(one.told.hunt_sequence)
    buttons: list[Row] = [copy(_("Copy {number}", number=one.told.id), one.told.id)]
    if one.own is not None and one.own.active is not None:
        facts[_("You")] = _("logged in") if one.own.active else _("logged out")
        turned = put.at(i_c_group, int(not one.own.active))
        buttons.insert(0, do(_("Log out") if one.own.active else _("Log in"), turned))
    return View(
        Facts(one.title, facts),
        *_members(one),
        buttons=buttons,
    )


@area.action
async def put(turn: Turn, i_c_group: int, active: int) -> Result:
    """Log in or out; the group is named by what the provider says, not by the button."""
    one = await find(turn, i_c_group)
    if one is None or one.own is None or turn.admin is None:
        return Step(area.key)
    await turn.admin.update_huntgroups_subscription(
        turn.link.i_account, one.told.id, active=bool(active)
    )
    return group.at(i_c_group)


def _members(one: Group) -> list[Text | Listing]:
    if one.others is None:
        return [_("Your company or your provider can say who else is in this group.")]
    if not one.others:
        return [_("Nobody else is in this group.")]
    lines = [member_text(member) for member in one.others[:MOST]]
    rest = len(one.others) - MOST
    if rest > 0:
        lines.append(_n("• and {n} more", "• and {n} more", rest))
    return [_("Also in this group:"), Listing(lines)]
