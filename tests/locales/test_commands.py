"""The translator's commands, run on a small product of their own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from locales.__main__ import main
from locales.files import catalogue_path, template_path

SOURCE = """
from locales import _, _c, _n, Money

class Area:
    title = _("Recharge")

def greet(n):
    for _ in range(3):
        pass
    # Translators: shown on a button,
    # so keep it short.
    button = _("Add {amount}", amount=Money(1, "USD"))
    return [button, _n("{n} call", "{n} calls", n), _c("month", "May"), _("A: {b}.", b=_("in" "ner"))]
"""  # noqa: E501 - a line of the small product
TRANSLATED = {
    "Recharge": "Поповнення",
    "Add {amount}": "Додати {amount}",
    "May": "Травень",
    "A: {b}.": "А: {b}.",
    "inner": "всередині",
}


@pytest.fixture
def product(tmp_path: Path) -> Path:
    """A product whose Ukrainian is complete."""
    (tmp_path / "conversations").mkdir()
    (tmp_path / "conversations" / "recharge.py").write_text(SOURCE, "utf-8")
    assert run(tmp_path, "update").exit_code == 0
    for english, ukrainian in TRANSLATED.items():
        edit(tmp_path, f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{ukrainian}"')
    for form, ukrainian in enumerate(("{n} дзвінок", "{n} дзвінки", "{n} дзвінків")):
        edit(tmp_path, f'msgstr[{form}] ""', f'msgstr[{form}] "{ukrainian}"')
    return tmp_path


def run(root: Path, command: str) -> Result:
    return CliRunner().invoke(main, ["--root", str(root), command])


def ukrainian(root: Path) -> Path:
    return catalogue_path(root, "uk")


def edit(root: Path, old: str, new: str) -> None:
    path = ukrainian(root)
    before = path.read_text("utf-8")
    assert old in before
    path.write_text(before.replace(old, new), "utf-8")


def rewrite(root: Path, old: str, new: str) -> None:
    source = root / "conversations" / "recharge.py"
    assert old in source.read_text("utf-8")
    source.write_text(source.read_text("utf-8").replace(old, new), "utf-8")


def test_a_complete_catalogue_passes(product: Path) -> None:
    result = run(product, "check")

    assert (result.exit_code, result.output) == (0, "6 texts, complete in uk\n")


def test_the_template_holds_every_text_with_its_remark_and_file(product: Path) -> None:
    found = template_path(product).read_text("utf-8")

    assert re.findall('^msgid "(.+)"', found, re.MULTILINE) == [
        "May",
        "A: {b}.",
        "Add {amount}",
        "Recharge",
        "inner",
        "{n} call",
    ]
    assert 'msgctxt "month"' in found
    assert "#. Translators: shown on a button, so keep it short.\n" in found
    assert "#: conversations/recharge.py\n" in found
    assert "Date" not in found


def test_moved_lines_and_texts_change_nothing(product: Path) -> None:
    before = template_path(product).read_bytes(), ukrainian(product).read_bytes()
    rewrite(product, "class Area", "\n\n\nclass Area")
    rewrite(product, 'title = _("Recharge")', 'title = ""')
    rewrite(product, "return [button,", 'return [_("Recharge"), button,')

    assert run(product, "check").exit_code == 0
    assert run(product, "update").exit_code == 0
    assert (template_path(product).read_bytes(), ukrainian(product).read_bytes()) == before


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("Поповнення", "", "untranslated: 'Recharge'"),
        ("{n} дзвінки", "", "untranslated: '{n} call'"),
        ("Додати {amount}", "Додати {sum}", "parameters differ"),
        ("Додати {amount}", "Додати", "parameters differ"),
        ("Додати {amount}", "Додати {amount!r}", "only {named} parameters"),
        ("Додати {amount}", "Додати {amount", "'Додати {amount'"),
        ("{n} дзвінків", "багато дзвінків", "parameters differ in 'багато дзвінків'"),
        ("А: {b}.", "А: {b}", "final punctuation differs"),
        ("Травень", "Травень!", "final punctuation differs"),
        ("Травень", "Травень ", "spaces around"),
        ("nplurals=3", "nplurals=2", "Plural-Forms"),
        ("n%10==1 && n%100!=11 ? 0", "n%10==1 ? 0", "Plural-Forms"),
        ('msgstr[2] "{n} дзвінків"\n', "", "untranslated: '{n} call'"),
        ('msgid "Recharge"', '#, fuzzy\nmsgid "Recharge"', "fuzzy: 'Recharge'"),
        ('msgid "Recharge"', 'msgid "Top up"', "missing: 'Recharge'"),
        ('msgid "Recharge"', 'msgid "Top up"', "no longer used: 'Top up'"),
        ('msgctxt "month"\n', "", "missing: 'May'"),
        ('msgid "inner"\nmsgstr', '#~ msgid "outer"\n#~ msgstr', "obsolete: 'outer'"),
    ],
)
def test_what_is_wrong_with_a_catalogue_fails(
    product: Path, old: str, new: str, problem: str
) -> None:
    edit(product, old, new)

    result = run(product, "check")

    assert result.exit_code == 1
    assert problem in result.output


def test_a_new_text_makes_the_template_out_of_date(product: Path) -> None:
    rewrite(product, '_("Recharge")', '_("Recharge now")')

    result = run(product, "check")

    assert result.exit_code == 1
    assert "out of date" in result.output
    assert "missing: 'Recharge now'" in result.output


def test_an_update_keeps_translations_and_drops_what_is_gone(product: Path) -> None:
    rewrite(product, '_("Recharge")', '_("Entirely different")')

    assert "1 to translate" in run(product, "update").output
    assert "Додати {amount}" in ukrainian(product).read_text("utf-8")
    assert "Поповнення" not in ukrainian(product).read_text("utf-8")


def test_a_changed_text_is_translated_anew_and_named_below_its_file(product: Path) -> None:
    rewrite(product, '_("Recharge")', '_("Recharges")')

    assert run(product, "update").output == (
        "uk: 6 texts, 1 to translate\n  conversations/recharge.py\n    Recharges\n"
    )
    assert 'msgid "Recharges"\nmsgstr ""' in ukrainian(product).read_text("utf-8")
    assert "untranslated: 'Recharges'" in run(product, "check").output


def test_a_language_without_a_catalogue_fails(product: Path) -> None:
    ukrainian(product).unlink()

    assert run(product, "check").exit_code == 1


@pytest.mark.parametrize(
    ("call", "problem"),
    [
        ('_(f"Hello {n}")', "plain strings"),
        ("_(n)", "plain strings"),
        ('_("a", "b")', "plain strings"),
        ('_n("{n} call", n)', "plain strings"),
        ('_n("{n} call", "{n} calls")', "plain strings"),
        ('_("Hello {name}")', "asks for ['name'], is given []"),
        ('_("Hello", name="x")', "asks for [], is given ['name']"),
        ('_("Hello {}", name="x")', "only {named} parameters"),
        ('_("Hello {name:>5}", name="x")', "only {named} parameters"),
        ('_("Hello {name", name="x")', "}"),
        ('_(" Hello")', "surrounded by spaces"),
        ('_("")', "neither empty"),
    ],
)
def test_a_call_that_cannot_be_translated_is_named_by_its_place(
    product: Path, call: str, problem: str
) -> None:
    rewrite(product, '_("Recharge")', call)

    result = run(product, "check")

    assert result.exit_code == 1
    assert "conversations/recharge.py:5: " in result.output
    assert problem in result.output


def test_a_count_may_be_named(product: Path) -> None:
    rewrite(product, '"{n} calls", n)', '"{n} calls", n=n)')

    assert run(product, "check").exit_code == 0


def test_parameters_handed_on_in_a_dictionary_are_trusted(product: Path) -> None:
    rewrite(product, '_("Recharge")', '_("Recharge", **{})')

    assert run(product, "check").exit_code == 0
