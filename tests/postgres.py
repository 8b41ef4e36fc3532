"""A PostgreSQL of our own for the tests: from the installed server binaries, gone afterwards.

The server lives in a temporary folder on a free port of the loopback, without fsync. Each test
finds a migrated database without rows.
"""

import asyncio
import atexit
import contextlib
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
import uuid
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import asyncpg
import pytest

from store import Seal, Store
from store.schema import metadata

TEMPLATE = "migrated"

# Where util-linux is, the kernel ends the server when we die, even by kill -9.
_LEASH = ("setpriv", "--pdeathsig", "QUIT", "--") if shutil.which("setpriv") else ()


@dataclass
class Server:
    """A server; `owner` is the unprivileged system user it runs as, None for ourselves."""

    binaries: Path
    folder: Path
    port: int
    owner: str | None
    process: subprocess.Popen[bytes] | None = None

    def url(self, database: str) -> str:
        return f"postgresql://selfcare@127.0.0.1:{self.port}/{database}"

    def start(self) -> None:
        """Returns once it accepts connections."""
        settings = {
            "listen_addresses": "127.0.0.1",
            "unix_socket_directories": str(self.folder),
            "port": str(self.port),
            "fsync": "off",
            "synchronous_commit": "off",
            "full_page_writes": "off",
            "shared_buffers": "32MB",
        }
        given = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        with (self.folder / "server.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*_LEASH, self.binaries / "postgres", "-D", self.folder / "data", *given],
                user=self.owner,
                cwd="/",
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        asked = (self.binaries / "pg_isready", "--quiet", "-h", "127.0.0.1", "-p", str(self.port))
        for _ in range(300):
            if subprocess.run(asked, check=False).returncode == 0:
                return
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        raise RuntimeError((self.folder / "server.log").read_text(errors="replace"))

    def stop(self, how: signal.Signals = signal.SIGINT) -> None:
        """SIGINT keeps what was committed; SIGQUIT is as good as a crash, without fsync."""
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(30)
            self.process = None

    async def copy(self, template: str = TEMPLATE) -> str:
        """A fresh database's address; ``template0`` gives an empty one."""
        name = f"t{uuid.uuid4().hex}"
        conn = await asyncpg.connect(self.url("postgres"))
        try:
            await conn.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}"')
        finally:
            await conn.close()
        return self.url(name)

    async def drop(self, url: str) -> None:
        conn = await asyncpg.connect(self.url("postgres"))
        try:
            await conn.execute(f'DROP DATABASE IF EXISTS "{url.rpartition("/")[2]}" WITH (FORCE)')
        finally:
            await conn.close()


@cache
def server() -> Server:
    """The session's server, started at first use and stopped at the interpreter's end."""
    binaries = find_binaries()
    if binaries is None:
        reason = "PostgreSQL's server binaries are not installed (Debian: apt install postgresql)"
        if os.environ.get("CI"):
            pytest.fail(reason)
        pytest.skip(reason)
    started = launch(binaries)
    atexit.register(remove, started)
    return started


def launch(binaries: Path) -> Server:
    """A server with an empty database `migrated` brought to the newest revision."""
    owner = _unprivileged() if os.geteuid() == 0 else None
    folder = Path(tempfile.mkdtemp(prefix="selfcare-postgres-"))
    if owner is not None:
        shutil.chown(folder, owner)
    made = subprocess.run(
        [
            *(binaries / "initdb", "--pgdata", folder / "data", "--auth", "trust"),
            *("--username", "selfcare", "--no-sync", "--encoding", "UTF8", "--locale", "C"),
        ],
        check=False,
        user=owner,  # initdb and the server refuse root
        cwd="/",
        capture_output=True,
        text=True,
    )
    if made.returncode:
        raise RuntimeError(made.stderr)
    started = Server(binaries, folder, _free_port(), owner)
    try:
        started.start()
        # In a thread of its own, since the caller may be inside a running loop.
        _in_thread(lambda: asyncio.run(_make_template(started)))
    except BaseException:
        remove(started)
        raise
    return started


def remove(started: Server) -> None:
    started.stop(signal.SIGQUIT)
    shutil.rmtree(started.folder, ignore_errors=True)


def find_binaries() -> Path | None:
    """The newest version's folder with `initdb`; Debian keeps it off the PATH."""
    versions = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"),
        key=lambda path: float(path.parents[1].name),
    )
    if versions:
        return versions[-1].parent
    found = shutil.which("initdb")
    return None if found is None else Path(found).resolve().parent


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    yield server()


@pytest.fixture
async def postgres_url(postgres: Server) -> str:
    """The address of a migrated database without rows.

    One database serves all tests of the session: emptying it takes 5 ms, a fresh copy 300.
    """
    url = postgres.url(TEMPLATE)
    conn = await asyncpg.connect(url)
    try:
        await conn.execute(
            ";".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables))
        )
    finally:
        await conn.close()
    return url


@pytest.fixture
async def empty_postgres_url(postgres: Server) -> AsyncIterator[str]:
    """The address of a fresh database without a single table."""
    url = await postgres.copy("template0")
    yield url
    await postgres.drop(url)


async def _make_template(started: Server) -> None:
    empty = await started.copy("template0")
    store = Store(empty, Seal("template"), clock=lambda: datetime.now(UTC))
    await store.open()
    await store.close()
    conn = await asyncpg.connect(started.url("postgres"))
    try:
        await conn.execute(f'ALTER DATABASE "{empty.rpartition("/")[2]}" RENAME TO "{TEMPLATE}"')
    finally:
        await conn.close()


def _unprivileged() -> str:
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            return pwd.getpwnam(name).pw_name
    raise RuntimeError("There is no unprivileged user to run PostgreSQL as.")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _in_thread(work: Callable[[], None]) -> None:
    with ThreadPoolExecutor(1) as pool:
        pool.submit(work).result()
