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


def test_no_nonce_comes_again_even_where_the_clock_stands_or_goes_back(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seal = Seal("one")
    moments = iter([5, 5, 3, 9, 1] * 40)
    monkeypatch.setattr("store.seal.time.time_ns", lambda: next(moments))
    assert len({seal.seal("text")[:13] for _time in range(200)}) == 200


def test_keys_rotate() -> None:
    old, both, new = Seal("old"), Seal(" new , old "), Seal("new")
    assert both.unseal(old.seal("text")) == b"text"
    assert new.unseal(both.seal("text")) == b"text"
    with pytest.raises(SealBroken):
        old.unseal(both.seal("text"))


def test_changed_bytes_are_noticed() -> None:
    seal = Seal("one")
    sealed = seal.seal("text")
    for place in range(len(sealed)):
        changed = bytearray(sealed)
        changed[place] ^= 1
        with pytest.raises(SealBroken):
            seal.unseal(bytes(changed))
    for length in range(len(sealed)):
        with pytest.raises(SealBroken):
            seal.unseal(sealed[:length])
    with pytest.raises(SealBroken):
        seal.unseal(b"never sealed")


def test_what_an_earlier_version_sealed_is_opened_and_sealed_anew() -> None:
    """By Fernet, under the keys "one" and "two"."""
    one = (
        b"gAAAAABrDZ-VPwLhK_P_sxzgXJZaqo5Vf3NJ7hKyYKpLzHwLt_BO99l8MnEH"
        b"slc7WC6A_T8TzVadPsW4_O3A6wnKhh7OiutbQw=="
    )
    two = (
        b"gAAAAABrDZ-V6-fo0YgxMo8mLnKL9yE5_qcdBr5WAiesdqDrbNK_Cg8EYNi-"
        b"k4UpB_nv3x8cBT8pOZdsk3ONWedYJHuJ4KWZzw=="
    )
    both = Seal("one,two")
    for earlier in (one, two):
        assert both.unseal(earlier) == b"text"
        resealed = both.reseal(earlier)
        assert resealed is not None
        assert Seal("one").unseal(resealed) == b"text"
        assert not both.is_from_the_future(earlier)
    with pytest.raises(SealBroken):
        Seal("one").unseal(two)


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
