"""Structured logs: events with fields, on standard error, without a secret in them."""

from __future__ import annotations

import logging
import sys

import structlog

from dialogs.faults import where

SECRET_FIELDS = ("password", "token", "secret", "code", "voucher", "payload", "draft")


def configure(level: str = "INFO", *, as_json: bool = False) -> None:
    """JSON for machines, aligned lines for people."""
    number = logging.getLevelNamesMapping().get(level.upper(), logging.INFO)
    renderer: structlog.types.Processor = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=False)
    )
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            _without_values,
            _hide,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
    # Libraries may log what they send: only their warnings, and httpx and aiohttp not even those
    # of single requests, whose addresses hold the token.
    logging.basicConfig(level=max(number, logging.WARNING), stream=sys.stderr, force=True)
    for name in ("httpx", "httpcore", "aiohttp.access"):
        logging.getLogger(name).setLevel(logging.ERROR)


def _without_values(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """An exception as its type and its place: its text or its variables could hold a secret."""
    given = event.pop("exc_info", None)
    error = sys.exc_info()[1] if given is True else given
    if isinstance(error, BaseException):
        event["error"], event["where"] = type(error).__name__, where(error)
    return event


def _hide(
    _logger: object, _method: str, event: structlog.types.EventDict
) -> structlog.types.EventDict:
    """A last net: a field that names a secret is masked, wherever it came from."""
    for name in event:
        if any(secret in name.lower() for secret in SECRET_FIELDS) and name != "tokens_version":
            event[name] = "•••"
    return event
