"""Money moves exactly once: a claimed row before the call, its outcome after it."""

from __future__ import annotations

import asyncio
import dataclasses
import types
import typing
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta
from decimal import Decimal
from typing import Any, TypeVar

import orjson
import structlog

from dialogs.fields import Invalid
from dialogs.services import Services
from portaswitch.errors import ProviderError, Rejected, Unavailable
from store import Seal, SealBroken, Sealed, operations
from store.links import Link
from store.operations import Claimed, Existing

log = structlog.get_logger(__name__)

R = TypeVar("R")


PATIENCE = 15.0
"""Seconds to wait for a call of the same money that is under way in another chat."""
PAUSE = 0.3


class StillUnknown(Exception):
    """It may have been done or not; reading will tell. Nothing may be repeated.

    `here`: whether this chat is told as soon as it is known.
    """

    def __init__(self, kind: str, *, here: bool = True) -> None:
        super().__init__(kind)
        self.here = here


async def once(
    services: Services,
    link: Link,
    chat_fence: tuple[int, int] | None,
    kind: str,
    key: str,
    result: type[R],
    call: Callable[..., Awaitable[R]],
    *args: Any,
    note: dict[str, Any] | None = None,
) -> R:
    """Run `call(*args)` at most once for (account, kind, key); afterwards its first result.

    `key` may be secret: only its HMAC is kept. `result` is the frozen dataclass that the call
    answers with (Decimal, str, int and None as fields). A refusal frees the key, and so does an
    Invalid that `call` raises before it asks the provider. Raises these, `Unavailable(sent=False)`
    when nothing happened, `StillUnknown` when nobody can say.
    """
    claimed = await _claimed(services, link, chat_fence, kind, key, note or {})
    if isinstance(claimed, Existing):
        earlier = claimed.operation
        if earlier.state == "done" and earlier.result is not None:
            with suppress(SealBroken):  # by a key that was dropped: it was done, no more is known
                return _read(result, services.seal.unseal(earlier.result))
        raise StillUnknown(kind, here=earlier.chat_id == link.chat_id)

    async def settle(state: str, outcome: Sealed | None = None) -> None:
        await services.store.run(operations.settle, claimed.id, state, outcome, services.clock())

    try:
        receipt = await call(*args)
    except (Rejected, Unavailable) as error:
        unknown = isinstance(error, Unavailable) and error.sent
        await settle("unknown" if unknown else "refused")
        if unknown:
            log.warning("outcome unknown", operation=claimed.id, kind=kind)
            raise StillUnknown(kind) from error
        raise
    except (ProviderError, Invalid):  # raised before the provider executes anything
        await settle("refused")
        raise
    except BaseException:
        await settle("unknown")
        raise
    await settle("done", sealed_result(services.seal, receipt))
    return receipt


async def _claimed(
    services: Services,
    link: Link,
    chat_fence: tuple[int, int] | None,
    kind: str,
    key: str,
    note: dict[str, Any],
) -> Claimed | Existing:
    """The claim, or what came of an earlier one; one that is under way is waited for."""
    keys = services.seal.hmacs(kind, f"{link.i_account}\0{key}")
    for _again in range(int(PATIENCE / PAUSE)):
        claimed = await services.store.run(
            operations.claim,
            link_id=link.id,
            chat_id=link.chat_id,
            kind=kind,
            keys=keys,
            note=note,
            now=services.clock(),
            chat_fence=chat_fence,
        )
        if isinstance(claimed, Claimed) or claimed.operation.state != "claimed":
            break
        if claimed.operation.chat_id == link.chat_id:
            break  # the turns of a chat come one after the other: that one is dead
        if services.clock() - claimed.operation.claimed_at > timedelta(seconds=PATIENCE):
            break  # its turn is dead, or waits for the provider itself
        await asyncio.sleep(PAUSE)
    return claimed


def sealed_result(seal: Seal, receipt: Any) -> Sealed:
    """A receipt as it is kept in its operation; `once` gives it to whoever asks again."""
    return seal.seal(orjson.dumps(dataclasses.asdict(receipt), default=str))


def _read(kind: type[R], data: bytes) -> R:
    values = orjson.loads(data)
    hints = typing.get_type_hints(kind)
    return kind(**{name: _typed(hints[name], value) for name, value in values.items()})


def _typed(hint: Any, value: Any) -> Any:
    options = typing.get_args(hint) if isinstance(hint, types.UnionType) else (hint,)
    return Decimal(value) if value is not None and Decimal in options else value
