"""Secrets that are shown for a minute, in a message that goes by itself."""

from __future__ import annotations

from datetime import timedelta

from dialogs import Secret, Step, View, copy, go
from locales import Text, _

SHOWN_FOR = timedelta(seconds=60)


def shown_once(said: Text, code: str, then: Step) -> View:
    """A secret that nobody is shown again; `then` is where Done leads."""
    return View.passing(
        said,
        Secret(code),
        _("Write it down: in a minute I delete this message, and I never show it again."),
        lasts=SHOWN_FOR,
        buttons=[copy(_("Copy"), code), go(_("Done"), then)],
    )
