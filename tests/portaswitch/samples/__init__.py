"""One sample call for each operation of the client; a group's file is a dictionary `SAMPLES`."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable

from portaswitch import Account

Sample = Callable[[Account], Awaitable[object]]


def collected() -> dict[str, Sample]:
    """Operation -> its sample call, of all groups."""
    found: dict[str, Sample] = {}
    for module in pkgutil.iter_modules(__path__):
        found |= importlib.import_module(f"{__name__}.{module.name}").SAMPLES
    return found
