"""The operator's settings: environment variables that begin with SELFCARE_."""

from __future__ import annotations

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
    listen: str = "127.0.0.1:8090"
    webhook_secret: SecretStr = SecretStr("")
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
    secret_key: SecretStr = SecretStr("")

    lease_seconds: float = Field(default=30, gt=0)
    """How long a chat waits for another replica when the one that had it has died."""

    poll_seconds: float = Field(default=60, gt=0)
    events_user: str = ""
    events_password: SecretStr = SecretStr("")

    provider_name: str = ""
    contact: str = ""
    contact_url: str = ""
    forward_modes: Words = ("C", "Y", "F", "U")
    low_balance: str = "5"
    log_level: str = "INFO"
    log_json: bool = False

    def missing(self) -> list[str]:
        """The settings without which the bot cannot run, by their variable's name."""
        needed = {
            "SELFCARE_TELEGRAM_TOKEN": self.telegram_token.get_secret_value(),
            "SELFCARE_PROVIDER_URL": self.provider_url,
            "SELFCARE_SECRET_KEY": self.secret_key.get_secret_value(),
        }
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
