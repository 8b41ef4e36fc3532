"""Codes that the bot makes: nobody guesses them."""

import pytest

from line.codes import is_strong, new_code


@pytest.mark.parametrize(
    "code", ["000000", "123456", "987654", "112112", "121212", "550100", "295501"]
)
def test_what_people_would_choose_is_weak(code: str) -> None:
    assert not is_strong(code, own="12065550100")


def test_a_code_is_new_each_time_and_strong() -> None:
    codes = {new_code(8, own="12065550100") for _ in range(100)}

    assert len(codes) == 100
    assert all(len(code) == 8 and code.isdecimal() for code in codes)
    assert all(is_strong(code, own="12065550100") for code in codes)
