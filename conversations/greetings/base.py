"""What all screens of "Greetings" share: the area, the kinds, how one is named."""

from __future__ import annotations

from conversations.shared.voicebox import has_mailbox
from dialogs import Area, Step, Turn
from locales import Sayable, Text, _
from portaswitch.account.voicemail import Greeting

area = Area(
    "greetings",
    _("Greetings"),
    icon="👋",
    group="centrex",
    section="voicemail",
    words=_(
        "greeting, greetings, voicemail greeting, announcement, away message, absence, "
        "record my name, prompt"
    ),
    needs=has_mailbox,
)

SCREEN = Step(area.key)

KINDS: dict[str, tuple[Text, Text]] = {
    Greeting.STANDARD: (_("Standard"), _("the announcement of your provider")),
    Greeting.EXTENDED_ABSENCE: (_("Extended absence"), _("for when you are away for longer")),
    Greeting.PERSONAL: (_("Personal"), _("a greeting in your own words")),
    Greeting.NAME: (_("Name"), _("the announcement with your name, said by you")),
}


def card(kind: str) -> Step:
    """One greeting, to be heard."""
    return Step(area.key, "listen", (kind,))


def can(turn: Turn, operation: str) -> bool:
    return turn.services.provider.contract.has(operation)


def name_of(kind: str) -> Sayable:
    return KINDS[kind][0] if kind in KINDS else kind


def used_now(kind: str) -> Text | None:
    return _("Callers hear now: {greeting}.", greeting=name_of(kind)) if kind else None
