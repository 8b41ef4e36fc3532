"""Voicemail by e-mail: to which address messages go, what of them is sent, and as which sound."""

from __future__ import annotations

from typing import Any

from conversations.shared.confirming import ConfirmedEmail
from conversations.shared.voicebox import (
    VmMember,
    can_change,
    change,
    explained,
    has_mailbox,
    vm_settings,
)
from conversations.shared.wishes import to_provider
from dialogs import Area, Panel, Result, Row, Setting, Step, Turn, View, do, go
from locales import Text, _
from portaswitch.account.voicemail import AudioFormat, EmailAction

area = Area(
    "by_email",
    _("Voicemail by e-mail"),
    icon="📧",
    group="centrex",
    command="byemail",
    section="voicemail",
    words=_(
        "voicemail by e-mail, email, mail, send messages, attachment, copy, transcript, "
        "voice to text, MP3, WAV"
    ),
    needs=has_mailbox,
)

ACTIONS: dict[str, tuple[Text, Text]] = {
    EmailAction.COPY: (_("a copy"), _("the message also stays in the mailbox")),
    EmailAction.NOTIFY: (_("a note"), _("only that there is a message; it stays in the mailbox")),
    EmailAction.VOICE_TO_TEXT: (_("its text"), _("what was said, in writing")),
    EmailAction.FORWARD: (_("the message"), _("it leaves the mailbox")),
    EmailAction.FORWARD_AS_ATTACHMENT: (
        _("a file"),
        _("the message, attached to a mail; it leaves the mailbox"),
    ),
    EmailAction.NONE: (_("nothing"), _("messages stay in the mailbox")),
}
SOUNDS: dict[str, tuple[Text, Text]] = {
    AudioFormat.MP3: (_("MP3"), _("plays everywhere, and is small")),
    AudioFormat.WAV: (_("WAV"), _("the sound as it was recorded, in a large file")),
}
LEAVING = (EmailAction.FORWARD, EmailAction.FORWARD_AS_ATTACHMENT)
WITH_SOUND = (EmailAction.COPY, *LEAVING)


def _leaves(now: str, wanted: str) -> Text | None:
    if wanted not in LEAVING or now in LEAVING:
        return None
    return _(
        "New messages will leave your mailbox: you can no longer hear them by phone, and they no "
        "longer come to this chat. If the mail is lost, so is the message. A copy has no such risk."
    )


async def _sends_anything(turn: Turn) -> bool:
    return bool((await vm_settings(turn)).ext_email)


async def _sends_sound(turn: Turn) -> bool:
    now = await vm_settings(turn)
    return bool(now.ext_email) and now.ext_email_action in WITH_SOUND


ACTION = VmMember("ext_email_action")
settings = Panel(
    area,
    Setting(
        _("Mailed"),
        ACTION,
        explained(ACTIONS),
        _sends_anything,
        _leaves,
    ),
    Setting(
        _("Sound"),
        VmMember("ext_email_audio_format"),
        explained(SOUNDS),
        _sends_sound,
    ),
)


@area.start
async def by_email(turn: Turn) -> View:
    return await _draw(turn)


async def _draw(turn: Turn, note: Text | None = None) -> View:
    now = await vm_settings(turn)
    buttons: list[Row] = []
    if can_change(turn) and now.ext_email:
        buttons = [go(_("Another address"), Address), go(_("Forget the address"), forgetting)]
    elif can_change(turn):
        buttons = [go(_("Enter an address"), Address)]
    elif not now.ext_email:
        wish = _("Please let me have my voicemail by e-mail.")
        buttons = [go(_("Ask for a change"), to_provider(turn, wish, area))]
    drawn = await settings.view(
        turn, _meaning(now.ext_email_action, now.ext_email), buttons=buttons
    )
    return drawn.with_note(note)


def _meaning(action: str, address: str) -> Text:
    if not address:
        return _("Your messages stay in the mailbox. They can also go to an e-mail address.")
    match action:
        case EmailAction.COPY:
            return _("A copy of each message goes to {address}.", address=address)
        case EmailAction.NOTIFY:
            return _("{address} gets a note about each message.", address=address)
        case EmailAction.VOICE_TO_TEXT:
            return _("The words of each message go to {address}.", address=address)
        case EmailAction.FORWARD | EmailAction.FORWARD_AS_ATTACHMENT:
            return _("Each message goes to {address} and leaves the mailbox.", address=address)
        case _:
            return _("Nothing is sent to {address}: messages stay in the mailbox.", address=address)


@area.form
class Address(ConfirmedEmail):
    undone = _("Canceled. The address stays as it was.")

    async def which(self, turn: Turn) -> Any:
        now = (await vm_settings(turn)).ext_email
        return View(
            _("Which e-mail address shall your messages go to?"),
            _("Now: {state}", state=now) if now else None,
        )

    async def with_address(self, turn: Turn, address: str, confirmed: bool) -> Result:
        if confirmed:
            return await _used(turn, address, _("{address} is confirmed.", address=address))
        return View(
            _("I cannot send a code to {address}, so please look at it again.", address=address),
            _("With a wrong letter in it, somebody else gets your messages."),
            buttons=[do(_("It is right"), use.at(address)), go(_("Correct it"), Address)],
        )


@area.action
async def use(turn: Turn, address: str) -> Result:
    return await _used(turn, address, _("{address} is saved, but not confirmed.", address=address))


async def _used(turn: Turn, address: str, note: Text) -> Result:
    """An address alone does nothing: what goes there is asked at once, if nothing does yet."""
    await change(turn, ext_email=address)
    if (await vm_settings(turn)).ext_email_action != EmailAction.NONE:
        return await _draw(turn, note)
    asked = await settings.choose(turn, ACTION.key)
    return asked.with_note(note) if isinstance(asked, View) else asked


@area.screen
async def forgetting(turn: Turn) -> Result:
    now = await vm_settings(turn)
    if not now.ext_email:
        return Step(area.key)
    return View(
        _(
            "Forget {address}? Nothing is mailed then, and your messages stay in the mailbox.",
            address=now.ext_email,
        ),
        buttons=[
            do(_("Keep it"), Step(area.key)),
            do(_("Forget the address"), forget, danger=True),
        ],
    )


@area.action
async def forget(turn: Turn) -> Result:
    await change(turn, ext_email="", ext_email_action=EmailAction.NONE)
    return Step(area.key)
