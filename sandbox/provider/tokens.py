"""Sessions and their tokens: session id, signed access token, refresh token."""

import base64
import secrets
from datetime import datetime, timedelta
from functools import lru_cache

import orjson
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA256

from sandbox.provider.clock import wire_time
from sandbox.provider.model import Row, Session, Switch

ACCOUNTS = "accounts"
ADMINS = "admins"
ADMIN_USER_ID = 7


@lru_cache(maxsize=1)
def _key() -> rsa.RSAPrivateKey:
    # Made once per process: clients read the claims without checking the signature.
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


def _segment(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def signed(claims: Row) -> str:
    """An RS256 JWT of these claims."""
    head = _segment(orjson.dumps({"alg": "RS256"}))
    text = f"{head}.{_segment(orjson.dumps(claims))}"
    return f"{text}.{_segment(_key().sign(text.encode(), padding.PKCS1v15(), SHA256()))}"


class Sessions:
    """All open sessions of both realms, found by any of their three keys."""

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._by_id: dict[str, Session] = {}
        self._by_access: dict[str, Session] = {}
        self._by_refresh: dict[str, Session] = {}

    def open(self, realm: str, user_id: int, login: str) -> Session:
        session = Session(realm, user_id, login, secrets.token_hex(16), "", "", self._now())
        self._by_id[session.session_id] = session
        self._renew(session)
        return session

    def with_access_token(self, token: object, realm: str) -> Session | None:
        """The live session of this access token, or of a session id used as one."""
        if not isinstance(token, str):
            return None
        session = self._by_access.get(token)
        if session is not None and session.realm == realm and session.expires > self._now():
            return session
        # [I] `Session/login_to_realm` is only known to give a session id; a bearer header is
        # the only credential of many clients, so the id is taken there as well.
        return self.with_session_id(token, realm)

    def with_session_id(self, session_id: object, realm: str) -> Session | None:
        session = self._by_id.get(session_id) if isinstance(session_id, str) else None
        return session if session is not None and session.realm == realm else None

    def refresh(self, refresh_token: object, realm: str) -> Session | None:
        """New tokens for the session; the old access and refresh token die."""
        session = self._by_refresh.get(refresh_token) if isinstance(refresh_token, str) else None
        if session is None or session.realm != realm:
            return None
        self._renew(session)
        return session

    def close(self, session: Session) -> None:
        self._by_id.pop(session.session_id, None)
        self._by_access.pop(session.access_token, None)
        self._by_refresh.pop(session.refresh_token, None)

    def close_all(self) -> None:
        self._by_id.clear()
        self._by_access.clear()
        self._by_refresh.clear()

    def close_others(self, user_id: int, keep: Session | None) -> None:
        """End the account's sessions except one, as a new password does."""
        for session in self.of_account(user_id):
            if session is not keep:
                self.close(session)

    def expire(self, i_account: int, *, refresh_too: bool) -> int:
        """Kill the account's access tokens and session ids; how many sessions that were."""
        sessions = self.of_account(i_account)
        for session in sessions:
            self._by_id.pop(session.session_id, None)
            self._by_access.pop(session.access_token, None)
            if refresh_too:
                self._by_refresh.pop(session.refresh_token, None)
        return len(sessions)

    def of_account(self, i_account: int) -> list[Session]:
        live = {id(session): session for session in self._by_id.values()}
        live |= {id(session): session for session in self._by_refresh.values()}
        return [s for s in live.values() if s.realm == ACCOUNTS and s.user_id == i_account]

    def _renew(self, session: Session) -> None:
        self._by_access.pop(session.access_token, None)
        self._by_refresh.pop(session.refresh_token, None)
        now = self._now()
        session.expires = now + timedelta(seconds=self._switch.settings.access_token_seconds)
        claims: Row = {
            "login": session.login,
            "i_env": 1,
            "realm": session.realm,
            "aud": ["portabilling-api", "portasip-api"],
            "scopes": "",
            "is_super_user": 0,
            "jti": secrets.token_hex(16),
            "iat": int(now.timestamp()),
            "exp": int(session.expires.timestamp()),
        }
        claims["i_account" if session.realm == ACCOUNTS else "i_user"] = session.user_id
        session.access_token = signed(claims)
        session.refresh_token = secrets.token_hex(16)
        self._by_access[session.access_token] = session
        self._by_refresh[session.refresh_token] = session

    def token_answer(self, session: Session) -> Row:
        """What login and refresh have in common; login adds the session id."""
        return {
            "access_token": session.access_token,
            "refresh_token": session.refresh_token,
            "expires_at": wire_time(session.expires),
            "expires_in": self._switch.settings.access_token_seconds,
        }

    def _now(self) -> datetime:
        return self._switch.clock.now()
