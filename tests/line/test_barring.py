"""Which barring class fits a number, however its patterns are written."""

import pytest

from line.barring import fits

SEATTLE, KYIV, EXTENSION = "12065550100", "380441234567", "102"


@pytest.mark.parametrize(
    ("pattern", "number", "home", "barred"),
    [
        ("011%", "442079460000", SEATTLE, True),
        ("00%", "442079460000", SEATTLE, False),
        ("00%", "442079460000", KYIV, True),
        ("011%", "12125550123", SEATTLE, False),
        ("44%", "442079460000", SEATTLE, True),
        ("+44%", "442079460000", SEATTLE, True),
        ("1900%", "19005551234", SEATTLE, True),
        ("044%", "380441112233", KYIV, True),
        ("044%", "380671112233", KYIV, False),
        ("411", "411", SEATTLE, True),
        ("411", "4111", SEATTLE, False),
        ("00%", "442079460000", EXTENSION, True),
        ("00%", "9991234567", KYIV, True),
        ("1.2%", "112", SEATTLE, False),
    ],
)
def test_a_pattern_is_held_against_each_way_to_dial(
    pattern: str, number: str, home: str, *, barred: bool
) -> None:
    assert fits([pattern], number, home) is barred
