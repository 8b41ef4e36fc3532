"""The language in which the phone's own menus and prompts speak."""

from __future__ import annotations

from babel import Locale, UnknownLocaleError

from conversations.shared.wishes import to_provider
from dialogs import Area, Facts, HasFeature, OneOf, Panel, Setting, Switched, Turn, View, go
from locales import Text, _
from portaswitch import ProviderError

area = Area(
    "ivr",
    _("Phone language"),
    icon="🗣",
    group="centrex",
    section="sound",
    words=_("IVR language, voice menu language, phone language, prompts, announcements"),
    needs=HasFeature("lan_name"),
)

LANGUAGE = Switched("lan_name", "iso_639_1")


async def _installed(turn: Turn) -> dict[str, Text]:
    """What the operator says counts; else what the switch lists; else only what is set is known."""
    names = {code: _own_name(code) for code in turn.options.ivr_languages}
    if not names and turn.services.provider.contract.has("get_locale_list"):
        try:
            names = {one.i_lang: one.name for one in await turn.read("get_locale_list")}
        except ProviderError:
            names = {}
    now = await LANGUAGE.read(turn)
    if now is not None and now.value:
        names.setdefault(now.value, _own_name(now.value))
    return {code: _("{language}", language=name) for code, name in names.items()}


def _own_name(code: str) -> str:
    try:
        locale = Locale.parse(code, sep="-" if "-" in code else "_")
    except (ValueError, UnknownLocaleError):
        return code
    return (locale.display_name or code).capitalize()


settings = Panel(area, Setting(_("Menus speak"), LANGUAGE, OneOf(_installed)))


@area.start
async def ivr(turn: Turn) -> View:
    says = _("This is the language of voicemail menus and announcements on your phone.")
    installed = await _installed(turn)
    if len(installed) > 1:
        return await settings.view(turn, says)
    wish = _("Please tell me which languages my phone's menus can speak.")
    return View(
        says,
        Facts(None, {_("Menus speak"): name for name in installed.values()}),
        _("Your provider has not said which other languages there are."),
        buttons=[go(_("Ask your provider"), to_provider(turn, wish, area))],
    )
