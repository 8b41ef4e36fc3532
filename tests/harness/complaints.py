"""What the bot logged as an error during a test, so that a failure can say what broke where."""

from __future__ import annotations

from collections import deque
from collections.abc import MutableMapping
from typing import Any

import structlog

logged: deque[dict[str, Any]] = deque(maxlen=20)
"""The errors of the running test, oldest first."""


def listen() -> None:
    """Keep errors from now on; they are printed as before, every call to the provider no more."""
    *processors, renderer = structlog.get_config()["processors"]
    structlog.configure(processors=[*processors, _keep, renderer])


def _keep(_logger: Any, method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    if method == "debug":
        raise structlog.DropEvent
    if method in ("error", "critical", "exception"):
        logged.append(dict(event))
    return event


def told() -> str:
    """Each with the error's type and the place where it was raised."""
    return "\n".join(
        f"{one['event']}: "
        + ", ".join(f"{key}={value}" for key, value in one.items() if key in SAID)
        + "".join(f"\n    {frame}" for frame in one.get("where", ()))
        for one in logged
    )


SAID = ("error", "error_id", "button", "problem")
