"""Incoming calls: how they ring and what the phone shows of them."""

from __future__ import annotations

from dialogs import Area, Feature, OnOff, Panel, Setting, Turn, View, go
from dialogs.setting import OFF
from locales import Text, _


async def _has_any(turn: Turn) -> bool:
    return not MEANINGS.keys().isdisjoint(await turn.features())


area = Area(
    "incoming",
    _("Incoming calls"),
    icon="📲",
    group="centrex",
    section="reached",
    words=_(
        "incoming calls, caller info, caller name, who is calling, call waiting, second call, "
        "ring tone, distinctive ring, colleagues"
    ),
    needs=_has_any,
)

settings = Panel(
    area,
    Setting(_("Company ring"), Feature("distinctive_ring_vpn"), OnOff()),
    Setting(_("Caller info"), Feature("clip"), OnOff()),
    # The flag limits calls that wait: "Y" means that there are none (6.3, inferred).
    Setting(_("Call waiting"), Feature("call_wait_limit"), OnOff(on=OFF)),
)


@area.start
async def incoming(turn: Turn) -> View:
    features = await turn.features()
    return await settings.view(
        turn,
        *(text(features[name].on) for name, text in MEANINGS.items() if name in features),
        buttons=[go(_("Answering"), "answering")],
    )


def _ring(on: bool) -> Text:
    if on:
        return _("Calls from your company's other phones ring with a tone of their own.")
    return _("All calls ring alike, also those from your company's other phones.")


def _caller(on: bool) -> Text:
    if on:
        return _("Your phone shows who is calling.")
    return _("Your phone does not show who is calling.")


def _waiting(limited: bool) -> Text:
    if limited:
        return _("While you talk, other callers find your line busy.")
    return _("While you talk, you hear when someone else calls.")


MEANINGS = {"distinctive_ring_vpn": _ring, "clip": _caller, "call_wait_limit": _waiting}
