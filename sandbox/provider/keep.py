"""What outlives the process: a SQLite file into which every answered change goes first.

Nothing is written but what a call has touched and changed. Untouched accounts are drawn from the
seed again; the desk's settings, ordered faults and log begin anew with each start.
"""

import pickle
import sqlite3
from collections.abc import Iterator
from copy import copy
from datetime import UTC, datetime
from hashlib import blake2b
from typing import Any, Generic, TypeVar

from sandbox.provider.config import Config
from sandbox.provider.model import Account, Switch

K = TypeVar("K")
V = TypeVar("V")
Key = tuple[str, int | str]
Version = bytes | int | None
# A key, its record (None where there is nothing any more) and what tells one version from another.
Entry = tuple[Key, bytes | None, Version]

_UNREADABLE = (AttributeError, EOFError, ImportError, TypeError, pickle.UnpicklingError)
_MAPS = ("accounts", "vouchers", "desk_vouchers", "strangers", "sessions", "untold")
_ALL = "SELECT kind, id, record FROM kept ORDER BY kind, id"
_HISTORY, _OUTBOX, _IDS, _BIRTH = "history", "outbox", "ids", "birth"


class NotKept(Exception):
    """Why this file cannot hold this switch, in words for the person who named it."""


class Noted(dict[K, V], Generic[K, V]):
    """A dict that notes the keys asked for, set or taken away: what may have changed.

    Looking through the values notes nothing, for thousands are listed and nobody is changed.
    """

    def __init__(self, entries: dict[K, V]) -> None:
        super().__init__(entries)
        self.noted: set[K] = set()

    def __getitem__(self, key: K) -> V:
        self.noted.add(key)
        return super().__getitem__(key)

    def __setitem__(self, key: K, value: V) -> None:
        self.noted.add(key)
        super().__setitem__(key, value)

    def __delitem__(self, key: K) -> None:
        self.noted.add(key)
        super().__delitem__(key)

    def get(self, key: K, default: Any = None) -> Any:
        self.noted.add(key)
        return super().get(key, default)

    def pop(self, key: K, *default: Any) -> Any:
        self.noted.add(key)
        return super().pop(key, *default)


class Keep:
    """The file of one switch. `born` is when the switch was first started, None for a new one."""

    def __init__(self, file: str, config: Config) -> None:
        self._population = (config.accounts, config.seed)
        # What the file holds: the version of each record, and how many messages were sent.
        self._known: dict[Key, Version] = {}
        self._sent = 0
        try:
            self._db = sqlite3.connect(file, isolation_level=None, timeout=0.1)
            # Two switches in one file would undo each other; the second one is refused.
            self._db.execute("PRAGMA locking_mode = EXCLUSIVE")
            # A process that is killed loses nothing; nobody waits for the disk.
            self._db.execute("PRAGMA journal_mode = WAL")
            self._db.execute("PRAGMA synchronous = NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS kept (kind TEXT, id, record BLOB, "
                "PRIMARY KEY (kind, id)) WITHOUT ROWID"
            )
            self.born = self._birth()
        except sqlite3.Error as error:
            raise NotKept(f"{file} cannot be used: {error}.") from error

    def _birth(self) -> datetime | None:
        for (record,) in self._db.execute("SELECT record FROM kept WHERE kind = ?", (_BIRTH,)):
            population, born = pickle.loads(record)  # noqa: S301 - the operator's own file
            if population != self._population:
                self._db.close()
                raise NotKept(
                    "The file holds a switch of {} accounts and seed {}: start it with these, "
                    "or name another file.".format(*population)
                )
            return datetime.fromisoformat(born)
        return None

    def restore(self, switch: Switch) -> None:
        """Bring back what was kept, and from here on keep what becomes of it."""
        kept: dict[str, dict[Any, Any]] = {}
        for kind, key, record in self._db.execute(_ALL):
            try:
                kept.setdefault(kind, {})[key] = pickle.loads(record)  # noqa: S301 - see above
            except _UNREADABLE as error:
                raise NotKept(f"The file is of another version of the sandbox: {error}.") from error
            self._known[kind, key] = _digest(record)
        for name in _MAPS:
            setattr(switch, name, Noted(getattr(switch, name) | kept.get(name, {})))
        for i_account, history in kept.get(_HISTORY, {}).items():
            switch.accounts[i_account].history = history
            self._known[_HISTORY, i_account] = len(history)
        switch.outbox = list(kept.get(_OUTBOX, {}).values())
        self._sent = len(switch.outbox)
        switch.ids = kept.get(_IDS, {}).get(0, switch.ids)
        switch.index()
        switch.commit = lambda: self._commit(switch)
        if self.born is None:
            self.born = switch.born.astimezone(UTC)
            birth = pickle.dumps((self._population, self.born.isoformat()))
            self._write([((_BIRTH, 0), birth, _digest(birth))])

    def clear(self) -> None:
        self._db.execute("DELETE FROM kept")
        self._known.clear()
        self._sent = 0
        self.born = None

    def close(self) -> None:
        self._db.close()

    def _commit(self, switch: Switch) -> None:
        maps = [getattr(switch, name) for name in _MAPS]
        changed = [entry for entry in self._touched(switch) if self._is_news(entry)]
        if changed:
            self._write(changed)
        for entries in maps:
            entries.noted.clear()
        self._sent = len(switch.outbox)

    def _is_news(self, entry: Entry) -> bool:
        key, _, version = entry
        return self._known.get(key) != version

    def _touched(self, switch: Switch) -> Iterator[Entry]:
        """What may differ from the file, as it is now."""
        for name in _MAPS:
            entries: Noted[Any, Any] = getattr(switch, name)
            for key in entries.noted:
                present = dict.get(entries, key)
                if isinstance(present, Account):
                    yield from self._past(present)
                    present = _without_past(present)
                yield _entry(name, key, present)
        for ordinal in range(self._sent, len(switch.outbox)):
            yield _entry(_OUTBOX, ordinal, switch.outbox[ordinal])
        yield _entry(_IDS, 0, switch.ids)

    def _past(self, account: Account) -> Iterator[Entry]:
        """The calls of months, only when there are more of them: the past does not change."""
        key, count = (_HISTORY, account.i_account), len(account.history or ())
        if count and self._known.get(key) != count:
            yield key, pickle.dumps(account.history), count

    def _write(self, changed: list[Entry]) -> None:
        """All of it or nothing."""
        with self._db:
            self._db.execute("BEGIN")
            for key, record, _ in changed:
                if record is None:
                    self._db.execute("DELETE FROM kept WHERE kind = ? AND id = ?", key)
                else:
                    self._db.execute("INSERT OR REPLACE INTO kept VALUES (?, ?, ?)", (*key, record))
        for key, record, version in changed:
            if record is None:
                del self._known[key]
            else:
                self._known[key] = version


def _entry(kind: str, key: int | str, thing: Any) -> Entry:
    if thing is None:
        return (kind, key), None, None
    record = pickle.dumps(thing)
    return (kind, key), record, _digest(record)


def _without_past(account: Account) -> Account:
    present = copy(account)
    present.history = None
    return present


def _digest(record: bytes) -> bytes:
    return blake2b(record, digest_size=16).digest()
