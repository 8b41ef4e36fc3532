"""Call recording: which calls are recorded by themselves; the law comes before the first one."""

from __future__ import annotations

from dialogs import Area, HasFeature, Marks, Panel, Setting, Switched, Turn, View
from locales import Joined, Text, _

area = Area(
    "recording",
    _("Call recording"),
    icon="⏺",
    group="centrex",
    section="reached",
    words=_("call recording, record calls, record my calls, tape"),
    needs=HasFeature("call_recording"),
)

AUTOMATIC = Switched("call_recording", "auto_record")
MADE, RECEIVED, FORWARDED = 1, 2, 4
NONE = "0"

LAW = _(
    "The law has a say in recordings: in many places everybody on the call must know of it, and in "
    "some everybody must agree before it begins. It is up to you to tell them, in each call."
)


def _before_the_first(now: str, wanted: str) -> Text | None:
    """Switching off, or recording more of what is recorded already, needs no notice."""
    return LAW if now in ("", NONE) and wanted != NONE else None


CALLS = Marks(
    {MADE: _("calls I make"), RECEIVED: _("calls I get"), FORWARDED: _("forwarded calls")},
    none=_("off"),
)
settings = Panel(area, Setting(_("Recording"), AUTOMATIC, CALLS, warning=_before_the_first))


@area.start
async def recording(turn: Turn) -> View:
    return await settings.view(turn, await _state(turn))


async def _state(turn: Turn) -> Text:
    state = await AUTOMATIC.read(turn)
    if state is None or state.value in ("", NONE):
        return _("Your calls are not recorded automatically.")
    return _(
        "Recorded automatically: {calls}. Tell the others so in each call.",
        calls=Joined(CALLS.chosen(state.value)),
    )
