"""The operator's settings: environment variables that begin with SELFCARE_."""

from __future__ import annotations

import re
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from dialogs import Options
from portaswitch import ProviderConfig


def _bare(url: str) -> str:
    return url.rstrip("/")


def _list(value: Any) -> Any:
    return (
        [one.strip() for one in value.split(",") if one.strip()]
        if isinstance(value, str)
        else value
    )


MIN_SECRET = 16
"""Characters of what keeps strangers out: short ones are found by trying."""


def _long(keys: SecretStr) -> SecretStr:
    for key in keys.get_secret_value().split(","):
        if 0 < len(key.strip()) < MIN_SECRET:
            raise ValueError(f"each key needs {MIN_SECRET} characters or more")
    return keys


def _webhook_secret(secret: SecretStr) -> SecretStr:
    """What Telegram allows; and whoever guesses it writes to us in anybody's name."""
    value = secret.get_secret_value()
    if value and not re.fullmatch(rf"[A-Za-z0-9_-]{{{MIN_SECRET},256}}", value):
        raise ValueError(f"needs {MIN_SECRET} to 256 letters, digits, _ or -")
    return secret


def _address(listen: str) -> str:
    _host, _colon, port = listen.rpartition(":")
    if not (port.isdecimal() and int(port) < 65_536):
        raise ValueError("needs a host and a port, such as 127.0.0.1:8090")
    return listen


def _amount(amount: str) -> str:
    try:
        good = Decimal(amount).is_finite() and Decimal(amount) >= 0
    except InvalidOperation:
        good = False
    if not good:
        raise ValueError("needs an amount, such as 5 or 2.50")
    return amount


Url = Annotated[str, AfterValidator(_bare)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list)]


class Settings(BaseSettings):
    """Every setting, its default and its meaning."""

    model_config = SettingsConfigDict(
        env_prefix="SELFCARE_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: Url = "https://api.telegram.org"

    public_url: Url = ""
    """The address under which Telegram reaches us; webhook mode when it is set."""
    listen: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8090"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = SecretStr("")
    """Derived from the secret key when empty."""

    provider_url: Url = ""
    provider_ca: str = ""
    provider_verify: bool = True
    provider_timeout: float = Field(default=10, gt=0)
    """Seconds that an answer of the provider may take."""
    admin_url: Url = ""
    admin_login: str = ""
    admin_token: SecretStr = SecretStr("")
    operations: Path | None = None
    probe_login: str = ""
    probe_password: SecretStr = SecretStr("")
    smtp_url: SecretStr = SecretStr("")

    database_url: str = "sqlite:///var/selfcare.db"
    secret_key: Annotated[SecretStr, AfterValidator(_long)] = SecretStr("")

    lease_seconds: float = Field(default=30, gt=0)
    """How long a chat waits for another replica when the one that had it has died."""

    poll_seconds: float = Field(default=60, gt=0)
    events_user: str = ""
    events_password: SecretStr = SecretStr("")

    provider_name: str = ""
    contact: str = ""
    contact_url: str = ""
    forward_modes: Words = ("C", "Y", "F", "U")
    low_balance: Annotated[str, AfterValidator(_amount)] = "5"
    log_level: str = "INFO"
    log_json: bool = False

    def missing(self) -> list[str]:
        """The settings without which the bot cannot run, by their variable's name.

        Some are needed beside others: without its password the way for events stood open to
        everybody, and half an admin realm would quietly be none.
        """
        needed = {
            "SELFCARE_TELEGRAM_TOKEN": self.telegram_token.get_secret_value(),
            "SELFCARE_PROVIDER_URL": self.provider_url,
            "SELFCARE_SECRET_KEY": self.secret_key.get_secret_value(),
        }
        if self.events_user:
            needed["SELFCARE_EVENTS_PASSWORD"] = self.events_password.get_secret_value()
        admin = {
            "SELFCARE_ADMIN_URL": self.admin_url,
            "SELFCARE_ADMIN_LOGIN": self.admin_login,
            "SELFCARE_ADMIN_TOKEN": self.admin_token.get_secret_value(),
        }
        if any(admin.values()):
            needed |= admin
        return [name for name, value in needed.items() if not value]

    @property
    def address(self) -> tuple[str, int]:
        host, _colon, port = self.listen.rpartition(":")
        return host or "127.0.0.1", int(port)

    def provider(self) -> ProviderConfig:
        return ProviderConfig(
            url=self.provider_url,
            ca=self.provider_ca or None,
            verify=self.provider_verify,
            read_timeout=self.provider_timeout,
            admin_url=self.admin_url or None,
            admin_login=self.admin_login or None,
            admin_token=self.admin_token.get_secret_value() or None,
            operations_file=self.operations,
        )

    def options(self, bot_username: str = "") -> Options:
        return Options(
            provider_name=self.provider_name,
            contact=self.contact,
            contact_url=self.contact_url,
            forward_modes=self.forward_modes,
            low_balance=self.low_balance,
            bot_username=bot_username,
        )
