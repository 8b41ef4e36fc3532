"""Finding people by a part of a name or a number."""

import pytest

from line.search import fits


@pytest.mark.parametrize(
    "query", ["", "ann", "SMITH an", "044 123", "+380 44", "4567", "380441234567"]
)
def test_a_part_of_the_name_or_of_the_number_is_enough(query: str) -> None:
    assert fits(query, "Ann Smith", "380441234567")


@pytest.mark.parametrize("query", ["bob", "ann jones", "998", "room 44"])
def test_what_is_in_neither_does_not_fit(query: str) -> None:
    assert not fits(query, "Ann Smith", "380991234567")
