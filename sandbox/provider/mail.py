"""The mail server of the sandbox: takes every letter and puts it into the desk's outbox."""

import asyncio
import re
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.smtp import SMTP, Envelope
from aiosmtpd.smtp import Session as Connection

from sandbox.provider.model import Switch

_CODE = re.compile(r"(?<!\d)\d{4,8}(?!\d)")


class Mail:
    """Listens on the loopback; what it is given goes nowhere else."""

    def __init__(self, switch: Switch, host: str) -> None:
        self._switch = switch
        self._host = host
        self._server: asyncio.Server | None = None

    async def start(self, port: int) -> str:
        """The address for `SELFCARE_SMTP_URL`; port 0 picks a free one."""
        loop = asyncio.get_running_loop()
        self._server = await loop.create_server(
            lambda: SMTP(self, hostname="sandbox.invalid", enable_SMTPUTF8=True), self._host, port
        )
        taken = self._server.sockets[0].getsockname()[1]
        return f"smtp://{self._host}:{taken}"

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()

    async def handle_DATA(  # noqa: N802 - aiosmtpd looks for this name
        self, _server: SMTP, _connection: Connection, envelope: Envelope
    ) -> str:
        letter = message_from_bytes(_bytes(envelope.content), policy=policy.default)
        text = _text(letter)
        code = _CODE.search(f"{letter['Subject']} {text}")
        for address in envelope.rcpt_tos:
            self._switch.post(
                None,
                "mail",
                address,
                code[0] if code else None,
                subject=letter["Subject"],
                text=text,
            )
        return "250 OK"


def _bytes(content: bytes | str | None) -> bytes:
    return content.encode() if isinstance(content, str) else content or b""


def _text(letter: EmailMessage) -> str:
    body = letter.get_body(("plain",))
    return str(body.get_content()).strip() if body is not None else ""
