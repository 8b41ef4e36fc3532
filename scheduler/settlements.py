"""Money whose outcome is unknown: settled by reading, never by doing it again.

A payment that matches proves that it was done. That there is none proves nothing, so such an
operation stays unknown, is asked about ever more rarely, and a person is told.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import structlog
from sqlalchemy import Connection

from dialogs.money import sealed_result
from dialogs.services import Services
from locales import encode
from portaswitch import TransferReceipt, VoucherReceipt
from portaswitch.errors import ProviderError
from portaswitch.records import Xdr
from scheduler.observer import Observer
from store import Sealed, StoreError, links, notices, operations
from store.notices import NewNotice
from store.operations import Operation

log = structlog.get_logger(__name__)

PAYMENTS = 2
"""`i_service` of payments among the xDRs [V:RD]."""
TURN_SECONDS = 120
"""A claim older than this belongs to a turn that is dead."""
SKEW = timedelta(minutes=2)
"""How far the switch's clock and ours may differ."""
CREDITED_WITHIN = timedelta(days=1)
FIRST_PAUSE = timedelta(seconds=10)
TELL_AFTER = timedelta(hours=24)
ASK_FOR = timedelta(days=7)
MOST = 500
AT_ONCE = 5
BESIDE = 50
"""The link's latest operations, among which two vouchers may look alike."""
READ_SECONDS = 30

Matcher = Callable[[Operation, Sequence[Xdr], Sequence[Operation]], Xdr | None]


class Settlements:
    def __init__(self, services: Services, observer: Observer) -> None:
        self._services = services
        self._observer = observer
        self._next: dict[int, datetime] = {}
        """When to ask again; a restart asks at once, which costs one read."""
        self._slots = asyncio.Semaphore(AT_ONCE)

    async def settle(self, _tick: int) -> None:
        now = self._services.clock()
        waiting = await self._services.store.run(_waiting, now)
        self._observer.unknown_money(len(waiting))
        self._next = {one.id: self._next.get(one.id, now) for one in waiting}
        await asyncio.gather(*(self._look(one) for one in waiting if self._next[one.id] <= now))

    async def _look(self, operation: Operation) -> None:
        """Ask once; the pause to the next time is a quarter of the operation's age."""
        now = self._services.clock()
        age = now - operation.claimed_at
        self._next[operation.id] = now + max(FIRST_PAUSE, age / 4)
        try:
            async with self._slots, asyncio.timeout(READ_SECONDS):
                await self._settle(operation)
        except (ProviderError, StoreError, TimeoutError) as error:
            log.info("still unknown", operation=operation.id, error=type(error).__name__)
        except Exception:
            log.exception("settlement broke", operation=operation.id)
        if age > TELL_AFTER and await self._services.store.run(_tell_unknown, operation, now):
            log.error("money outcome unknown", operation=operation.id, kind=operation.kind)
            self._services.wake()

    async def _settle(self, operation: Operation) -> None:
        proof = PROOFS.get(operation.kind)
        link = await self._services.store.run(links.get, operation.link_id)
        if proof is None or link is None:
            return
        account = self._services.sessions.account(link)
        now = self._services.clock()
        xdrs = await account.get_xdr_list(
            operation.claimed_at - SKEW,
            min(now, operation.claimed_at + CREDITED_WITHIN) + SKEW,
            i_service_type=None,
            i_service=proof.i_service,
        )
        beside = await self._services.store.run(operations.of_link, operation.link_id, BESIDE)
        found = proof.find(operation, xdrs.xdrs, beside)
        if found is None:
            return
        result = sealed_result(self._services.seal, proof.receipt(found))
        amount = abs(found.charged_amount)
        if await self._services.store.run(_settled, operation, result, amount, now):
            log.info("settled", operation=operation.id, kind=operation.kind)
            self._services.wake()


def voucher_payment(
    operation: Operation, payments: Sequence[Xdr], beside: Sequence[Operation]
) -> Xdr | None:
    """The payment by which a voucher was credited; None when nothing proves it.

    [I] A voucher appears among the payments as a credit; [U] its description ends with the last
    digits of the number. A switch that words it otherwise leaves the operation unknown, which is
    late but never wrong.
    """

    def credited(xdr: Xdr, tail: str) -> bool:
        return xdr.charged_amount < 0 and xdr.description.rstrip(" .").endswith(tail)

    return _proved(operation, payments, beside, "tail", credited)


def transfer_charge(
    operation: Operation, xdrs: Sequence[Xdr], beside: Sequence[Operation]
) -> Xdr | None:
    """The charge of a transfer; None when nothing proves it.

    [U] Its description names the recipient's number.
    """

    def charged(xdr: Xdr, number: str) -> bool:
        return xdr.charged_amount > 0 and number in xdr.description

    return _proved(operation, xdrs, beside, "number", charged)


def _proved(
    operation: Operation,
    xdrs: Sequence[Xdr],
    beside: Sequence[Operation],
    name: str,
    fits: Callable[[Xdr, str], bool],
) -> Xdr | None:
    """The last xDR since then that fits what the operation's note says under `name`.

    Vouchers may share their last digits, and several transfers go to one number: there must then be
    an xDR for each of those that were tried since.
    """
    what = operation.note.get(name)
    if not what:
        return None
    since = operation.claimed_at - SKEW
    found = [xdr for xdr in xdrs if xdr.bill_time >= since and fits(xdr, what)]
    rivals = [
        other
        for other in beside
        if other.kind == operation.kind
        and other.state != "refused"
        and other.note.get(name) == what
        and other.claimed_at >= since
    ]
    return found[-1] if found and len(found) >= len(rivals) else None


@dataclass(frozen=True, slots=True)
class Proof:
    """How an operation is found among the xDRs, and the receipt that `once` then gives."""

    find: Matcher
    receipt: Callable[[Xdr], object]
    i_service: int | None = None
    """Only xDRs of this service; all of them if None."""


PROOFS: Mapping[str, Proof] = {
    "voucher": Proof(
        voucher_payment, lambda xdr: VoucherReceipt(-xdr.charged_amount, None), PAYMENTS
    ),
    "transfer": Proof(
        transfer_charge, lambda xdr: TransferReceipt("", xdr.charged_amount, None, xdr.i_xdr)
    ),
}
"""What proves each kind of operation."""


def _waiting(conn: Connection, now: datetime) -> list[Operation]:
    """What is unknown; the claims of dead turns become so here."""
    dead = now - timedelta(seconds=TURN_SECONDS)
    found = []
    for one in operations.unsettled(conn, now, MOST, newer_than=now - ASK_FOR):
        if one.state == "claimed":
            if one.claimed_at > dead:
                continue
            operations.settle(conn, one.id, "unknown", None, now)
        found.append(one)
    return found


def _settled(
    conn: Connection, operation: Operation, result: Sealed, amount: Decimal | None, now: datetime
) -> bool:
    """The outcome and its notice are one; whoever settles first tells, and only once."""
    if not operations.settle(conn, operation.id, "done", result, now):
        return False
    if operations.tell(conn, operation.id):
        args = {**operation.note, "amount": encode(amount)}
        notices.add(conn, [_notice(operation, "settled", args, now)], now)
    return True


def _tell_unknown(conn: Connection, operation: Operation, now: datetime) -> bool:
    current = operations.get(conn, operation.id)
    if current is None or current.state != "unknown":
        return False
    args = dict(operation.note)
    return notices.add(conn, [_notice(operation, "unknown", args, now)], now) == 1


def _notice(operation: Operation, what: str, args: dict[str, Any], now: datetime) -> NewNotice:
    return NewNotice(
        link_id=operation.link_id,
        chat_id=operation.chat_id,
        kind=f"{operation.kind}_{what}",
        args=args,
        dedupe_key=f"operation:{operation.id}:{what}",
        due_at=now,
    )
