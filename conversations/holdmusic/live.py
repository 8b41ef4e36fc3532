"""The follow-up: a new music is told when it is live, which takes the switch some minutes."""

from __future__ import annotations

from datetime import timedelta

from conversations.holdmusic.base import SWITCH, area, own, playing
from dialogs import Turn, View, go
from dialogs.setting import ON
from locales import _
from portaswitch.account.music import MohStatus
from store import notices
from store.notices import NewNotice

LIVE_AFTER = timedelta(minutes=10)
"""The provider's promise; whether it has come true is looked up then."""
LOOK_AGAIN = timedelta(minutes=5)
MOST_LOOKS = 6


async def follow(turn: Turn, i_moh: int, looks: int = 0) -> None:
    """Look whether it is live when it should be, and again while it is not."""
    now = turn.services.clock()
    notice = NewNotice(
        link_id=turn.link.id,
        chat_id=turn.chat.chat_id,
        kind="hold_music",
        args={"i_moh": i_moh, "looks": looks},
        dedupe_key=f"hold_music:{turn.link.id}:{i_moh}:{looks}",
        due_at=now + (LOOK_AGAIN if looks else LIVE_AFTER),
    )
    await turn.run(notices.add, [notice], now)


@area.notice("hold_music")
async def live(turn: Turn, i_moh: int, looks: int = 0, **_found: object) -> View | None:
    item = next((one for one in await own(turn) if one.i_moh == i_moh), None)
    if item is None:
        return None
    if item.status == MohStatus.PENDING and looks < MOST_LOOKS:
        await follow(turn, i_moh, looks + 1)
        return None
    switch, used = await SWITCH.read(turn), await playing(turn)
    change = go(area.title, area.key)
    if item.status == MohStatus.PENDING:
        late = _(
            "Your music “{music}” is still not live. Your provider can tell why.", music=item.name
        )
        return View.card(late, buttons=[go(_("Talk to a person"), "help"), change])
    if used != item or switch is None or switch.value != ON:
        ready = _("Your music “{music}” is ready, but not in use.", music=item.name)
        return View.card(ready, buttons=[change])
    return View.card(
        _("Your music “{music}” is live now.", music=item.name),
        _(
            "To hear it, call {number} from another phone, answer, and put the call on hold.",
            number=turn.link.number,
        ),
        buttons=[change],
    )
