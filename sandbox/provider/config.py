"""What can be chosen when the provider is started."""

from dataclasses import dataclass, field
from typing import Literal

World = Literal["proposed", "renamed", "absent"]


@dataclass(slots=True)
class Settings:
    """The switch's own settings; the desk may change them while it runs.

    `mail_text_parts`: some messages have a part that is no file and so has no `file_name`. Off as
    it comes, because a shipping client reads a name from every part.
    """

    operating_mode: Literal["normal", "standalone", "secondary", "read_only"] = "normal"
    mode_change_clears_numbers: bool = False
    access_token_seconds: int = 172_800
    xdr_order: Literal["newest", "oldest"] = "newest"
    mail_text_parts: bool = False


@dataclass(frozen=True, slots=True)
class Config:
    """How to run the provider. Ports: 0 picks a free one, None leaves a part out.

    `store` is the file in which the switch goes on after a restart; without it all is in memory.
    """

    host: str = "127.0.0.1"
    port: int = 0
    admin_port: int | None = 0
    mail_port: int | None = None
    accounts: int = 5
    seed: int = 1
    store: str | None = None
    unknown: World = "proposed"
    admin_login: str = "selfcare-bot"
    admin_token: str = "sandbox-admin-token"  # noqa: S105 - the sandbox's own, known to everyone
    events_url: str | None = None
    events_user: str = ""
    events_password: str = ""
    events_header: str = "Authorization"
    events_value: str = ""
    events_retry_seconds: float = 1.0
    events_silence_seconds: float = 300.0
    cert: str | None = None
    key: str | None = None
    failures_before_lock: int = 5
    lock_seconds: int = 900
    silence_seconds: float = 300.0
    settings: Settings = field(default_factory=Settings)
