"""Another address: every line is asked for, and read back before it is saved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from conversations.emergency.base import area, may_change, read
from conversations.shared.fields import CountryCode
from dialogs import Facts, Form, Line, Result, Step, Turn, View, ask, keep
from dialogs.setting import prefer
from line.emergency import LINES, NONE, lines, remembered
from locales import Text, _
from portaswitch import EmergencyAddress


class Part(Line):
    """One line of the address; what stands there now is an answer to tap."""

    def __init__(self, name: str, *, optional: bool = False) -> None:
        super().__init__(80)
        self.name, self.optional = name, optional

    async def options(self, turn: Turn) -> Sequence[tuple[str, Text | str]]:
        now = (turn.answers.get("before") or {}).get(self.name)
        return [*([(now, now)] if now else []), *([("", NONE)] if self.optional else [])]


class Country(Part):
    """By its code or its name, kept as its code: whoever sends help must not have to guess."""

    async def parse(self, turn: Turn, text: str) -> str:
        return await CountryCode().parse(turn, text)


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
    country: str = ask(_("Which country? For example US."), Country("country"))

    undone = _("Canceled. The emergency address was not changed.")

    async def opened(self, turn: Turn) -> Result:
        if not await may_change(turn):
            return Step(area.key)
        address = await read(turn)
        self.before = asdict(address) if address else {}
        return None

    async def review(self, turn: Turn) -> View:
        return View(
            _("Read every line: if you call for help, it is sent exactly here."),
            Facts(None, lines(self.wished())),
            accept=_("Save this address"),
        )

    async def submit(self, turn: Turn) -> Result:
        if await may_change(turn):
            await turn.api.update_e911_address(self.wished())
            # Who has read it line by line has said that it is right; if the switch keeps it
            # otherwise, the marks differ and it is asked for again.
            await turn.run(prefer, turn.link.id, remembered(self.wished(), turn.now))
        return Step(area.key)

    def wished(self) -> EmergencyAddress:
        said = {**self.answers, "name": self.who}
        return EmergencyAddress(**{name: said.get(name) or "" for name in LINES})
