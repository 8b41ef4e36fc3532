"""What people on hold hear now: on or off, and which music."""

from __future__ import annotations

from collections.abc import Sequence

from conversations.holdmusic.base import CHOSEN, SWITCH, area, can, music, own, playing
from dialogs import OneOf, OnOff, Panel, Row, Setting, Step, Turn, View, go
from dialogs.setting import ON
from dialogs.view import Said
from locales import Text, _
from portaswitch.account.music import MohItem, MohOwner, MohStatus


async def _choices(turn: Turn) -> dict[str, Said]:
    """Own music and the company's: what the switch itself has is not for choosing (14)."""
    known, state = await music(turn), await CHOSEN.read(turn)
    choices: dict[str, Said] = {"": _("provider's choice")}
    choices |= {str(one.i_moh): one.name for one in known.moh_list}
    if state is not None and state.value not in choices:
        names = {str(one.i_moh): one.name for one in known.default_moh_list}
        choices[state.value] = names.get(state.value, _("music that is gone"))
    return choices


async def _effects(turn: Turn, values: Sequence[str]) -> Sequence[Text]:
    items = {str(one.i_moh): one for one in (await music(turn)).moh_list}
    return [_whose(items.get(value)) for value in values]


def _whose(item: MohItem | None) -> Text:
    if item is None:
        return _("what your provider plays")
    if item.owner != MohOwner.ACCOUNT:
        return _("for all lines of your company")
    if item.status == MohStatus.PENDING:
        return _("your own, not live yet")
    return _("your own")


async def _is_choice(turn: Turn) -> bool:
    """A list with the provider's choice alone leaves nothing to choose."""
    return can(turn, "get_moh_list") and len(await _choices(turn)) > 1


settings = Panel(
    area,
    Setting(_("Music on hold"), SWITCH, OnOff()),
    Setting(_("Playing"), CHOSEN, OneOf(_choices, _effects), shown=_is_choice),
)


@area.start
async def holdmusic(turn: Turn) -> View:
    return await draw(turn)


async def draw(turn: Turn, note: Text | None = None) -> View:
    state = await SWITCH.read(turn)
    more: list[Row] = []
    if state is not None and not state.locked:
        if can(turn, "upload_moh"):
            more.append(go(_("Send my own"), Step(area.key, "Send")))
        if can(turn, "delete_moh") and await own(turn):
            more.append(go(_("Delete music"), Step(area.key, "remove")))
    on = state is not None and state.value == ON
    return (await settings.view(turn, *await _heard(turn, on=on), buttons=more)).with_note(note)


async def _heard(turn: Turn, *, on: bool) -> list[Text]:
    """What somebody hears whom the subscriber puts on hold."""
    if not on:
        return [_("People you put on hold hear silence.")]
    if not can(turn, "get_moh_list"):
        return [_("People you put on hold hear music.")]
    now = await playing(turn)
    if now is None:
        return [
            _(
                "Music on hold is on, but no music is chosen: people you put on hold may hear "
                "silence. Choose some, or send your own."
            )
        ]
    if now.status == MohStatus.PENDING:
        return [
            _("Chosen for people you put on hold: {music}.", music=now.name),
            _("It is new and not live yet: that takes up to ten minutes."),
        ]
    return [_("People you put on hold hear: {music}.", music=now.name)]
