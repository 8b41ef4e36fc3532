"""The one place where failures become sentences: what happened, what was not changed, what next."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass

import structlog

from dialogs.area import go
from dialogs.money import StillUnknown
from dialogs.view import Row
from locales import Text, _
from portaswitch.errors import NotMapped, Rejected, SessionExpired, Unavailable
from store import StoreError

log = structlog.get_logger(__name__)

KNOWN: Mapping[str, Text] = {
    "standalone_mode": _(
        "The provider is working on its reserve site and cannot save anything right now. "
        "Nothing was changed. Try again in an hour."
    ),
    "Server.Account.unified_messaging_disabled": _("This line has no voicemail box."),
    "Server.Session.cannot_login_brute_force_activity": _(
        "The provider has locked this login after too many wrong passwords. "
        "Wait an hour, or ask your provider to unlock it."
    ),
    "Server.Session.auth_failed": _("The login or the password is not right."),
    # [U] The sandbox's name for it; a real switch may have another, and then its words are shown.
    "feature_locked": _("Only your provider can change this. Nothing was changed."),
}
"""Refusals that any area may meet, by their faultcode or its last part."""


class NotNow(Exception):
    """An area's own refusal, before anything was changed: a sentence that says why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Explanation:
    text: Text
    buttons: tuple[Row, ...] = ()
    retry: bool = False
    """Whether trying the same again makes sense."""
    known: bool = False
    """Whether the form's own `faults` named it: then its question is asked again."""


UNSURE = _(
    "The provider has not answered, so I do not know whether the change was made. "
    "Look at what is set now before you try again."
)


def explain(
    error: BaseException,
    *,
    changing: bool,
    changed: bool = False,
    words: Mapping[str, Text] | None = None,
) -> Explanation:
    """The sentence for an error. `changing`: a write had been sent; `changed`: one was done."""
    match error:
        case NotNow():
            return Explanation(error.reason)
        case Rejected(faultcode=code) if words and code in words:
            return Explanation(words[code], known=True)
        case Rejected() | Unavailable() | SessionExpired() if changed:
            # What failed came after it, so “nothing was changed” would not be true.
            return Explanation(UNSURE, retry=True)
        case Rejected(faultcode=code) if text := KNOWN.get(code) or KNOWN.get(_last_part(code)):
            return Explanation(text)
        case Rejected(faultstring=their_words):
            log.info("refused", operation=error.operation, faultcode=error.faultcode)
            return Explanation(
                _("The provider refused: “{words}” Nothing was changed.", words=their_words or "?")
            )
        case SessionExpired():
            return Explanation(
                _(
                    "Your session with the provider has ended, so nothing was changed. "
                    "Sign in again to go on."
                ),
                (go(_("Sign in"), "signin"),),
            )
        case StillUnknown(here=False):
            return Explanation(
                _(
                    "This was sent from another chat of this line, and the provider has not said "
                    "whether it was done. Please do not repeat it: look at the balance later."
                )
            )
        case StillUnknown():
            return Explanation(
                _(
                    "The provider has not said whether it was done. Please do not repeat it: "
                    "I am checking, and will tell you here."
                )
            )
        case Unavailable(sent=True) if changing:
            return Explanation(UNSURE, retry=True)
        case Unavailable():
            return Explanation(
                _("The provider does not answer right now. Nothing was changed. Try again soon."),
                retry=True,
            )
        case NotMapped():
            return Explanation(_("Your provider does not offer this here."))
        case StoreError():
            return _ours(error, "store failed")
        case _:
            return _ours(error, "step failed")


def _last_part(faultcode: str) -> str:
    return faultcode.rpartition(".")[2]


def _ours(error: BaseException, event: str) -> Explanation:
    """Our own failure: an id that the log has too, and never the error's text."""
    error_id = secrets.token_hex(3)
    frames = where(error)
    log.error(event, error_id=error_id, error=type(error).__name__, where=frames)
    return Explanation(
        _(
            "Something went wrong on our side, and I stopped there. Look at what is set now before "
            "you try again. Error {error_id}.",
            error_id=error_id,
        ),
        retry=True,
    )


def where(error: BaseException) -> list[str]:
    """File, line and function of each frame: enough to find it, and no values in it."""
    frames = []
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        frames.append(f"{code.co_filename.rsplit('/', 2)[-1]}:{trace.tb_lineno} {code.co_name}")
        trace = trace.tb_next
    return frames[-8:]
