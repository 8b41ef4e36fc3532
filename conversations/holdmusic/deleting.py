"""Own music that is no longer wanted."""

from __future__ import annotations

from conversations.holdmusic.base import SCREEN, area, own, playing
from dialogs import Result, Step, Turn, View, do, go
from locales import _


@area.screen
async def remove(turn: Turn) -> Result:
    items = await own(turn)
    if not items:
        return SCREEN
    return View(
        _("Which of your own music shall be deleted?"),
        buttons=[go(one.name, deleting.at(one.i_moh)) for one in items],
        back=SCREEN,
    )


@area.screen
async def deleting(turn: Turn, i_moh: int) -> Result:
    item = next((one for one in await own(turn) if one.i_moh == i_moh), None)
    if item is None:
        return remove
    if item == await playing(turn):
        return View(
            _("{music} is in use. Choose other music before you delete it.", music=item.name),
            back=SCREEN,
        )
    return View(
        _("Delete this music for good? {music}", music=item.name),
        buttons=[do(_("Delete for good"), delete.at(i_moh), danger=True)],
        back=remove.at(),
    )


@area.action
async def delete(turn: Turn, i_moh: int) -> Step:
    if any(one.i_moh == i_moh for one in await own(turn)):
        await turn.api.delete_moh(i_moh)
    return SCREEN
