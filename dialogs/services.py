"""What every turn may lean on; made once by `bot` and handed down."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeVar

from dialogs.mail import Mailer
from portaswitch import Provider
from store import Seal, Store

if TYPE_CHECKING:
    from dialogs.sessions import Sessions

Clock = Callable[[], datetime]
T = TypeVar("T")


def utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Options:
    """The operator's wishes that texts and areas show."""

    provider_name: str = ""
    contact: str = ""
    """How to reach a person: a phone number, an e-mail or a t.me address."""
    contact_url: str = ""
    forward_modes: tuple[str, ...] = ("C", "Y", "F", "U")
    """`forward_mode` values that subscribers may choose."""
    access_numbers: tuple[str, ...] = ()
    """Where subscribers reach their voicemail from other phones: E.164 without plus."""
    low_balance: str = "5"
    """The threshold a new link starts with."""
    associated_label: str = ""
    """What the associated number is for, in the operator's words; hidden without them."""
    associated_help: str = ""
    ivr_languages: tuple[str, ...] = ()
    """The languages whose prompts are installed; the switch's own list where there are none."""
    sip_server: str = ""
    """Where phones and apps register: a host name."""
    transfer_cap: str = "50"
    """The most phone credit that a line may send in a day, in its currency."""
    bot_username: str = ""


async def _nothing(chat_id: int, language: str) -> None:
    return None


@dataclass(slots=True)
class Services:
    store: Store
    seal: Seal
    provider: Provider
    sessions: Sessions
    options: Options = field(default_factory=Options)
    clock: Clock = utc_now
    mailer: Mailer | None = None
    """None where the operator has set no mail server."""
    replica: str = "one"
    """Who holds this process's leases."""
    lease_seconds: float = 30
    """How long a chat whose replica has died waits for another one."""
    checked: asyncio.Event = field(default_factory=asyncio.Event)
    """Set when the provider has been asked what it has."""
    wake: Callable[[], None] = lambda: None
    """Tells the deliverer that a notice is due now."""
    take_up: Callable[[int, float], None] = lambda chat_id, seconds: None
    """Brings a chat's unfinished updates again, in their order, after so many seconds."""
    observe: Callable[[str], None] = lambda outcome: None
    """Hears what became of each update: "handled", "failed" (it comes again), "given_up"."""
    say_commands: Callable[[int, str], Awaitable[None]] = _nothing
    """Shows a chat its commands in a language."""
    _shared: dict[type, Any] = field(default_factory=dict, repr=False)

    def shared(self, kind: type[T]) -> T:
        """This process's only object of a kind, made when first asked for: an area's cache."""
        if kind not in self._shared:
            self._shared[kind] = kind()
        found: T = self._shared[kind]
        return found
