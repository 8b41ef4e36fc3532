"""Fixtures and options that all tests share."""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from dialogs.present import ASTRAY
from tests.harness import chat as chat_harness
from tests.harness import complaints
from tests.harness.chat import ChatUser
from tests.harness.desk import Desk
from tests.harness.world import World
from tests.harness.world import world as make_world


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--accept", action="store_true", help="rewrite transcripts in place with what happened"
    )


def pytest_configure(config: pytest.Config) -> None:
    chat_harness.accept = bool(config.getoption("--accept"))
    complaints.listen()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What `--accept` has written is to be read."""
    for test in dict.fromkeys(chat_harness.rewritten):
        terminalreporter.write_line(f"Rewritten, now read it: {test}")


HARD = ("browser", "hard")
"""Folders whose tests are about what happens between parts, not about lines that they alone reach:
they run untraced, for tracing doubles their time."""


LONG = ("test_everything.py", "test_contract.py", "test_crashes.py", "test_replicas.py")
"""Files that begin first, so that no worker is left with one of them at the end."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    items.sort(key=lambda item: item.path.name not in LONG)
    root = Path(__file__).parent
    for item in items:
        if item.path.relative_to(root).parts[0] in HARD:
            item.add_marker("no_cover")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """CI has all that the tests need: a skip there hides something."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if os.environ.get("CI") and reporter is not None and reporter.stats.get("skipped"):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


NOON = datetime(2026, 11, 23, 17, 0, 1, tzinfo=UTC)
"""A Monday in New York, far from both ends of the month: no test may depend on its day."""


@pytest.fixture(autouse=True)
def every_button_leads_somewhere() -> Iterator[None]:
    """A button to an unknown area or step, or with arguments that do not fit, fails the test."""
    complaints.logged.clear()
    yield
    astray = [one for one in complaints.logged if one["event"] == ASTRAY]
    assert not astray, complaints.told()


@pytest.fixture
def moment(request: pytest.FixtureRequest) -> datetime | None:
    """When a world begins: `NOON`; now where a process of its own goes by the machine's clock."""
    return None if request.node.get_closest_marker("machine_time") else NOON


@pytest.fixture
async def world(tmp_path: Path, moment: datetime | None) -> AsyncIterator[World]:
    """A fresh provider, chat server and bot."""
    async with make_world(tmp_path, at=moment) as made:
        yield made


@pytest.fixture
def desk(world: World) -> Desk:
    return world.desk


@pytest.fixture
async def stranger(world: World) -> ChatUser:
    """A person with a phone who has not signed in."""
    return await world.user()


@pytest.fixture
async def chat(world: World) -> ChatUser:
    """Alice, signed in on 12065550100."""
    user = await world.user()
    await user.sign_in()
    return user
