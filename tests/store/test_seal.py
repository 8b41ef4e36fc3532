"""Sealing: what is stolen cannot be read, keys can be changed, secrets leave fingerprints only."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from store import Seal, SealBroken


@given(st.binary(max_size=300))
def test_what_is_sealed_comes_back(plain: bytes) -> None:
    seal = Seal("one")
    sealed = seal.seal(plain)
    assert seal.unseal(sealed) == plain
    assert seal.seal(plain) != sealed, "equal secrets do not look equal"


def test_a_sealed_secret_cannot_be_read() -> None:
    assert Seal("one").seal("password hunter2").find(b"hunter2") == -1


def test_keys_rotate() -> None:
    old, both, new = Seal("old"), Seal(" new , old "), Seal("new")
    assert both.unseal(old.seal("text")) == b"text"
    assert new.unseal(both.seal("text")) == b"text"
    with pytest.raises(SealBroken):
        old.unseal(both.seal("text"))


def test_changed_bytes_are_noticed() -> None:
    sealed = bytearray(Seal("one").seal("text"))
    sealed[20] ^= 1
    with pytest.raises(SealBroken):
        Seal("one").unseal(bytes(sealed))
    with pytest.raises(SealBroken):
        Seal("one").unseal(b"never sealed")


def test_fingerprints_depend_on_key_purpose_and_value() -> None:
    one = Seal("one")
    assert one.hmac("voucher", "44") == Seal("one").hmac("voucher", "44")
    others = [
        one.hmac("voucher", "45"),
        one.hmac("transfer", "44"),
        Seal("two").hmac("voucher", "44"),
    ]
    assert one.hmac("voucher", "44") not in others


def test_fingerprints_under_every_key_start_with_the_first() -> None:
    both = Seal("new,old")
    new, old = Seal("new").hmac("voucher", "44"), Seal("old").hmac("voucher", "44")
    assert both.hmacs("voucher", "44") == [new, old]
    assert both.hmac("voucher", "44") == new


@pytest.mark.parametrize("keys", ["", " , "])
def test_an_empty_key_is_refused(keys: str) -> None:
    with pytest.raises(ValueError, match="empty"):
        Seal(keys)
