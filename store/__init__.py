"""What needs memory: one SQL database, SQLite (embedded) or PostgreSQL (grown), behind one surface.

Every unit of work is a plain function ``fn(conn, ...)`` of the modules here, run as one
transaction by ``await store.run(fn, ...)``; no transaction is ever open across an await.
"""

from store.database import Store
from store.errors import FenceLost, SealBroken, StoreError, StoreOutdated, Undo
from store.leader import Leader
from store.seal import Seal, Sealed

__all__ = [
    "FenceLost",
    "Leader",
    "Seal",
    "SealBroken",
    "Sealed",
    "Store",
    "StoreError",
    "StoreOutdated",
    "Undo",
]
