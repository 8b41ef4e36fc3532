"""Favorites: what stands on home itself, and in which order."""

from __future__ import annotations

from conversations.shared.shortcuts import MOST, choose, chosen, most_used, shelved
from dialogs import GROUPS, Area, Button, Listing, Result, Row, Step, Turn, View, do, go
from dialogs.alerts import Alerts
from dialogs.setting import OFF, ON, wished
from locales import Joined, Text, _

area = Area(
    "favorites",
    _("Favorites on home"),
    icon="⭐",
    group="dashboard",
    command="favorites",
    words=_(
        "favorites, favourites, home buttons, shortcuts, order, dashboard windows, "
        "balance on top, pinned balance, always show the balance"
    ),
)


@area.start
async def favorites(turn: Turn) -> View:
    """The present ones; where others are used more, they are proposed."""
    there = await _titles(turn)
    mine = [key for key in chosen(turn) if key in there]
    missed = [key for key in most_used(turn) if key in there and key not in mine]
    missed = missed[: MOST - len(mine)]
    buttons: list[Row] = [go(there[key], favorite.at(key)) for key in mine]
    if missed:
        buttons.append(do(_("Add what you use"), add.at(",".join(missed))))
    if len(mine) < MOST and len(there) > len(mine):
        buttons.append(go(_("Add another"), others))
    return View(
        _("These stand on home. Tap one to move it or to take it away.")
        if mine
        else _("Nothing of your choice stands on home. Add what you use most."),
        Listing([there[key] for key in mine], numbered=True),
        _("You often use {areas}, too.", areas=Joined([there[key] for key in missed]))
        if missed
        else None,
        _("{n} is the most: to add another one, take one away first.", n=MOST)
        if len(mine) == MOST
        else None,
        buttons=[*buttons, [await _on_top(turn)]],
    )


async def _on_top(turn: Turn) -> Button:
    if Alerts.from_json(await wished(turn)).on_top:
        return do(_("Balance on top: on"), Step("home", "keep_on_top", (OFF,)))
    return do(_("Balance on top: off"), Step("home", "keep_on_top", (ON,)))


@area.screen
async def favorite(turn: Turn, key: str) -> Result:
    there = await _titles(turn)
    mine = [one for one in chosen(turn) if one in there]
    if key not in mine:
        return Step(area.key)
    place = mine.index(key)
    moves: list[Row] = []
    if place:
        moves.append(do(_("Move it up"), put.at(key, place - 1)))
    if place < len(mine) - 1:
        moves.append(do(_("Move it down"), put.at(key, place + 1)))
    return View(
        _("{area} is number {place} on home.", area=there[key], place=place + 1),
        buttons=[*moves, do(_("Take it away"), remove.at(key))],
    )


@area.screen
async def others(turn: Turn, group: str = "", section: str = "") -> View:
    """What may be added, by the groups and sections of the menu: all would not fit a screen."""
    mine = chosen(turn)
    rest = [one for one in await turn.areas() if one.key not in mine and one.key != area.key]
    if not group:
        groups = {one.group for one in rest}
        return View(
            _("Where does it belong?"),
            buttons=[go(title, others.at(key)) for key, title in GROUPS.items() if key in groups],
        )
    sections, shown = shelved([one for one in rest if one.group == group], section)
    return View(
        _("Which one shall stand on home, too?"),
        buttons=[
            *(go(title, others.at(group, name)) for name, title in sections.items()),
            *(do(one.title, add.at(one.key)) for one in shown),
        ],
        back=others.at(group) if section else others.at(),
    )


@area.action
async def add(turn: Turn, keys: str) -> Result:
    """Behind those that this line has; what only another line has makes room first."""
    there = await _titles(turn)
    mine = [one for one in chosen(turn) if one in there]
    lacking = [one for one in chosen(turn) if one not in there]
    choose(turn, [*mine, *(key for key in keys.split(",") if key in there), *lacking])
    return Step(area.key)


@area.action
async def remove(turn: Turn, key: str) -> Result:
    choose(turn, [one for one in chosen(turn) if one != key])
    return Step(area.key)


@area.action
async def put(turn: Turn, key: str, place: int) -> Result:
    """To its new place among those that this line has; what it lacks goes behind them."""
    there = await _titles(turn)
    mine = [one for one in chosen(turn) if one in there and one != key]
    lacking = [one for one in chosen(turn) if one not in there]
    mine.insert(place, key)
    choose(turn, [*mine, *lacking])
    return Step(area.key)


async def _titles(turn: Turn) -> dict[str, Text]:
    """What this line has, without what is about favorites itself."""
    return {one.key: one.title for one in await turn.areas() if one.key != area.key}
