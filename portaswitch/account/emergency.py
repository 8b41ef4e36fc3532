"""The emergency address (15): where an ambulance is sent when the account calls for one.

The record and its methods are proposals, and this one is about lives: show `update_e911_address`
only where the operator has mapped it, and the feature's `voice_location` elsewhere.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields

from portaswitch.account.calls import Calls
from portaswitch.rows import READ, UNKNOWN, WRITE, inside, row
from portaswitch.values import text


@dataclass(frozen=True, slots=True)
class EmergencyAddress:
    street: str
    house_number: str = ""
    unit: str = ""
    city: str = ""
    state: str = ""
    zip: str = ""
    country: str = ""
    name: str = ""
    """Who is to be looked for there."""


_FIELDS = " ".join(field.name for field in fields(EmergencyAddress))

ROWS = (
    row(
        "Account/get_e911_address",
        READ,
        "i_account",
        inside("e911_address", _FIELDS),
        certainty=UNKNOWN,
    ),
    row("Account/update_e911_address", WRITE, f"i_account {_FIELDS}", certainty=UNKNOWN),
)


class Emergency(Calls):
    async def get_e911_address(self) -> EmergencyAddress | None:
        """None where there is none yet."""
        answer = await self._call("get_e911_address", i_account=self.i_account)
        told = {name: text(value) for name, value in answer.items()}
        return EmergencyAddress(**told) if any(told.values()) else None

    async def update_e911_address(self, address: EmergencyAddress) -> None:
        """The whole address is sent: the flat of the old house must not stay in the new one."""
        await self._call("update_e911_address", i_account=self.i_account, **asdict(address))
