"""One tree of errors: what the provider said, or why it did not."""

from __future__ import annotations


class ProviderError(Exception):
    """Anything that went wrong between us and the provider."""


class Rejected(ProviderError):
    """The provider understood and refused; nothing was changed.

    `faultcode` is for code, `faultstring` are the provider's own words, `operation` what was
    asked, as "Service/method".
    """

    def __init__(self, faultcode: str, faultstring: str, operation: str) -> None:
        super().__init__(f"{operation}: {faultcode}")
        self.faultcode = faultcode
        self.faultstring = faultstring
        self.operation = operation


class CodeNeeded(Rejected):
    """The password is right, and the account has a second factor: log in again with its code."""


class SessionExpired(ProviderError):
    """The session is over and could not be renewed; the subscriber must sign in again."""


class Unavailable(ProviderError):
    """No answer that means anything: silence, a cut, a proxy's page.

    `sent` is True when the request may have reached the provider: a write may have been done.
    `status` is that of a page which came in place of an answer, 0 where nothing came.
    """

    def __init__(self, operation: str, *, sent: bool, reason: str = "", status: int = 0) -> None:
        super().__init__(f"{operation}: {reason or 'no answer'} (sent: {sent})")
        self.operation = operation
        self.sent = sent
        self.reason = reason
        self.status = status


class NotMapped(ProviderError):
    """The logical operation is not available on this switch; it should have been hidden."""

    def __init__(self, operation: str) -> None:
        super().__init__(operation)
        self.operation = operation


class TooLarge(ProviderError):
    """The provider's file is larger than the caller was ready to take; the rest was not read."""

    def __init__(self, operation: str, limit_bytes: int) -> None:
        super().__init__(f"{operation}: more than {limit_bytes} bytes")
        self.operation = operation
        self.limit_bytes = limit_bytes
