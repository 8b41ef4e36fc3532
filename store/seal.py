"""Sealing of what must not be read from a stolen database, and fingerprints of secrets."""

import base64
import hashlib
import hmac
import time
from functools import lru_cache
from typing import NewType

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import SealBroken

Sealed = NewType("Sealed", bytes)
"""Bytes that only a `Seal` makes, so that plain text in a sealed column is a type error."""


class Seal:
    """The keys of `SELFCARE_SECRET_KEY`: a comma-separated list, of which the first one seals.

    To rotate, put a new key in front; once nothing sealed by the old one is left, drop it.
    Keys may be any text, but should be long and random: they are stretched, not strengthened.
    """

    def __init__(self, keys: str) -> None:
        self._keys = tuple(key.strip().encode() for key in keys.split(",") if key.strip())
        if not self._keys:
            raise ValueError("The secret key is empty.")
        fernets = [Fernet(base64.urlsafe_b64encode(_derive(key, b"seal"))) for key in self._keys]
        self._first, self._fernet = fernets[0], MultiFernet(fernets)
        self._made = int(time.time())

    @property
    def rotates(self) -> bool:
        """Whether there is an older key, which could be dropped one day."""
        return len(self._keys) > 1

    def seal(self, plain: bytes | str) -> Sealed:
        return Sealed(self._fernet.encrypt(plain.encode() if isinstance(plain, str) else plain))

    def unseal(self, sealed: bytes) -> bytes:
        """Raises `SealBroken`."""
        try:
            return self._fernet.decrypt(sealed)
        except InvalidToken:
            raise SealBroken("None of the secret keys opens this.") from None

    def reseal(self, sealed: bytes) -> Sealed | None:
        """The same under the first key; None when that one sealed it. Raises `SealBroken`."""
        try:
            self._first.decrypt(sealed)
        except InvalidToken:
            # Not `MultiFernet.rotate`, which keeps the old moment: see `is_from_the_future`.
            return self.seal(self.unseal(sealed))
        return None

    def is_from_the_future(self, sealed: bytes) -> bool:
        """Sealed after we were given our keys: another replica may have been given newer ones.

        What is older and cannot be opened was sealed by a key that we had to know.
        """
        try:
            token = base64.urlsafe_b64decode(sealed)  # Fernet's: a version, seconds since 1970, …
        except ValueError:
            return False
        return token[:1] == b"\x80" and int.from_bytes(token[1:9], "big") > self._made

    def hmac(self, purpose: str, value: str) -> str:
        """The fingerprint under the first key, in hex; `purpose` keeps equal values apart."""
        return _fingerprint(self._keys[0], purpose, value)

    def hmacs(self, purpose: str, value: str) -> list[str]:
        """The fingerprint under every key, the first key's first."""
        return [_fingerprint(key, purpose, value) for key in self._keys]


def _fingerprint(key: bytes, purpose: str, value: str) -> str:
    return hmac.new(
        _derive(key, b"hmac:" + purpose.encode()), value.encode(), hashlib.sha256
    ).hexdigest()


@lru_cache(maxsize=256)
def _derive(key: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=b"selfcare-bot", info=info).derive(key)
