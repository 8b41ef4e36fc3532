"""The translator's commands: `python -m locales extract | update | check`."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import click
from babel.messages.catalog import Catalog, Message

from locales.catalogues import LANGUAGES
from locales.checks import forms, problems_of_catalogue, problems_of_template
from locales.extraction import template
from locales.files import ROOT, catalogue_path, read, template_path, write

SOURCE_LANGUAGE = "en"


@click.group()
@click.option(
    "--root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    default=ROOT,
    help="The folder that holds the sources.",
)
@click.pass_context
def main(context: click.Context, root: Path) -> None:
    """Keep the catalogues in step with the texts in the source."""
    context.obj = root


@main.command()
@click.pass_obj
def extract(root: Path) -> None:
    """Write the template from the texts in the source."""
    found, problems = template(root)
    write(template_path(root), found)
    click.echo(f"{len(found)} texts")
    _stop_at(problems)


@main.command()
@click.pass_obj
def update(root: Path) -> None:
    """Write the template, bring every catalogue in step with it, and say what is missing.

    What is no longer used goes. A text that changed is translated anew: what an alike text once
    meant is a bad guess (git still has it).
    """
    found, problems = template(root)
    write(template_path(root), found)
    for language in translated_languages():
        path = catalogue_path(root, language)
        catalog = read(path, language) if path.is_file() else Catalog(language, fuzzy=False)
        catalog.update(found, no_fuzzy_matching=True)
        write(path, catalog)
        waiting = [m for m in catalog if m.id and (m.fuzzy or not all(forms(m.string)))]
        click.echo(f"{language}: {len(found)} texts, {len(waiting)} to translate")
        _list_by_file(waiting)
    _stop_at(problems)


@main.command()
@click.pass_obj
def check(root: Path) -> None:
    """Fail where the template is out of date or a catalogue is not complete."""
    found, problems = template(root)
    problems.extend(problems_of_template(root, found))
    for language in translated_languages():
        path = catalogue_path(root, language)
        if path.is_file():
            problems.extend(problems_of_catalogue(path, language, found))
        else:
            problems.append(f"{language}: no catalogue")
    _stop_at(problems)
    click.echo(f"{len(found)} texts, complete in {', '.join(translated_languages())}")


def translated_languages() -> list[str]:
    """The languages that need a catalogue: English is the source, the pseudo-locale is made."""
    return [code for code in LANGUAGES if code.split("-")[0] != SOURCE_LANGUAGE]


def _list_by_file(messages: list[Message]) -> None:
    """Each text below the first file that says it."""
    by_file = defaultdict(list)
    for message in messages:
        by_file[min(file for file, _line in message.locations)].append(forms(message.id)[0])
    for file, texts in sorted(by_file.items()):
        click.echo(f"  {file}")
        for text in sorted(texts):
            click.echo(f"    {text}")


def _stop_at(problems: list[str]) -> None:
    for problem in problems:
        click.echo(problem, err=True)
    if problems:
        raise SystemExit(1)


if __name__ == "__main__":
    main()
