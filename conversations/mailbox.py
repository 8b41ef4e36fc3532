"""The mailbox by phone: what its voice menu does, its PIN, and how it keeps faxes."""

from __future__ import annotations

from conversations.shared.passing import shown_once
from conversations.shared.voicebox import (
    VmMember,
    can_change,
    explained,
    has_mailbox,
    new_secret,
    vm_settings,
)
from dialogs import Area, OnOff, Panel, Result, Row, Setting, Step, Turn, View, do, go
from dialogs.setting import ON
from locales import Text, _
from portaswitch.account.voicemail import FaxFormat, PromptLevel

area = Area(
    "mailbox",
    _("Mailbox settings"),
    icon="🗄",
    group="centrex",
    section="voicemail",
    command="mailbox",
    words=_(
        "mailbox settings, voicemail settings, PIN, mailbox password, voice menu, prompts, "
        "play messages, date and time, fax format, PDF, TIFF"
    ),
    needs=has_mailbox,
)

PIN_LENGTH = 6

MENUS: dict[str, tuple[Text, Text]] = {
    PromptLevel.STANDARD: (_("standard"), _("the usual explanations")),
    PromptLevel.EXTENDED: (_("detailed"), _("every key is explained")),
    PromptLevel.RAPID: (_("brief"), _("few words, for those who know the keys")),
}
FAXES: dict[str, tuple[Text, Text]] = {
    FaxFormat.SINGLE_PDF: (_("one PDF"), _("all pages in one file that opens everywhere")),
    FaxFormat.SINGLE_TIFF: (_("one TIFF"), _("all pages in one file, for archives")),
    FaxFormat.PNG_PER_PAGE: (_("PNG pages"), _("a picture of each page, easy to look at")),
    FaxFormat.TIFF_PER_PAGE: (_("TIFF pages"), _("a file for each page, for fax programs")),
}


def _no_pin(now: str, wanted: str) -> Text | None:
    if wanted != ON:
        return None
    return _(
        "Without a PIN, whoever calls your mailbox from your phone can hear your messages and "
        "delete them."
    )


settings = Panel(
    area,
    Setting(_("Play at once"), VmMember("auto_play"), OnOff()),
    Setting(_("Say the date"), VmMember("announce_dt"), OnOff()),
    Setting(_("Voice menu"), VmMember("prompt_levels"), explained(MENUS)),
    Setting(_("Faxes"), VmMember("fax_files_format"), explained(FAXES)),
    Setting(_("Without PIN"), VmMember("password_less"), OnOff(), warning=_no_pin),
)

MEANINGS = {
    "auto_play": (
        _("When you call your mailbox, new messages play at once."),
        _("When you call your mailbox, you hear its menu first."),
    ),
    "announce_dt": (
        _("Before each message you hear when it came."),
        _("Messages play without a word about when they came."),
    ),
    "password_less": (
        _("From your own phone the mailbox opens without its PIN."),
        _("The mailbox asks for its PIN."),
    ),
}


@area.start
async def mailbox(turn: Turn) -> View:
    now = await vm_settings(turn)
    flags = {name: getattr(now, name) for name in MEANINGS}
    more: list[Row] = [go(_("By e-mail"), "by_email")]
    if can_change(turn):
        more.insert(0, go(_("New PIN"), pin))
    return await settings.view(
        turn,
        *(MEANINGS[name][not on] for name, on in flags.items() if on is not None),
        buttons=more,
    )


@area.screen
async def pin(turn: Turn) -> View:
    return View(
        _(
            "I set a new PIN of {n} digits and show it to you for a minute. "
            "The old one stops working at once.",
            n=PIN_LENGTH,
        ),
        buttons=[do(_("Set a new PIN"), new_pin, primary=True)],
    )


@area.action
async def new_pin(turn: Turn) -> Result:
    code = await new_secret(turn, "password", PIN_LENGTH)
    return shown_once(_("The new PIN of your mailbox:"), code, Step(area.key))
