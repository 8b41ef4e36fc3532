"""Mail to subscribers: a code that shows whose an address is."""

from __future__ import annotations

from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import parse_qs, unquote, urlsplit

import aiosmtplib
import structlog

log = structlog.get_logger(__name__)

SECONDS = 15
PORTS = {"smtp": 25, "smtps": 465}


class NotMailed(Exception):
    """The mail server did not take it; the subscriber can hardly do anything about it."""


@dataclass(frozen=True, slots=True)
class Mailer:
    """The operator's mail server. TLS from the start with `smtps`, else as soon as it offers it."""

    host: str
    port: int
    sender: str
    implicit_tls: bool
    login: str | None = None
    password: str | None = field(default=None, repr=False)

    @classmethod
    def at(cls, url: str) -> Mailer:
        """`smtp[s]://login:password@host:port?from=no-reply@example.com`. Raises ValueError."""
        parts = urlsplit(url.strip())
        if parts.scheme not in PORTS or not parts.hostname:
            raise ValueError("write smtp://host:port or smtps://login:password@host:port?from=…")
        login = unquote(parts.username) if parts.username else None
        senders = parse_qs(parts.query).get("from")
        by_login = login if login and "@" in login else f"selfcare@{parts.hostname}"
        return cls(
            host=parts.hostname,
            port=parts.port or PORTS[parts.scheme],
            sender=senders[0] if senders else by_login,
            implicit_tls=parts.scheme == "smtps",
            login=login,
            password=unquote(parts.password) if parts.password else None,
        )

    async def send(self, to: str, subject: str, text: str) -> None:
        """Raises NotMailed: the address was refused, or the server did not answer in time."""
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = self.sender, to, subject
        mail.set_content(text)
        try:
            await aiosmtplib.send(
                mail,
                hostname=self.host,
                port=self.port,
                username=self.login,
                password=self.password,
                use_tls=self.implicit_tls,
                timeout=SECONDS,
            )
        except (aiosmtplib.SMTPException, OSError, ValueError) as error:
            # Its words may hold the address or the login: the kind of the failure is enough.
            log.warning("mail not sent", error=type(error).__name__)
            raise NotMailed(type(error).__name__) from None
