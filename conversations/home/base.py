"""Home's area."""

from __future__ import annotations

from dialogs import Area
from locales import _

area = Area(
    "home",
    _("Home"),
    command="menu",
    listed=False,
    words=_(
        "home, menu, start, balance, funds, money, how much money, settings, everything, all, "
        "hi, hello, thanks"
    ),
)
