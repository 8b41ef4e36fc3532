"""Signing in: single-use links, and how often somebody has tried."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from store.columns import BATCH, columns_of, delete_some
from store.schema import signin_attempt, signin_token


@dataclass(frozen=True, slots=True)
class SigninToken:
    """A single-use link to an account. Only the token's hash is stored."""

    hash: str
    i_account: int
    number: str
    login: str
    expires_at: datetime


_TOKEN = columns_of(signin_token, SigninToken)


def put(conn: Connection, token: SigninToken) -> None:
    conn.execute(
        insert(signin_token),
        {
            "hash": token.hash,
            "i_account": token.i_account,
            "number": token.number,
            "login": token.login,
            "expires_at": token.expires_at,
        },
    )


def peek(conn: Connection, token_hash: str, now: datetime) -> SigninToken | None:
    """What `use` would give, without using it up."""
    row = conn.execute(
        select(*_TOKEN).where(
            signin_token.c.hash == token_hash,
            signin_token.c.used_at.is_(None),
            signin_token.c.expires_at > now,
        )
    ).one_or_none()
    return None if row is None else SigninToken(*row)


def use(conn: Connection, token_hash: str, now: datetime) -> SigninToken | None:
    """Uses it up. None: unknown, expired, or used before."""
    row = conn.execute(
        update(signin_token)
        .where(
            signin_token.c.hash == token_hash,
            signin_token.c.used_at.is_(None),
            signin_token.c.expires_at > now,
        )
        .values(used_at=now)
        .returning(*_TOKEN)
    ).one_or_none()
    return None if row is None else SigninToken(*row)


def note_attempt(conn: Connection, subject: str, now: datetime) -> None:
    """`subject` is a fingerprint: of the Telegram user who tried, or of the login tried."""
    conn.execute(insert(signin_attempt), {"subject": subject, "at": now})


def count_attempts(conn: Connection, subject: str, since: datetime) -> int:
    return conn.execute(
        select(func.count())
        .select_from(signin_attempt)
        .where(signin_attempt.c.subject == subject, signin_attempt.c.at >= since)
    ).scalar_one()


def clear_attempts(conn: Connection, subject: str) -> None:
    conn.execute(delete(signin_attempt).where(signin_attempt.c.subject == subject))


def prune(conn: Connection, before: datetime, limit: int = BATCH) -> int:
    """Forgets tokens that expired and attempts that were made before that moment."""
    return delete_some(conn, signin_token, signin_token.c.expires_at < before, limit) + delete_some(
        conn, signin_attempt, signin_attempt.c.at < before, limit
    )
