"""The emergency address: where help is sent. Read back line by line, and confirmed once a year.

It is about lives, so it can be changed only where the operator has mapped the write: that the
switch lists a method of that name is not enough.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict

from dialogs import Area, Facts, Form, HasFeature, Result, Row, Step, Turn, View, ask, do, go, keep
from dialogs.fields import Line
from dialogs.setting import prefer
from line.emergency import MISSING, concern, confirmed_at, mark, remembered
from locales import Moment, Text, _
from portaswitch import EmergencyAddress, NotMapped
from store import links

area = Area(
    "emergency",
    _("Emergency address"),
    icon="🚑",
    group="centrex",
    section="calling",
    words=_(
        "emergency address, emergency calls, location, ambulance, fire, police, 911, 112, e911"
    ),
    needs=HasFeature("emergency", on=True),
)

WRITE = "update_e911_address"
LINES: Mapping[str, Text] = {
    "name": _("Name"),
    "street": _("Street"),
    "house_number": _("House number"),
    "unit": _("Flat or office"),
    "city": _("City"),
    "state": _("State or region"),
    "zip": _("Postal code"),
    "country": _("Country"),
}
NONE = _("none")


@area.start
async def emergency(turn: Turn) -> View:
    try:
        address = await _read(turn)
    except NotMapped:
        return await _location(turn)
    may_change = await _may_change(turn)
    locked = None if may_change else _("Locked: only your provider can change it.")
    if address is None:
        change = go(_("Set the address"), Address) if may_change else _request(turn)
        return View(MISSING, locked, buttons=[change])
    change = go(_("Change the address"), Address) if may_change else _request(turn)
    link = await turn.run(links.get, turn.link.id)
    wishes = link.alerts if link else {}
    at = confirmed_at(address, wishes)
    worry = concern(address, wishes, turn.now)
    buttons: list[Row] = []
    if worry is not None:
        buttons.append(do(_("It is right"), confirm.at(mark(address)), primary=True))
    return View(
        _("If you call for help from this line, it is sent here:"),
        Facts(None, _lines(address)),
        worry
        or (_("You said on {day} that this is right.", day=Moment(at, "date")) if at else None),
        locked,
        buttons=[*buttons, change],
    )


async def _read(turn: Turn) -> EmergencyAddress | None:
    address: EmergencyAddress | None = await turn.read("get_e911_address")
    return address


async def _location(turn: Turn) -> View:
    """A switch without the record may keep a location with the line's features."""
    feature = await turn.feature("voice_location")
    place = feature.value("primary_location") if feature else ""
    said = (
        Facts(None, {_("Where help is sent"): place})
        if place
        else _("Your provider does not show here where help is sent if you call for it.")
    )
    return View(said, _("Locked: only your provider can change it."), buttons=[_request(turn)])


def _request(turn: Turn) -> Row:
    wish = turn.reader.say(_("Please check the emergency address of this line with me."))
    return go(_("Ask for a change"), Step("help", "request", (wish, area.key)))


async def _may_change(turn: Turn) -> bool:
    provider = turn.services.provider
    feature = await turn.feature("emergency")
    mapped = provider.operations[WRITE].confirmed is True and provider.contract.has(WRITE)
    return mapped and feature is not None and not feature.locked


@area.action
async def confirm(turn: Turn, shown: str) -> Step:
    """It is right; of an address that has changed since it was shown, nobody has said that."""
    address = await _read(turn)
    if address is not None and mark(address) == shown:
        await turn.run(prefer, turn.link.id, remembered(address, turn.now))
    return Step(area.key)


# ------------------------------------------------------------------ changing it


class Part(Line):
    """One line of the address; what stands there now is an answer to tap."""

    def __init__(self, name: str, *, optional: bool = False) -> None:
        super().__init__(80)
        self.name, self.optional = name, optional

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        now = (turn.answers.get("before") or {}).get(self.name)
        return [*([(now, now)] if now else []), *([("", NONE)] if self.optional else [])]


@area.form
class Address(Form):
    """All lines are asked for: those of the old house must not stay in the new one."""

    before: dict[str, str] = keep()
    who: str = ask(_("Who is to be looked for there? Send the full name."), Part("name"))
    street: str = ask(_("Which street? Without the house number."), Part("street"))
    house_number: str = ask(_("Which house number?"), Part("house_number", optional=True))
    unit: str = ask(_("Which flat, floor or office?"), Part("unit", optional=True))
    city: str = ask(_("Which city or village?"), Part("city"))
    state: str = ask(_("Which state or region?"), Part("state", optional=True))
    zip: str = ask(_("Which postal code?"), Part("zip", optional=True))
    country: str = ask(_("Which country? For example US."), Part("country"))

    undone = _("Canceled. The emergency address was not changed.")

    async def opened(self, turn: Turn) -> Result:
        if not await _may_change(turn):
            return Step(area.key)
        address = await _read(turn)
        self.before = asdict(address) if address else {}
        return None

    async def review(self, turn: Turn) -> View:
        return View(
            _("Read every line: if you call for help, it is sent exactly here."),
            Facts(None, _lines(self.wished())),
            accept=_("Save this address"),
        )

    async def submit(self, turn: Turn) -> Result:
        if await _may_change(turn):
            await turn.api.update_e911_address(self.wished())
            # Who has read it line by line has said that it is right; if the switch keeps it
            # otherwise, the marks differ and it is asked for again.
            await turn.run(prefer, turn.link.id, remembered(self.wished(), turn.now))
        return Step(area.key)

    def wished(self) -> EmergencyAddress:
        said = {**self.answers, "name": self.who}
        return EmergencyAddress(**{name: said.get(name) or "" for name in LINES})


def _lines(address: EmergencyAddress) -> dict[Text, Text | str]:
    return {said: getattr(address, name) or NONE for name, said in LINES.items()}
