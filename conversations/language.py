"""The language that the bot speaks; at first it is Telegram's."""

from __future__ import annotations

from conversations.shared import instep
from dialogs import Area, Result, Row, Step, Turn, View, do, go
from dialogs.faults import explain
from locales import LANGUAGES, Text, _
from portaswitch import ProviderError

area = Area(
    "language",
    _("Language"),
    icon="🌐",
    group="profile",
    command="language",
    about=_("Choose the language"),
    words=_("language, English, Ukrainian, translate, speak"),
    public=True,
    offline=True,
)


@area.start
async def languages(turn: Turn) -> View:
    return _drawn(turn)


def _drawn(turn: Turn, note: Text | None = None) -> View:
    """Every language by its own name, so that one finds it in a language one cannot read."""
    buttons: list[Row] = [
        do(_("{language}: in use", language=name), put.at(code))
        if code == turn.reader.language
        else do(name, put.at(code))
        for code, name in LANGUAGES.items()
    ]
    if turn.linked:
        buttons.append([go(_("Portal, time and dates"), "regional")])
    return View(_("Which language shall I speak?"), buttons=buttons, note=note)


@area.action
async def put(turn: Turn, code: str) -> Result:
    """The portal may fail to follow, but whoever cannot read this is understood all the same."""
    if code not in LANGUAGES:
        return Step(area.key)
    try:
        await instep.speak(turn, code)
    except ProviderError as error:
        said = explain(error, changing=True).text
        return _drawn(turn, _("The portal did not follow. {reason}", reason=said))
    return Step(area.key)
