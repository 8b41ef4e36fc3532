"""Failures in the operator's words: what happened, and the setting that mends it."""

from __future__ import annotations

from portaswitch import ProviderError, Rejected, Unavailable
from portaswitch.wire import UNTRUSTED
from store import StoreError, StoreOutdated

ADMIN_REFUSED = "The admin realm refused SELFCARE_ADMIN_LOGIN / _TOKEN"


def why(error: ProviderError) -> str:
    """Why the provider did not do it. No text of these errors holds a secret."""
    if not isinstance(error, Unavailable):
        return str(error)
    reason = error.reason or "no answer"
    if reason == UNTRUSTED:
        reason += "; put the switch's CA into SELFCARE_PROVIDER_CA"
    return f"{error.operation}: {reason}"


def why_admin(error: ProviderError) -> str:
    """As `why`, of the admin realm's check."""
    if isinstance(error, Rejected):
        return f"{ADMIN_REFUSED} ({error.faultcode})"
    return f"The admin realm could not be asked: {why(error)}"


def in_a_line(error: Exception) -> str:
    """What ended a command, for people: one line, never a traceback."""
    words = " ".join(str(error).split()) or type(error).__name__
    if isinstance(error, ProviderError):
        return f"The provider could not be asked: {why(error)}"
    # What we say of a database names it already; a driver's words do not.
    if isinstance(error, StoreError) and not isinstance(error, StoreOutdated):
        return words if words.startswith("The database") else f"SELFCARE_DATABASE_URL: {words}"
    return words
