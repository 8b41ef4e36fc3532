"""Sealing of what must not be read from a stolen database, and fingerprints of secrets."""

import base64
import hashlib
import hmac
import os
import time
from functools import lru_cache
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
SECONDS, NONCE = 8, 12
HEAD = len(VERSION) + SECONDS
FERNET = b"g"
"""How base64 of Fernet's version begins: what was sealed before this one."""


class Seal:
    """The keys of `SELFCARE_SECRET_KEY`: a comma-separated list, of which the first one seals.

    To rotate, put a new key in front; once nothing sealed by the old one is left, drop it.
    Keys may be any text, but should be long and random: they are stretched, not strengthened.

    Sealed bytes are a version, the seconds since 1970 (both authenticated), a random nonce, and
    AES-256-GCM's text and tag. Random nonces of 96 bits are good for 4 billion times under one
    key (NIST SP 800-38D, 8.3): some years of a million subscribers.
    """

    def __init__(self, keys: str) -> None:
        self._keys = tuple(key.strip().encode() for key in keys.split(",") if key.strip())
        if not self._keys:
            raise ValueError("The secret key is empty.")
        self._ciphers = [AESGCM(_derive(key, b"seal aes-gcm")) for key in self._keys]
        self._made = int(time.time())

    @property
    def rotates(self) -> bool:
        """Whether there is an older key, which could be dropped one day."""
        return len(self._keys) > 1

    def seal(self, plain: bytes | str) -> Sealed:
        head, nonce = VERSION + int(time.time()).to_bytes(SECONDS, "big"), os.urandom(NONCE)
        plain = plain.encode() if isinstance(plain, str) else plain
        return Sealed(head + nonce + self._ciphers[0].encrypt(nonce, plain, head))

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
        seconds = int.from_bytes(sealed[len(VERSION) : HEAD], "big")
        return sealed[:1] == VERSION and seconds > self._made

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
    head, nonce, text = sealed[:HEAD], sealed[HEAD : HEAD + NONCE], sealed[HEAD + NONCE :]
    if head[:1] != VERSION or len(nonce) < NONCE:
        return None
    try:
        return cipher.decrypt(nonce, text, head)
    except InvalidTag:
        return None


@lru_cache(maxsize=256)
def _derive(key: bytes, info: bytes) -> bytes:
    return HKDF(SHA256(), length=32, salt=b"selfcare-bot", info=info).derive(key)
