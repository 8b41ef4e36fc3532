"""Home: the line at a glance, and the way to everything else."""

from __future__ import annotations

from dialogs import GROUPS, Area, Row, Turn, View, go
from line.funds import funds_text
from locales import _

area = Area("home", _("Home"), icon="🏠", command="menu", listed=False)


@area.start
async def home(turn: Turn) -> View:
    info = await turn.api.get_account_info()
    buttons: list[Row] = []
    for group in GROUPS:
        buttons += [[go(one.title, one.key)] for one in await turn.areas() if one.group == group]
    return View(funds_text(info), buttons=buttons, home=False)
