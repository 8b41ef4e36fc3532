"""The language that the bot speaks; at first it is Telegram's."""

from __future__ import annotations

from dialogs import Area, Row, Step, Turn, View, do
from locales import LANGUAGES, _

area = Area(
    "language",
    _("Language"),
    icon="🌐",
    group="profile",
    command="language",
    about=_("Choose the language"),
    words=_("language, English, Ukrainian, translate"),
    public=True,
)


@area.start
async def languages(turn: Turn) -> View:
    """Every language by its own name, so that one finds it in a language one cannot read."""
    buttons: list[Row] = [
        do(_("{language}: in use", language=name), put.at(code))
        if code == turn.reader.language
        else do(name, put.at(code))
        for code, name in LANGUAGES.items()
    ]
    return View(_("Which language shall I speak?"), buttons=buttons)


@area.action
async def put(turn: Turn, code: str) -> Step:
    if code in LANGUAGES:
        turn.speak(code)
    return Step(area.key)
