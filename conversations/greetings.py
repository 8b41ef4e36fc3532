"""Greetings: what callers hear before they leave a message, played before it is chosen."""

from __future__ import annotations

import asyncio
from datetime import timedelta

from conversations.shared.sounds import Sound, playable
from conversations.shared.voicebox import can_change, change, has_mailbox, vm_settings
from dialogs import Area, Listing, Result, Row, Step, Turn, View, do, go, keep
from dialogs.view import Media
from locales import Sayable, Span, Text, _
from portaswitch.account.voicemail import Greeting
from portaswitch.errors import Rejected, TooLarge
from portaswitch.records import Audio

area = Area(
    "greetings",
    _("Greetings"),
    icon="👋",
    group="centrex",
    section="voicemail",
    words=_("greeting, greetings, announcement, away message, absence, record my name, prompt"),
    needs=has_mailbox,
)

SCREEN = Step(area.key)

KINDS: dict[str, tuple[Text, Text]] = {
    Greeting.STANDARD: (_("Standard"), _("the announcement of your provider")),
    Greeting.EXTENDED_ABSENCE: (_("Extended absence"), _("for when you are away for longer")),
    Greeting.PERSONAL: (_("Personal"), _("a greeting in your own words")),
    Greeting.NAME: (_("Name"), _("the announcement with your name, said by you")),
}
LONGEST = timedelta(seconds=60)
LONGEST_NAME = timedelta(seconds=10)

NOT_RECORDED = _("There is no recording of it yet.")
NOT_HANDED_OUT = _(
    "Your provider does not hand out its sound. To hear it, call your line from another phone and "
    "do not answer."
)
UNHEARD = _("I cannot play it here.")
TOO_LARGE = _("It is too large to send here.")


def _can(turn: Turn, operation: str) -> bool:
    return turn.services.provider.contract.has(operation)


def _name(kind: str) -> Sayable:
    return KINDS[kind][0] if kind in KINDS else kind


# ------------------------------------------------------------------ which there are


@area.start
async def greetings(turn: Turn) -> View:
    return await _overview(turn)


async def _overview(turn: Turn, note: Text | None = None, offered: str = "") -> View:
    """With `offered`, the greeting that was just recorded can be put to use at once."""
    used = (await vm_settings(turn)).greetings
    buttons: list[Row] = []
    if offered and offered != used and can_change(turn):
        buttons.append([do(_("Use it now"), choose.at(offered), primary=True)])
    buttons += [
        go(_("{greeting}, in use", greeting=name) if kind == used else name, listen.at(kind))
        for kind, (name, _about) in KINDS.items()
    ]
    return View(
        _used(used),
        Listing(
            [_("• {greeting}: {about}", greeting=one, about=why) for one, why in KINDS.values()]
        ),
        _("Tap one to hear it."),
        buttons=buttons,
        note=note,
    )


def _used(kind: str) -> Text | None:
    return _("Callers hear now: {greeting}.", greeting=_name(kind)) if kind else None


# ------------------------------------------------------------------ one of them


@area.screen
async def listen(turn: Turn, kind: str) -> Result:
    """One greeting, as a card that plays it where there is a sound."""
    if kind not in KINDS:
        return SCREEN
    sound, settings = await asyncio.gather(_sound(turn, kind), vm_settings(turn))
    name, about = KINDS[kind]
    used = settings.greetings == kind
    blocks = (
        _("{greeting}: {about}.", greeting=name, about=about),
        _("In use: this is what callers hear.") if used else _used(settings.greetings),
    )
    buttons = _ways(turn, kind, used=used, recorded=sound is not NOT_RECORDED)
    if isinstance(sound, Text):
        return View(*blocks, sound, buttons=buttons, back=SCREEN)
    return View.card(*blocks, buttons=buttons, media=sound, back=SCREEN, redraw=listen.at(kind))


async def _sound(turn: Turn, kind: str) -> Media:
    if not _can(turn, "get_vm_greeting"):
        return UNHEARD
    try:
        return await playable(await turn.api.get_vm_greeting(kind))
    except TooLarge:
        return TOO_LARGE
    except Rejected:
        return NOT_RECORDED if kind != Greeting.STANDARD else NOT_HANDED_OUT


def _ways(turn: Turn, kind: str, *, used: bool, recorded: bool) -> list[Row]:
    ways: list[Row] = []
    if recorded and not used and can_change(turn):
        ways.append(do(_("Use this one"), use.at(kind), primary=True))
    if kind == Greeting.STANDARD:
        return ways
    if _can(turn, "set_vm_greeting"):
        ways.append(go(_("Record it anew") if recorded else _("Record it"), Record.at(kind)))
    if recorded and _can(turn, "delete_vm_greeting"):
        ways.append(do(_("Delete"), deleting.at(kind)))
    return ways


@area.action
async def use(turn: Turn, kind: str) -> Result:
    """From the card that plays it."""
    if kind in KINDS:
        await change(turn, greetings=kind)
    return listen.at(kind)


@area.action
async def choose(turn: Turn, kind: str) -> Step:
    """From the list, right after it was recorded."""
    if kind in KINDS:
        await change(turn, greetings=kind)
    return SCREEN


@area.screen
async def deleting(turn: Turn, kind: str) -> View:
    used = (await vm_settings(turn)).greetings == kind
    return View.card(
        _("Delete your recording for good? {greeting}", greeting=_name(kind)),
        _("It is in use: your provider then chooses what callers hear.") if used else None,
        buttons=[
            do(_("Keep it"), listen.at(kind)),
            do(_("Delete for good"), delete.at(kind), danger=True),
        ],
        back=SCREEN,
    )


@area.action
async def delete(turn: Turn, kind: str) -> View:
    await turn.api.delete_vm_greeting(kind)
    used = (await vm_settings(turn)).greetings
    gone = _("{greeting}: the recording is deleted.", greeting=_name(kind))
    return View.card(gone, _used(used), back=SCREEN, redraw=listen.at(kind))


# ------------------------------------------------------------------ recording


@area.form
class Record(Sound):
    given = ("kind",)

    kind: str = keep()
    undone = _("Canceled. No greeting was saved.")

    async def opened(self, turn: Turn) -> Result:
        own = self.kind in KINDS and self.kind != Greeting.STANDARD
        return None if own and _can(turn, "set_vm_greeting") else SCREEN

    def most(self) -> timedelta:
        return LONGEST_NAME if self.kind == Greeting.NAME else LONGEST

    async def invitation(self, turn: Turn) -> View:
        return View(
            _("{greeting}: {about}.", greeting=_name(self.kind), about=KINDS[self.kind][1]),
            _(
                "Hold the microphone and speak. A forwarded voice note or an audio file will do "
                "too: up to {most}, up to 20 MB.",
                most=Span(self.most(), "long"),
            ),
            _("I cut the silence at both ends, make it as loud as it should be, and play it back."),
        )

    async def submit(self, turn: Turn) -> View:
        sound = await self.converted(turn)
        audio = Audio(sound.content, "audio/wav", f"{self.kind}.wav")
        await turn.api.set_vm_greeting(self.kind, audio)
        saved = _("{greeting}: your provider has the new recording.", greeting=_name(self.kind))
        return await _overview(turn, saved, self.kind)
