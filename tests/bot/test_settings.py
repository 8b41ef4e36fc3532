"""What the operator writes: forgiven where it is clear, named where it is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.settings import Settings
from tests.harness.process import command
from tests.harness.world import World


def settings(**values: object) -> Settings:
    return Settings(_env_file=None, **values)  # type: ignore[arg-type]  # as from the environment


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("https://switch.example.net:8445", "https://switch.example.net:8445"),
        (" https://switch.example.net:8445/rest/ ", "https://switch.example.net:8445"),
        ("http://[::1]:8445/rest", "http://[::1]:8445"),
        ("https://switch.example.net/self-care/", "https://switch.example.net/self-care"),
        ("", ""),
    ],
)
def test_a_realm_s_address_is_taken_as_manuals_write_it(given: str, kept: str) -> None:
    assert settings(provider_url=given).provider_url == kept
    assert settings(admin_url=given).admin_url == kept


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("provider_url", "switch.example.net:8445"),
        ("provider_url", "https://switch example.net"),
        ("provider_url", "https://switch.example.net:port"),
        ("admin_url", "https://"),
        ("telegram_api_url", "ftp://example.net"),
        ("public_url", "http://bot.example.net"),
        ("listen", "8090"),
        ("listen", "127.0.0.1:99999"),
        ("log_level", "loud"),
        ("low_balance", "-1"),
        ("forward_modes", "C,Z"),
        ("forward_modes", "N"),
        ("access_numbers", "+12065550190,voicemail"),
        ("contact_url", "t.me/example"),
        ("webhook_secret", "has spaces in it"),
        ("database_url", "selfcare.db"),
        ("database_url", "sqlite://"),
        ("database_url", "mysql://host/name"),
        ("database_url", "postgresql://user:password@host:port/name"),
        ("provider_ca", "/nowhere/ca.pem"),
        ("provider_ca", __file__),
        ("operations", "/nowhere/map.toml"),
    ],
)
def test_a_wrong_value_is_refused(name: str, value: str) -> None:
    with pytest.raises(ValidationError) as refused:
        settings(**{name: value})

    assert [one["loc"][0] for one in refused.value.errors()] == [name]


@pytest.mark.parametrize(
    ("listen", "address"),
    [
        ("127.0.0.1:8090", ("127.0.0.1", 8090)),
        ("[::1]:80", ("::1", 80)),
        (":80", ("127.0.0.1", 80)),
    ],
)
def test_the_address_to_listen_on(listen: str, address: tuple[str, int]) -> None:
    assert settings(listen=listen).address == address


def test_telegram_may_be_told_an_address_of_this_machine() -> None:
    for url in ("http://127.0.0.1:1", "http://localhost:1", "https://bot.example.net"):
        assert settings(public_url=url + "/").public_url == url


@pytest.mark.parametrize("given", ["user", "password"])
def test_the_way_for_events_is_set_whole_or_not_at_all(given: str) -> None:
    (missing,) = {"user", "password"} - {given}

    lacking = settings(**{f"events_{given}": "something"}).missing()

    assert f"SELFCARE_EVENTS_{missing.upper()}" in lacking
    assert f"SELFCARE_EVENTS_{given.upper()}" not in lacking
    assert not any("EVENTS" in name for name in settings().missing())


@pytest.mark.parametrize("words", [("run",), ("check",), ("migrate",), ("link", "12065550100")])
async def test_each_command_says_what_is_wrong_in_a_line(
    world: World, tmp_path: Path, words: tuple[str, ...]
) -> None:
    ended = await command(world, tmp_path, *words, provider_url="switch:8445", listen="8090")

    assert (ended.status, ended.out) == (2, "")
    assert ended.err.splitlines() == [
        "SELFCARE_LISTEN: write host:port, such as 127.0.0.1:8090",
        "SELFCARE_PROVIDER_URL: write an address that begins with https:// or http://,"
        " without spaces",
    ]


def test_an_empty_path_is_none() -> None:
    assert settings(operations="").operations is None


def test_short_secrets_are_weak_and_no_reason_not_to_start() -> None:
    assert settings(secret_key="x" * 32).weak() == []
    assert settings(secret_key=f"{'x' * 32},short").weak() == ["SELFCARE_SECRET_KEY"]
    assert settings(webhook_secret="guess").weak() == ["SELFCARE_WEBHOOK_SECRET"]


def test_an_embedded_store_makes_its_own_key_once(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new' / 'selfcare.db'}"
    made = settings(secret_key="", database_url=url)

    key = made.keys

    assert "SELFCARE_SECRET_KEY" not in made.missing()
    assert len(key) == 64
    assert key == settings(secret_key="", database_url=url).keys
    file = tmp_path / "new" / "selfcare.db.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert settings(secret_key="given", database_url=url).keys == "given"
    replicas = settings(secret_key="", database_url="postgresql://host/name")
    assert "SELFCARE_SECRET_KEY" in replicas.missing()


async def test_a_settings_file_that_is_none_is_named(world: World, tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes(b"SELFCARE_CONTACT=\xff\n")

    ended = await command(world, tmp_path, "check")

    assert (ended.status, ended.err) == (2, "The file .env cannot be read: it is not UTF-8 text\n")
