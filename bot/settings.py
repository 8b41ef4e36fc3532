"""The operator's settings: environment variables that begin with SELFCARE_."""

from __future__ import annotations

import ipaddress
import os
import re
import secrets
import ssl
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError
from pydantic import AfterValidator, BeforeValidator, Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dialogs import Options
from dialogs.mail import Mailer
from portaswitch import ForwardMode, ProviderConfig


def _url(given: str) -> str:
    """An address without the slash at its end."""
    url = given.strip().rstrip("/")
    if not url:
        return ""
    try:
        parts = urlsplit(url)
        good = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is no number
        good = False
    if not good or re.search(r"\s", url):
        raise ValueError("write an address that begins with https:// or http://, without spaces")
    return url


def _realm(url: str) -> str:
    """As it stands in the provider's manual, with the path of its API or without."""
    return url.removesuffix("/rest").rstrip("/")


def _public(url: str) -> str:
    """Telegram posts to TLS only; this machine's own addresses are for trying out."""
    if url and urlsplit(url).scheme != "https" and not _loopback(urlsplit(url).hostname or ""):
        raise ValueError("must begin with https://: Telegram posts to nothing else")
    return url


def _loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _list(value: Any) -> Any:
    return (
        [one.strip() for one in value.split(",") if one.strip()]
        if isinstance(value, str)
        else value
    )


MIN_KEY, MIN_SECRET = 32, 16
"""Characters of what keeps strangers out: shorter ones may be found by trying."""


def _webhook_secret(secret: SecretStr) -> SecretStr:
    """What Telegram allows."""
    value = secret.get_secret_value()
    if value and not re.fullmatch(r"[A-Za-z0-9_-]{1,256}", value):
        raise ValueError("needs 1 to 256 letters, digits, _ or -")
    return secret


def _address(listen: str) -> str:
    _host, colon, port = listen.strip().rpartition(":")
    if not (colon and port.isdecimal() and int(port) < 65_536):
        raise ValueError("write host:port, such as 127.0.0.1:8090")
    return listen.strip()


def _amount(amount: str) -> str:
    try:
        good = Decimal(amount).is_finite() and Decimal(amount) >= 0
    except InvalidOperation:
        good = False
    if not good:
        raise ValueError("needs an amount, such as 5 or 2.50")
    return amount


def _modes(modes: tuple[str, ...]) -> tuple[str, ...]:
    known = [mode.value for mode in ForwardMode if mode is not ForwardMode.NONE]
    if not set(modes) <= set(known):
        raise ValueError("write some of C (simple), Y (follow-me), F (advanced), U (SIP URI)")
    return modes


def _codes(codes: tuple[str, ...]) -> tuple[str, ...]:
    for code in codes:
        try:
            Locale.parse(code, sep="-")
        except (ValueError, UnknownLocaleError):
            raise ValueError("write codes of languages, such as en,uk") from None
    return codes


def _phones(numbers: tuple[str, ...]) -> tuple[str, ...]:
    """E.164 without plus, as the switch writes them."""
    plain = tuple(re.sub(r"[\s()+.-]", "", number) for number in numbers)
    if not all(re.fullmatch(r"[1-9]\d{6,14}", number) for number in plain):
        raise ValueError("write numbers with their country codes, such as +12065550190")
    return plain


def _host(name: str) -> str:
    if name and not re.fullmatch(r"[\w.-]+(:\d{1,5})?", name):
        raise ValueError("write a host name, such as sip.example.com")
    return name


def _button_url(url: str) -> str:
    """What Telegram takes under a button: with another address every message would be refused."""
    if url and not re.fullmatch(r"(https?|tg)://[^\s/]\S*", url):
        raise ValueError("write an address that begins with https://, http:// or tg://")
    return url


def _smtp(url: SecretStr) -> SecretStr:
    if url.get_secret_value():
        Mailer.at(url.get_secret_value())
    return url


def _level(level: str) -> str:
    if level.upper() not in ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"):
        raise ValueError("write DEBUG, INFO, WARNING, ERROR or CRITICAL")
    return level.upper()


def _database(given: str) -> str:
    try:
        url = make_url(given.strip())
        backend = url.get_backend_name()
    except (ArgumentError, ValueError):
        backend = ""
    if (backend == "sqlite" and url.database) or backend in ("postgresql", "postgres"):
        return given.strip()
    raise ValueError("write sqlite:///path or postgresql://user:password@host/name")


def _ca(path: str) -> str:
    if path:
        try:
            ssl.create_default_context(cafile=path)
        except ssl.SSLError:
            raise ValueError("the file holds no certificate (PEM)") from None
        except OSError as error:
            raise ValueError(f"the file cannot be read: {error.strerror}") from None
    return path


def _unless_empty(path: Any) -> Any:
    """`SELFCARE_OPERATIONS=` in a file of settings means none."""
    return path or None


def _readable(path: Path) -> Path:
    try:
        path.open("rb").close()
    except OSError as error:
        raise ValueError(f"the file cannot be read: {error.strerror}") from None
    return path


def own_key(path: Path) -> str:
    """The key that was made for this database, or a new one, readable by its owner only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text().strip()
    key = secrets.token_hex(32)
    with os.fdopen(descriptor, "w") as file:
        file.write(key)
    return key


Url = Annotated[str, AfterValidator(_url)]
RealmUrl = Annotated[str, AfterValidator(_url), AfterValidator(_realm)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_list)]


class Settings(BaseSettings):
    """Every setting, its default and its meaning."""

    model_config = SettingsConfigDict(
        env_prefix="SELFCARE_", env_file=".env", extra="ignore", hide_input_in_errors=True
    )

    telegram_token: SecretStr = SecretStr("")
    telegram_api_url: Url = "https://api.telegram.org"

    public_url: Annotated[str, AfterValidator(_url), AfterValidator(_public)] = ""
    """The address under which Telegram reaches us; webhook mode when it is set."""
    listen: Annotated[str, AfterValidator(_address)] = "127.0.0.1:8090"
    webhook_secret: Annotated[SecretStr, AfterValidator(_webhook_secret)] = SecretStr("")
    """Derived from the secret key when empty."""

    provider_url: RealmUrl = ""
    provider_ca: Annotated[str, AfterValidator(_ca)] = ""
    provider_verify: bool = True
    provider_timeout: float = Field(default=10, gt=0)
    """Seconds that an answer of the provider may take."""
    admin_url: RealmUrl = ""
    admin_login: str = ""
    admin_token: SecretStr = SecretStr("")
    operations: Annotated[
        Annotated[Path, AfterValidator(_readable)] | None, BeforeValidator(_unless_empty)
    ] = None
    probe_login: str = ""
    probe_password: SecretStr = SecretStr("")
    smtp_url: Annotated[SecretStr, AfterValidator(_smtp)] = SecretStr("")
    """The mail server that confirms new e-mail addresses; without it they stay unconfirmed."""

    database_url: Annotated[str, AfterValidator(_database)] = "sqlite:///var/selfcare.db"
    secret_key: SecretStr = SecretStr("")
    """Comma-separated, the first one seals. Embedded, one is made beside the database if empty."""

    lease_seconds: float = Field(default=30, gt=0)
    """How long a chat waits for another replica when the one that had it has died."""

    poll_seconds: float = Field(default=60, gt=0)
    events_user: str = ""
    events_password: SecretStr = SecretStr("")

    provider_name: str = ""
    contact: str = ""
    contact_url: Annotated[str, AfterValidator(_button_url)] = ""
    forward_modes: Annotated[Words, AfterValidator(_modes)] = ("C", "Y", "F", "U")
    access_numbers: Annotated[Words, AfterValidator(_phones)] = ()
    """Under which subscribers reach their voicemail from other phones."""
    low_balance: Annotated[str, AfterValidator(_amount)] = "5"
    transfer_cap: Annotated[str, AfterValidator(_amount)] = "50"
    """The most phone credit that a line may send in a day, in its currency."""
    associated_label: str = ""
    """What the associated number is for, in the operator's words; without them it is hidden."""
    associated_help: str = ""
    ivr_languages: Annotated[Words, AfterValidator(_codes)] = ()
    """The languages whose prompts are installed; else those that the switch lists."""
    sip_server: Annotated[str, AfterValidator(_host)] = ""
    """Where phones and apps register: the API does not tell."""
    log_level: Annotated[str, AfterValidator(_level)] = "INFO"
    log_json: bool = False

    def missing(self) -> list[str]:
        """The settings without which the bot cannot run, by their variable's name.

        Some are needed beside others: without its password the way for events stood open to
        everybody, and half an admin realm would quietly be none.
        """
        needed = {
            "SELFCARE_TELEGRAM_TOKEN": self.telegram_token.get_secret_value(),
            "SELFCARE_PROVIDER_URL": self.provider_url,
        }
        if not self.embedded:  # replicas must share it
            needed["SELFCARE_SECRET_KEY"] = self.secret_key.get_secret_value()
        events = {
            "SELFCARE_EVENTS_USER": self.events_user,
            "SELFCARE_EVENTS_PASSWORD": self.events_password.get_secret_value(),
        }
        admin = {
            "SELFCARE_ADMIN_URL": self.admin_url,
            "SELFCARE_ADMIN_LOGIN": self.admin_login,
            "SELFCARE_ADMIN_TOKEN": self.admin_token.get_secret_value(),
        }
        for group in (events, admin):
            if any(group.values()):
                needed |= group
        return [name for name, value in needed.items() if not value]

    def weak(self) -> list[str]:
        """The settings that keep strangers out and are so short that they may be guessed."""
        keys = [key.strip() for key in self.secret_key.get_secret_value().split(",")]
        found = ["SELFCARE_SECRET_KEY"] if any(0 < len(key) < MIN_KEY for key in keys) else []
        if 0 < len(self.webhook_secret.get_secret_value()) < MIN_SECRET:
            found.append("SELFCARE_WEBHOOK_SECRET")
        return found

    @property
    def embedded(self) -> bool:
        """Whether the store is a file of this process's own."""
        return make_url(self.database_url).get_backend_name() == "sqlite"

    @property
    def keys(self) -> str:
        """The secret keys. Raises OSError where one has to be made and cannot be."""
        given = self.secret_key.get_secret_value()
        if given or not self.embedded:
            return given
        return own_key(Path(f"{make_url(self.database_url).database}.key"))

    @property
    def address(self) -> tuple[str, int]:
        host, _colon, port = self.listen.rpartition(":")
        return host.strip("[]") or "127.0.0.1", int(port)

    @property
    def probe(self) -> tuple[str, str] | None:
        """Login and password of the test account, where one is set."""
        password = self.probe_password.get_secret_value()
        return (self.probe_login, password) if self.probe_login and password else None

    @property
    def mailer(self) -> Mailer | None:
        url = self.smtp_url.get_secret_value()
        return Mailer.at(url) if url else None

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
            access_numbers=self.access_numbers,
            low_balance=self.low_balance,
            transfer_cap=self.transfer_cap,
            associated_label=self.associated_label,
            associated_help=self.associated_help,
            ivr_languages=self.ivr_languages,
            sip_server=self.sip_server,
            bot_username=bot_username,
        )
