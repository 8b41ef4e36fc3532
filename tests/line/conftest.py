"""A switch to talk to, and a reader of the texts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from datetime import UTC, datetime

import pytest

from locales import Reader, Sayable
from portaswitch import Account, Provider, ProviderConfig
from sandbox.provider.model import Account as SwitchAccount
from sandbox.provider.server import Config, Settings, create
from sandbox.provider.server import Provider as Sandbox

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
"""A Monday."""

Say = Callable[[Sayable], str]


@pytest.fixture
def say() -> Say:
    return Reader("en", UTC, NOW).say


@pytest.fixture(params=[False, True], ids=["switch keeps numbers", "switch clears numbers"])
async def sandbox(request: pytest.FixtureRequest) -> AsyncIterator[Sandbox]:
    """A real provider sandbox, of both kinds: what a change of mode does to numbers is unknown."""
    settings = Settings(mode_change_clears_numbers=request.param)
    server = create(Config(admin_port=None, settings=settings))
    await server.start()
    yield server
    await server.stop()


@pytest.fixture
def keeps_numbers(sandbox: Sandbox) -> bool:
    return not sandbox.switch.settings.mode_change_clears_numbers


@pytest.fixture
def alice(sandbox: Sandbox) -> SwitchAccount:
    """The account as the switch has it."""
    found = sandbox.switch.with_login("alice")
    assert found is not None
    return found


@pytest.fixture
async def client(sandbox: Sandbox) -> AsyncIterator[Provider]:
    provider = Provider(ProviderConfig(url=sandbox.url))
    yield provider
    await provider.stop()


@pytest.fixture
async def account(client: Provider, alice: SwitchAccount) -> Account:
    """The account as we talk to it."""
    return client.account(await client.login(alice.login, alice.password))
