"""DISA: calls from any phone at this line's cost. Off unless wanted, and off again by itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from conversations.shared.changes import PuttingBack
from conversations.shared.fields import End, end_ahead
from conversations.shared.passing import shown_once
from conversations.shared.reauth import OwnPassword, has_login
from conversations.shared.voicebox import can_change, change, has_mailbox, new_secret, vm_settings
from conversations.shared.wishes import to_provider
from dialogs import Area, Form, Listing, NotNow, Result, Row, Step, Turn, View, ask, copy, do, go
from line.numbers import region_of
from locales import Moment, Phone, Sayable, Text, _
from portaswitch import Rejected
from store import timed
from store.timed import DISA, Timed


async def _has_disa(turn: Turn) -> bool:
    return await has_mailbox(turn) and (await vm_settings(turn)).disa_enabled is not None


area = Area(
    "disa",
    _("Calls from elsewhere"),
    icon="🧳",
    group="centrex",
    section="calling",
    command="disa",
    words=_(
        "DISA, calls from elsewhere, travel, roaming, abroad, hotel phone, access number, "
        "business trip, call through my line"
    ),
    needs=_has_disa,
)

SCREEN = Step(area.key)
PIN_LENGTH = 8
"""Machines try codes out, so this one is longer than what a person has to remember."""

WHAT = _(
    "With DISA you call an access number from any phone, type a PIN, and go on as if you called "
    "from your own phone. You pay for these calls as for your own."
)
FRAUD = _(
    "Whoever has the access number and the PIN can call anywhere in the world at your cost. "
    "Machines try out PINs, and such bills can be very high. Tell nobody the PIN, and keep DISA "
    "off while you do not travel."
)


@area.start
async def disa(turn: Turn) -> View:
    return await _draw(turn)


async def _draw(turn: Turn, note: Text | None = None) -> View:
    card_button = go(_("How to call"), card)
    if not (await vm_settings(turn)).disa_enabled:
        return View(WHAT, _("DISA is off."), buttons=[await _way_on(turn), card_button], note=note)
    row = await _end(turn)
    state = _("DISA is on. It stays on until you switch it off.")
    if row is not None:
        state = _("DISA is on until {moment}; then it goes off.", moment=Moment(row.until))
    buttons: list[Row] = []
    if can_change(turn):
        buttons = [
            do(_("Switch DISA off"), off, primary=True),
            go(_("Another end") if row else _("Choose an end"), Until),
            *([go(_("New PIN"), NewPin)] if await has_login(turn) else []),
        ]
    return View(
        state,
        FRAUD,
        buttons=[*buttons, card_button],
        note=note,
    )


async def _way_on(turn: Turn) -> Row:
    if can_change(turn) and await has_login(turn):
        return go(_("Switch DISA on"), SwitchOn)
    wish = _("Please switch DISA on for my line.")
    return go(_("Ask for a change"), to_provider(turn, wish, area))


class WithEnd(Form):
    until: str = ask(
        _("Until when do you need it? You can also type it, for example “Friday 18:00”."), End()
    )


@area.form
class SwitchOn(WithEnd, OwnPassword):
    reason = _("With DISA one can call at your cost, so I make sure that it is you.")
    undone = _("Canceled. DISA stays off.")

    async def opened(self, turn: Turn) -> Result:
        return SCREEN if (await vm_settings(turn)).disa_enabled else None

    async def review(self, turn: Turn) -> View:
        end = end_ahead(self, turn)
        return View(
            _("Switch DISA on?"),
            FRAUD,
            _("It switches itself off: {moment}.", moment=Moment(end)) if end else None,
            accept=_("Switch DISA on"),
            danger=True,
        )

    async def submit(self, turn: Turn) -> Result:
        # Its end is stored first: whatever happens now, DISA does not stay on by accident.
        await _end_at(turn, end_ahead(self, turn))
        try:
            return await _set_pin(turn, _("DISA is on. Its PIN:"), disa_enabled=True)
        except Rejected:
            await _end_at(turn, None)
            raise


@area.form
class Until(WithEnd):
    undone = _("Canceled. DISA stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        end = end_ahead(self, turn)
        if (await vm_settings(turn)).disa_enabled:
            await _end_at(turn, end)
        return SCREEN


@area.action
async def off(turn: Turn) -> Result:
    await change(turn, disa_enabled=False)
    await turn.run(_replace_end, turn, None)
    return SCREEN


@area.form
class NewPin(OwnPassword):
    reason = _(
        "I set a new PIN of {n} digits and show it to you for a minute. "
        "The old one stops working at once.",
        n=PIN_LENGTH,
    )
    undone = _("Canceled. The PIN stays as it was.")

    async def submit(self, turn: Turn) -> Result:
        return await _set_pin(turn, _("The new PIN of DISA:"))


async def _set_pin(turn: Turn, said: Text, **others: bool) -> Result:
    try:
        code = await new_secret(turn, "disa_password", PIN_LENGTH, **others)
    except NotNow as unknown:
        return await _draw(turn, unknown.reason)
    return shown_once(said, code, SCREEN)


# ---------------------------------------------------------------------- to take along


@area.screen
async def card(turn: Turn) -> View:
    """Kept in the chat, as there may be no network where it is needed."""
    numbers = _nearest_first(turn)
    if not numbers:
        return View(
            _("Your provider has not written down the access number here. Ask before you leave."),
            buttons=[go(_("Talk to a person"), "help")],
        )
    on = (await vm_settings(turn)).disa_enabled
    return View.receipt(
        _("Travel card: how to call from any phone"),
        Listing(
            [
                _("Call an access number: one of the country where you are costs least."),
                _("Choose the option for DISA."),
                _("Type the PIN of DISA."),
                _("Type the number that you want to reach, with its country code."),
            ],
            numbered=True,
        ),
        _("Access numbers:"),
        Listing([_("{country}: {number}", **_place(turn, one)) for one in numbers]),
        None if on else _("DISA is off now. Switch it on before you leave."),
        buttons=[copy(Phone(one), f"+{one}") for one in numbers],
    )


def _nearest_first(turn: Turn) -> list[str]:
    """The own country's before the others."""
    home = region_of(turn.link.number)
    return sorted(turn.options.access_numbers, key=lambda one: region_of(one) != home)


def _place(turn: Turn, number: str) -> dict[str, Sayable]:
    region = region_of(number)
    country = turn.reader.locale.territories.get(region) if region else None
    return {"country": country or _("Another country"), "number": Phone(number)}


# ---------------------------------------------------------------------- its end


async def _end(turn: Turn) -> Timed | None:
    rows = await turn.run(timed.active_of_link, turn.link.id, DISA)
    return rows[0] if rows else None


async def _end_at(turn: Turn, until: datetime | None) -> None:
    if not await turn.run(_replace_end, turn, until):
        raise PuttingBack


def _replace_end(conn: Connection, turn: Turn, until: datetime | None) -> bool:
    """Another end, or none. False: it is being switched off at this moment."""
    now = turn.services.clock()
    for row in timed.active_of_link(conn, turn.link.id, DISA):
        if not timed.cancel(conn, row.id, now):
            return False
    if until is not None:
        nothing = turn.services.seal.seal("")
        new = timed.add(
            conn,
            link_id=turn.link.id,
            chat_id=turn.chat.chat_id,
            what=DISA,
            snapshot=nothing,
            until=until,
            now=now,
        )
        timed.arm(conn, new, nothing)
    return True


@area.notice("disa_ended")
async def ended(turn: Turn, **_found: object) -> View:
    return View.card(_("DISA has switched itself off, as you wanted."), buttons=[_open()])


@area.notice("disa_stuck", urgent=True)
async def stuck(turn: Turn, **_found: object) -> View | None:
    if not (await vm_settings(turn)).disa_enabled:
        return None
    return View.card(
        _(
            "DISA should be off by now, but I cannot switch it off: the provider refuses it or "
            "does not answer. Whoever has the PIN can still call at your cost."
        ),
        buttons=[_open(), go(_("Talk to a person"), "help")],
    )


def _open() -> Row:
    return go(area.title, area.key)
