"""Links: the bond between a Telegram chat and an account, with its sealed session."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    Connection,
    and_,
    bindparam,
    case,
    delete,
    exists,
    func,
    or_,
    select,
    update,
)

from store.columns import BATCH, columns_of, delete_some, for_each_dialect
from store.schema import chat, link, notice, operation, timed, watch
from store.seal import Sealed


@dataclass(frozen=True, slots=True)
class Link:
    """`tokens` are sealed; `tokens_version` rises with each new set of them."""

    id: int
    chat_id: int
    user_id: int
    i_account: int
    number: str
    login: str
    name: str
    via: str  # password, admin
    tokens: Sealed | None
    tokens_version: int
    state: str  # active, expired, ended
    zone: str | None
    currency: str | None
    alerts: Mapping[str, Any]
    created_at: datetime
    last_active: datetime


_LINK = columns_of(link, Link)


@for_each_dialect
def _add(insert: Any) -> Any:
    into = insert(link).values(tokens_version=1, state="active")
    renewed = ("user_id", "number", "login", "name", "via", "tokens", "state", "zone", "currency")
    return into.on_conflict_do_update(
        index_elements=[link.c.chat_id, link.c.i_account],
        set_={name: into.excluded[name] for name in (*renewed, "last_active")}
        | {
            "tokens_version": link.c.tokens_version + 1,
            "renewing_until": None,
            # A bond made anew begins now: what happened while there was none is not announced.
            "created_at": case(
                (link.c.state == "ended", into.excluded.created_at), else_=link.c.created_at
            ),
        },
    ).returning(*_LINK)


def add(
    conn: Connection,
    *,
    chat_id: int,
    user_id: int,
    i_account: int,
    number: str,
    login: str,
    name: str,
    via: str,
    tokens: Sealed,
    zone: str | None,
    currency: str | None,
    now: datetime,
    alerts: Mapping[str, Any] | None = None,
) -> Link:
    """Links the account to the chat; one that was expired or ended lives again, its alerts kept."""
    row = conn.execute(
        _add(conn),
        {
            "chat_id": chat_id,
            "user_id": user_id,
            "i_account": i_account,
            "number": number,
            "login": login,
            "name": name,
            "via": via,
            "tokens": tokens,
            "zone": zone,
            "currency": currency,
            "alerts": dict(alerts or {}),
            "created_at": now,
            "last_active": now,
        },
    ).one()
    return Link(*row)


_GET = select(*_LINK).where(link.c.id == bindparam("which"))
_OF_CHAT = (
    select(*_LINK)
    .where(link.c.chat_id == bindparam("of_chat"), link.c.state != "ended")
    .order_by(link.c.id)
)
_BY_ACCOUNT = (
    select(*_LINK)
    .where(link.c.i_account == bindparam("account"), link.c.state == "active")
    .order_by(link.c.id)
)
_unreachable = and_(chat.c.chat_id == link.c.chat_id, chat.c.reachable.is_(False))
_PAGE = (
    select(*_LINK)
    .where(
        link.c.id > bindparam("after"),
        link.c.state == "active",
        ~exists().where(_unreachable).correlate(link),
    )
    .order_by(link.c.id)
    .limit(bindparam("most", type_=link.c.id.type))
)


def get(conn: Connection, link_id: int) -> Link | None:
    row = conn.execute(_GET, {"which": link_id}).one_or_none()
    return None if row is None else Link(*row)


def of_chat(conn: Connection, chat_id: int) -> list[Link]:
    """The chat's accounts, those whose session has expired too, but none that were signed out."""
    return [Link(*row) for row in conn.execute(_OF_CHAT, {"of_chat": chat_id})]


def by_account(conn: Connection, i_account: int) -> list[Link]:
    """Every chat that an event of this account concerns."""
    return [Link(*row) for row in conn.execute(_BY_ACCOUNT, {"account": i_account})]


def page(
    conn: Connection, after_id: int, limit: int, *, active_since: datetime | None = None
) -> list[Link]:
    """Active links of chats that can be reached, by id: a sweep walks them and writes nothing."""
    query = _PAGE if active_since is None else _PAGE.where(link.c.last_active >= active_since)
    return [Link(*row) for row in conn.execute(query, {"after": after_id, "most": limit})]


def count(conn: Connection) -> int:
    return conn.execute(
        select(func.count()).select_from(link).where(link.c.state == "active")
    ).scalar_one()


def end(conn: Connection, link_id: int, now: datetime | None = None) -> None:
    """Signed out: tokens, name and login are wiped; nothing is pushed or put back any more.

    From `now`, else from when it was last active, the row is kept for `prune`'s time.

    Timed changes that wait are canceled with it, for nobody could put anything back: the caller
    asks `timed.active_of_link` first and says so.
    """
    if _wipe(conn, link_id, ("active", "expired"), "ended"):
        forgotten: dict[str, Any] = {"name": "", "login": ""}
        if now is not None:
            forgotten["last_active"] = now
        conn.execute(update(link).where(link.c.id == link_id).values(forgotten))
    conn.execute(update(chat).where(chat.c.link_id == link_id).values(link_id=None))
    conn.execute(
        update(notice)
        .where(notice.c.link_id == link_id, notice.c.state == "due")
        .values(state="dropped", why="signed out")
    )
    conn.execute(delete(watch).where(watch.c.link_id == link_id))
    conn.execute(
        update(timed)
        .where(timed.c.link_id == link_id, timed.c.state.in_(("preparing", "armed")))
        .values(state="canceled")
    )


_referring = (
    exists().where(table.c.link_id == link.c.id).correlate(link)
    for table in (operation, timed, watch)
)
_forgettable = and_(link.c.state == "ended", ~or_(*_referring))


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets links that ended before that moment, once nothing refers to them."""
    return delete_some(conn, link, and_(_forgettable, link.c.last_active < before), limit)


def expire(conn: Connection, link_id: int, *, version: int | None = None) -> bool:
    """The session cannot be renewed. True only the first time: then the subscriber is told.

    With `version`, only if nobody has stored newer tokens meanwhile.
    """
    return _wipe(conn, link_id, ("active",), "expired", version=version)


def _wipe(
    conn: Connection,
    link_id: int,
    before: tuple[str, ...],
    after: str,
    *,
    version: int | None = None,
) -> bool:
    query = update(link).where(link.c.id == link_id, link.c.state.in_(before))
    if version is not None:
        query = query.where(link.c.tokens_version == version)
    values = {"state": after, "tokens": None, "renewing_until": None}
    return conn.execute(query.values(values)).rowcount == 1


def claim_renewal(conn: Connection, link_id: int, now: datetime, seconds: float) -> bool:
    """True: the caller renews the session; others wait and read the new tokens."""
    return (
        conn.execute(
            update(link)
            .where(
                link.c.id == link_id,
                link.c.state == "active",
                or_(link.c.renewing_until.is_(None), link.c.renewing_until <= now),
            )
            .values(renewing_until=now + timedelta(seconds=seconds))
        ).rowcount
        == 1
    )


def release_renewal(conn: Connection, link_id: int, version: int) -> None:
    """The renewal has failed for now; whoever comes next may try."""
    conn.execute(
        update(link)
        .where(link.c.id == link_id, link.c.tokens_version == version)
        .values(renewing_until=None)
    )


def store_tokens(conn: Connection, link_id: int, version_expected: int, tokens: Sealed) -> bool:
    """After a renewal. False: somebody stored newer ones, or the subscriber has signed out."""
    return (
        conn.execute(
            update(link)
            .where(
                link.c.id == link_id,
                link.c.state == "active",
                link.c.tokens_version == version_expected,
            )
            .values(tokens=tokens, tokens_version=link.c.tokens_version + 1, renewing_until=None)
        ).rowcount
        == 1
    )


def set_alerts(conn: Connection, link_id: int, alerts: Mapping[str, Any]) -> None:
    conn.execute(update(link).where(link.c.id == link_id).values(alerts=dict(alerts)))


def set_zone(conn: Connection, link_id: int, zone: str) -> None:
    conn.execute(update(link).where(link.c.id == link_id).values(zone=zone))


def touch(conn: Connection, link_id: int, now: datetime) -> None:
    """The subscriber has used this account just now: its line is polled more often."""
    conn.execute(update(link).where(link.c.id == link_id).values(last_active=now))
