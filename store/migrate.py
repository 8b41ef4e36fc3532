"""Alembic without its ini file: the migrations of this package, on a connection of ours."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

# Any number that nothing else locks; two replicas that start on an empty database wait here.
_MIGRATION_LOCK = 7_305_412_118


def upgrade(conn: Connection, revision: str = "head") -> None:
    """Migrates inside the caller's transaction: all of it, or nothing."""
    if conn.dialect.name == "postgresql":
        conn.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _MIGRATION_LOCK})
    config = _config()
    config.attributes["connection"] = conn
    command.upgrade(config, revision)


def head() -> str:
    """The newest revision among the migration files."""
    newest = ScriptDirectory.from_config(_config()).get_current_head()
    assert newest is not None
    return newest


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    return config
