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
    """All open sessions of both realms, found by any of their secrets.

    They lie in `switch.sessions`; a secret that is "" opens nothing any more.
    """

    def __init__(self, switch: Switch) -> None:
        self._switch = switch
        self._by_secret: dict[str, str] = {}
        self.index()

    def index(self) -> None:
        """Begin anew with the sessions that the switch holds."""
        self._by_secret = {
            secret: key
            for key, session in self._switch.sessions.items()
            for secret in (session.session_id, session.access_token, session.refresh_token)
            if secret
        }

    def open(self, realm: str, user_id: int, login: str, *, lent: bool = False) -> Session:
        """A lent session's token does not say whose it is, as those of `login_to_realm`."""
        session_id = secrets.token_hex(16)
        session = Session(session_id, realm, user_id, login, session_id, "", "", self._now())
        self._by_secret[session_id] = session.key
        self._renew(session, lent=lent)
        return session

    def with_access_token(self, token: object, realm: str) -> Session | None:
        """The live session of this access token, or of a session id used as one."""
        session = self._with(token, realm)
        if session is not None and session.access_token == token and session.expires > self._now():
            return session
        # [I] `Session/login_to_realm` is only known to give a session id; a bearer header is
        # the only credential of many clients, so the id is taken there as well.
        return self.with_session_id(token, realm)

    def with_session_id(self, session_id: object, realm: str) -> Session | None:
        session = self._with(session_id, realm)
        return session if session is not None and session.session_id == session_id else None

    def refresh(self, refresh_token: object, realm: str) -> Session | None:
        """New tokens for the session; the old access and refresh token die."""
        session = self._with(refresh_token, realm)
        if session is None or session.refresh_token != refresh_token:
            return None
        self._renew(session)
        return session

    def _with(self, secret: object, realm: str) -> Session | None:
        """The session of this realm that has the secret, whichever of the three it is."""
        key = self._by_secret.get(secret) if isinstance(secret, str) else None
        session = None if key is None else self._switch.sessions[key]
        return session if session is not None and session.realm == realm else None

    def close(self, session: Session) -> None:
        self._forget(session.session_id, session.access_token, session.refresh_token)
        self._switch.sessions.pop(session.key, None)

    def _forget(self, *dead: str) -> None:
        for secret in dead:
            self._by_secret.pop(secret, None)

    def close_others(self, user_id: int, keep: Session | None) -> None:
        """End the account's sessions except one, as a new password does."""
        for session in self.of_account(user_id):
            if session is not keep:
                self.close(session)

    def expire(self, i_account: int, *, refresh_too: bool) -> int:
        """Kill the account's access tokens and session ids; how many sessions that were."""
        sessions = self.of_account(i_account)
        for session in sessions:
            if refresh_too:
                self.close(session)
                continue
            self._forget(session.session_id, session.access_token)
            session.session_id = session.access_token = ""
            self._switch.sessions[session.key] = session
        return len(sessions)

    def of_account(self, i_account: int) -> list[Session]:
        live = self._switch.sessions.values()
        return [s for s in live if s.realm == ACCOUNTS and s.user_id == i_account]

    def _renew(self, session: Session, *, lent: bool = False) -> None:
        self._forget(session.access_token, session.refresh_token)
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
        if not lent:
            claims["i_account" if session.realm == ACCOUNTS else "i_user"] = session.user_id
        session.access_token = signed(claims)
        session.refresh_token = secrets.token_hex(16)
        for secret in (session.access_token, session.refresh_token):
            self._by_secret[secret] = session.key
        self._switch.sessions[session.key] = session

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
