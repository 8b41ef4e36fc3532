"""Sealing of what must not be read from a stolen database, and fingerprints of secrets."""

import base64
import hashlib
import hmac
import os
import time
from functools import lru_cache
from threading import Lock
from typing import NewType

from cryptography.exceptions import InvalidTag
from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from store.errors import SealBroken

Sealed = NewType("Sealed", bytes)
"""Bytes that only a `Seal` makes, so that plain text in a sealed column is a type error."""


VERSION = b"\x02"
PREFIX, MOMENT = 4, 8
NONCE = PREFIX + MOMENT
"""Bytes of a nonce: random ones drawn at the start, then nanoseconds since 1970."""
FERNET = b"g"
"""How base64 of Fernet's version begins: what was sealed before this one."""


class Seal:
    """The keys of `SELFCARE_SECRET_KEY`: a comma-separated list, of which the first one seals.

    To rotate, put a new key in front; once nothing sealed by the old one is left, drop it.
    Keys may be any text, but should be long and random: they are stretched, not strengthened.

    Sealed bytes are a version, a nonce, and AES-256-GCM's text and tag. A nonce never comes again
    under one key: it tells the moment, which only goes up in a process; the random bytes keep
    processes apart. Asking the system for random ones each time costs more than the sealing.
    """

    def __init__(self, keys: str) -> None:
        self._keys = tuple(key.strip().encode() for key in keys.split(",") if key.strip())
        if not self._keys:
            raise ValueError("The secret key is empty.")
        self._ciphers = [AESGCM(_derive(key, b"seal aes-gcm")) for key in self._keys]
        self._prefix = os.urandom(PREFIX)
        self._made = self._latest = time.time_ns()
        self._lock = Lock()

    @property
    def rotates(self) -> bool:
        """Whether there is an older key, which could be dropped one day."""
        return len(self._keys) > 1

    def seal(self, plain: bytes | str) -> Sealed:
        with self._lock:
            self._latest = max(self._latest + 1, time.time_ns())
            nonce = self._prefix + self._latest.to_bytes(MOMENT, "big")
        plain = plain.encode() if isinstance(plain, str) else plain
        return Sealed(VERSION + nonce + self._ciphers[0].encrypt(nonce, plain, VERSION))

    def unseal(self, sealed: bytes) -> bytes:
        """Raises `SealBroken`."""
        if sealed[:1] == FERNET:
            return self._unseal_fernet(sealed)
        for cipher in self._ciphers:
            if (plain := _opened(cipher, sealed)) is not None:
                return plain
        raise SealBroken("None of the secret keys opens this.")

    def reseal(self, sealed: bytes) -> Sealed | None:
        """The same under the first key; None when that one sealed it. Raises `SealBroken`."""
        if _opened(self._ciphers[0], sealed) is not None:
            return None
        return self.seal(self.unseal(sealed))

    def is_from_the_future(self, sealed: bytes) -> bool:
        """Sealed after we were given our keys: another replica may have been given newer ones.

        What is older and cannot be opened was sealed by a key that we had to know.
        """
        version, nonce, _text = _parts(sealed)
        return version == VERSION and int.from_bytes(nonce[PREFIX:], "big") > self._made

    def _unseal_fernet(self, sealed: bytes) -> bytes:
        keys = [Fernet(base64.urlsafe_b64encode(_derive(key, b"seal"))) for key in self._keys]
        try:
            return MultiFernet(keys).decrypt(sealed)
        except InvalidToken:
            raise SealBroken("None of the secret keys opens this.") from None

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


def _opened(cipher: AESGCM, sealed: bytes) -> bytes | None:
    version, nonce, text = _parts(sealed)
    if version != VERSION or len(nonce) < NONCE:
        return None
    try:
        return cipher.decrypt(nonce, text, version)
    except InvalidTag:
        return None


def _parts(sealed: bytes) -> tuple[bytes, bytes, bytes]:
    """Version, nonce, text with tag."""
    return sealed[:1], sealed[1 : 1 + NONCE], sealed[1 + NONCE :]


@lru_cache(maxsize=256)
def _derive(key: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=b"selfcare-bot", info=info).derive(key)
