"""Tables from other people's programs."""

import pytest

from line.sheets import read_csv
from line.tables import csv_file

ROWS = [["ім’я", "номер"], ["Віра", "044 123 4567"]]


@pytest.mark.parametrize(
    "content",
    [
        "ім’я,номер\r\nВіра,044 123 4567\r\n".encode(),
        "\ufeffім’я;номер\nВіра;044 123 4567".encode(),
        "ім’я\tномер\nВіра\t044 123 4567".encode("utf-16"),
        "ім’я;номер\nВіра;044 123 4567".encode("cp1251"),
        "sep=;\nім’я;номер\nВіра;044 123 4567".encode(),
        b'\xef\xbb\xbf"' + 'ім’я","номер"\n"Віра","044 123 4567"'.encode(),
    ],
)
def test_whatever_the_encoding_and_the_delimiter(content: bytes) -> None:
    assert read_csv(content, "uk") == ROWS


def test_what_we_made_harmless_is_read_as_it_was() -> None:
    assert read_csv(csv_file(["name"], [("=1+1",), ("O'Neil",)])) == [
        ["name"],
        ["=1+1"],
        ["O'Neil"],
    ]


@pytest.mark.parametrize(
    "content", [b"\x00\x01", b"\x89PNG\x00", b"\x81\x8d", b'"' + b"x" * 200_000]
)
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(ValueError):
        read_csv(content)


def test_letters_of_another_alphabet_than_the_readers_are_noticed() -> None:
    assert read_csv("ім’я;номер\nВіра;044 123 4567".encode("cp1251"), "en") == ROWS
    assert read_csv("name;number\nZoë Çelik;1".encode("cp1252"), "en")[1][0] == "Zoë Çelik"
