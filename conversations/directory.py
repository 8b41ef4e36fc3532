"""Company contacts: the directories that the company keeps, to read and to search."""

from __future__ import annotations

import asyncio
from functools import partial

from conversations.shared.saving import save_button
from conversations.shared.wishes import to_provider
from dialogs import Area, Button, Facts, Listing, Row, Step, Turn, View, copy, go, paged, short
from line.colleagues import in_list, name_of, numbers_of
from line.party import dialable
from line.search import fits
from locales import Phone, Text, _, _n
from portaswitch import Operation, Rejected
from portaswitch.account.directories import DirectoryRecord

area = Area(
    "directory",
    _("Company contacts"),
    icon="🏢",
    group="centrex",
    section="people",
    words=_(
        "company contacts, company directory, shared contacts, colleagues, coworkers, staff, "
        "extensions, corporate directory"
    ),
    needs=Operation("get_phone_directory_list"),
)

PAGE = 6


@area.start
async def directory(turn: Turn, query: str = "", page: int = 0) -> View:
    """Everybody, by name; with `query`, as typed below the list, those that match."""
    everybody = await _everybody(turn)
    found = [one for one in everybody if fits(query, name_of(one), *numbers_of(one).values())]
    shown = paged(found, page, PAGE, partial(directory.at, query))
    if not everybody:
        wish = _("I would like to see the contacts of my company on my line.")
        return View(
            _("Your company shares no contacts here. It can have your provider list them."),
            buttons=[
                [go(_("Phone book"), "phonebook")] if await turn.has("phonebook") else [],
                go(_("Ask your provider"), to_provider(turn, wish, area)),
            ],
        )
    return View(
        _heading(len(found), query),
        Listing([in_list(one) for one in shown.items]),
        _("Type a name or a part of a number to find somebody.") if shown.turning else None,
        buttons=[
            *(_opening(turn, one, query, shown.number) for one in shown.items),
            shown.turning,
            [go(_("Show all"), directory.at())] if query else [],
        ],
    )


def _heading(found: int, query: str) -> Text:
    if not query:
        return _n("{n} contact of your company:", "{n} contacts of your company:", found)
    if not found:
        return _("Nobody in your company matches “{query}”.", query=query)
    return _n("{n} contact matches “{query}”:", "{n} contacts match “{query}”:", found, query=query)


def _opening(turn: Turn, one: DirectoryRecord, query: str, page: int) -> Button:
    number = next(iter(numbers_of(one).values()))
    label = short(name_of(one) or turn.reader.say(Phone(number)))
    return go(label, colleague.at(number, query, page))


@area.hears
async def heard(turn: Turn, text: str) -> Step | None:
    """Typed below the list: somebody to find in it."""
    return directory.at(text.strip()[:50]) if turn.searches(area.key, text) else None


@area.screen
async def colleague(turn: Turn, number: str, query: str = "", page: int = 0) -> View:
    """The numbers of one, to copy or to keep; the switch has no id for them."""
    back = directory.at(query, page)
    everybody = await _everybody(turn)
    one = next((one for one in everybody if number in numbers_of(one).values()), None)
    if one is None:
        return View(_("The company no longer lists this contact."), back=back)
    numbers = numbers_of(one)
    buttons: list[Row] = [
        copy(_("{kind}: {number}", kind=kind, number=Phone(found)), dialable(found))
        for kind, found in numbers.items()
    ]
    buttons.append(await save_button(turn, number, name_of(one)))
    return View(
        Facts(name_of(one) or None, {kind: Phone(found) for kind, found in numbers.items()}),
        buttons=buttons,
        back=back,
    )


# ------------------------------------------------------------------ reading


async def _everybody(turn: Turn) -> list[DirectoryRecord]:
    """Whoever has a number, of all directories; a line without a company has none."""
    try:
        directories = await turn.api.get_phone_directory_list()
    except Rejected:
        return []
    read = [turn.api.get_phone_directory_info(one.i_ua_config_directory) for one in directories]
    found = [one for records in await asyncio.gather(*read) for one in records if numbers_of(one)]
    return sorted(found, key=lambda one: (name_of(one) or "~").casefold())
