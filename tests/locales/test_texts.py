"""Texts: written in English now, read in the subscriber's language later."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.messages.plurals import get_plural
from structlog.testing import capture_logs

from locales import Money, Number, Text, _, _c, _n
from locales.files import ROOT, catalogue_path, read
from tests.locales.conftest import Translate, reader


def test_a_text_without_a_catalogue_is_said_in_english() -> None:
    assert reader("ar").say(_("There is no voucher with this number.")) == (
        "There is no voucher with this number."
    )


def test_a_text_is_said_in_the_readers_language_with_its_values_formatted(
    translate: Translate,
) -> None:
    translate("uk", {"{amount} added: {line}": "{line}: додано {amount}"})
    added = _("{amount} added: {line}", amount=Money(Decimal(10), "UAH"), line="12065550100")

    assert reader("uk").say(added) == "12065550100: додано 10,00\u00a0₴"
    assert reader("en").say(added) == "UAH\u00a010.00 added: 12065550100"


def test_a_text_within_a_text_is_translated_too(translate: Translate) -> None:
    translate("uk", {"Forwarding: {state}": "Переадресація: {state}", "off": "вимкнено"})

    assert reader("uk").say(_("Forwarding: {state}", state=_("off"))) == "Переадресація: вимкнено"


def test_the_same_words_are_translated_by_their_context(translate: Translate) -> None:
    translate("uk", {"May": "Може"})

    assert reader("uk").say(_c("month", "May")) == "May"
    assert reader("uk").say(_("May")) == "Може"


def test_texts_are_equal_by_value_whatever_the_order_of_their_parameters() -> None:
    one = _("{a} and {b}", a=1, b="two")
    other = _("{a} and {b}", b="two", a=1)

    assert one == other
    assert len({one, other}) == 1
    assert one != _("{a} and {b}", a=2, b="two")
    assert _("May") != _c("month", "May")


def test_english_counts_one_and_many() -> None:
    counted = [_n("{n} call", "{n} calls", n) for n in (0, 1, 2, 1234)]

    assert [reader().say(text) for text in counted] == [
        "0 calls",
        "1 call",
        "2 calls",
        "1,234 calls",
    ]


ONE, FEW, MANY = "нове повідомлення", "нові повідомлення", "нових повідомлень"


@pytest.mark.parametrize(
    ("n", "form"),
    [
        (0, MANY),
        (1, ONE),
        (2, FEW),
        (4, FEW),
        (5, MANY),
        (11, MANY),
        (12, MANY),
        (14, MANY),
        (21, ONE),
        (22, FEW),
        (25, MANY),
        (101, ONE),
        (111, MANY),
        (112, MANY),
    ],
)
def test_ukrainian_counts_in_three_forms(translate: Translate, n: int, form: str) -> None:
    forms = tuple(f"{{n}} {form}" for form in (ONE, FEW, MANY))
    translate("uk", {("{n} new message", "{n} new messages"): forms})

    assert reader("uk").say(_n("{n} new message", "{n} new messages", n)) == f"{n} {form}"


def test_a_large_count_is_grouped_as_the_language_does(translate: Translate) -> None:
    translate("uk", {("{n} call", "{n} calls"): ("{n} дзвінок", "{n} дзвінки", "{n} дзвінків")})

    assert reader("uk").say(_n("{n} call", "{n} calls", 1221)) == "1\u00a0221 дзвінок"


@pytest.mark.parametrize("translation", ["{sum} додано", "{amount додано", "{amount.real} додано"])
def test_a_broken_translation_falls_back_to_english_and_is_logged_once(
    translate: Translate, translation: str
) -> None:
    translate("uk", {"{amount} added": translation})
    added = _("{amount} added", amount=Number(5))

    with capture_logs() as logs:
        said = [reader("uk").say(added), reader("uk").say(added)]

    assert said == ["5 added", "5 added"]
    assert [(entry["event"], entry["language"]) for entry in logs] == [("text.broken", "uk")]


def test_a_broken_plural_form_falls_back_to_the_right_english_form(translate: Translate) -> None:
    translate("uk", {("{n} call", "{n} calls"): ("{x} дзвінок", "{n} дзвінки", "{n} дзвінків")})

    said = [reader("uk").say(_n("{n} call", "{n} calls", n)) for n in (1, 2, 21)]

    assert said == ["1 call", "2 дзвінки", "21 calls"]


def test_a_parameter_that_nobody_gave_shows_its_name(translate: Translate) -> None:
    translate("uk", {"{amount} added to {line}": "{line}: додано {amount}"})

    with capture_logs() as logs:
        said = reader("uk").say(Text("{amount} added to {line}", (("amount", 5),)))

    assert said == "5 added to {line}"
    assert logs


def test_a_stray_brace_in_the_source_is_said_as_it_stands() -> None:
    assert reader().say(Text("Press { now")) == "Press { now"


def test_braces_in_values_are_left_alone() -> None:
    assert reader().say(_("Name: {name}", name="{0} {name}")) == "Name: {0} {name}"


def test_the_shipped_ukrainian_catalogue_counts_as_babel_says() -> None:
    shipped = read(catalogue_path(ROOT, "uk"), "uk")

    assert shipped.plural_expr == get_plural("uk").plural_expr
    assert shipped.num_plurals == 3
