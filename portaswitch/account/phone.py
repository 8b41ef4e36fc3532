"""The phone behind the line (5.4)."""

from __future__ import annotations

from dataclasses import dataclass

from portaswitch import parse
from portaswitch.account.calls import Calls
from portaswitch.parse import Json
from portaswitch.rows import READ, UNKNOWN, row
from portaswitch.values import flag, integer, mapping, text

ROWS = (
    row("Account/get_ua_info", READ, "i_account", "ua_info"),
    # Names are verified; the service, and what they answer, are not.
    row(
        "Account/get_sip_status",
        READ,
        "i_account",
        "sip_status contact=sip_info.contact user_agent=sip_info.user_agent",
        certainty=UNKNOWN,
    ),
    row("Account/get_sip_calls_list", READ, "i_account", "sip_calls_list", certainty=UNKNOWN),
)


@dataclass(frozen=True, slots=True)
class SipStatus:
    """`registered` is None where the switch does not say; `AccountInfo.sip_status` is verified."""

    registered: bool | None
    contact: str = ""
    """The phone's SIP address."""
    user_agent: str = ""


@dataclass(frozen=True, slots=True)
class SipCall:
    """A call that goes on now; every key is a proposal."""

    cli: str
    cld: str
    call_id: str = ""


@dataclass(frozen=True, slots=True)
class Device:
    """A phone that the provider has set up; which keys it has is a proposal."""

    i_ua: int | None
    name: str
    model: str = ""
    mac: str = ""


class Phone(Calls):
    async def get_sip_status(self) -> SipStatus:
        answer = await self._call("get_sip_status", i_account=self.i_account)
        return SipStatus(
            registered=flag(answer["sip_status"]),
            contact=text(answer["contact"]),
            user_agent=text(answer["user_agent"]),
        )

    async def get_sip_calls_list(self) -> tuple[SipCall, ...]:
        answer = await self._call("get_sip_calls_list", i_account=self.i_account)
        return parse.each("sip_call", answer["sip_calls_list"], _call)

    async def get_ua_info(self) -> Device | None:
        """None where the subscriber uses an app or a phone of their own."""
        answer = await self._call("get_ua_info", i_account=self.i_account)
        info = mapping(answer["ua_info"])
        return _device(info) if info else None


def _call(row: Json) -> SipCall:
    return SipCall(
        cli=text(row.get("CLI")), cld=text(row.get("CLD")), call_id=text(row.get("call_id"))
    )


def _device(info: Json) -> Device:
    return Device(
        i_ua=integer(info.get("i_ua")),
        name=text(info.get("name")),
        model=text(info.get("ua_type_name")),
        mac=text(info.get("mac")),
    )
