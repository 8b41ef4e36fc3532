"""The associated number: what it is for, only the provider knows, so it also finds the words."""

from __future__ import annotations

from conversations.shared.fields import PhoneNumber
from dialogs import Area, Panel, Setting, Switched, Turn, Typed, View
from locales import Phone, _


async def _is_explained(turn: Turn) -> bool:
    """Without the provider's words nobody would know what to enter."""
    named = bool(turn.options.associated_label)
    return named and await turn.feature("associated_number") is not None


area = Area(
    "associated",
    _("Associated number"),
    icon="🔗",
    group="centrex",
    section="people",
    words=_("associated number, linked number"),
    needs=_is_explained,
)


settings = Panel(
    area,
    Setting(
        lambda turn: turn.options.associated_label,
        Switched("associated_number", "redirect_number"),
        Typed(
            _("Send the number, or share a contact."),
            PhoneNumber(),
            clear=_("No number"),
            shown=Phone,
        ),
    ),
)


@area.start
async def associated(turn: Turn) -> View:
    return await settings.view(turn, turn.options.associated_help or None)
