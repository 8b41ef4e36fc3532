"""A refusal of the Bot API: the only exception that travels to the wire."""


class Refusal(Exception):
    """`code` is both the HTTP status and `error_code`; `description` is Telegram's own wording."""

    def __init__(self, code: int, description: str, retry_after: int | None = None) -> None:
        super().__init__(description)
        self.code = code
        self.description = description
        self.retry_after = retry_after

    def as_json(self) -> dict[str, object]:
        """The body of the answer."""
        body: dict[str, object] = {
            "ok": False,
            "error_code": self.code,
            "description": self.description,
        }
        if self.retry_after is not None:
            body["parameters"] = {"retry_after": self.retry_after}
        return body


def bad(text: str) -> Refusal:
    """400, the usual kind."""
    return Refusal(400, f"Bad Request: {text}")


def forbidden(text: str) -> Refusal:
    """403: this chat cannot be written to."""
    return Refusal(403, f"Forbidden: {text}")


def too_large() -> Refusal:
    """413: more than a request may carry."""
    return Refusal(413, "Request Entity Too Large")


def too_many(retry_after: int) -> Refusal:
    """429, with the seconds to wait."""
    return Refusal(429, f"Too Many Requests: retry after {retry_after}", retry_after)
