"""SQLite as a project needs it: write-ahead log, durable commits, and a write lock that is taken at once."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.pool import QueuePool

__all__ = ["sqlite_engine"]

BUSY_MS = 15_000

_PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    f"PRAGMA busy_timeout={BUSY_MS}",
    "PRAGMA foreign_keys=ON",
    "PRAGMA cache_size=-8000",
    "PRAGMA journal_size_limit=67108864",
    "PRAGMA temp_store=MEMORY",
)


def sqlite_engine(url: URL) -> Engine:
    """An engine on the file of ``url``; a connection with the option ``immediate`` begins with the write lock."""
    engine = create_engine(
        url,
        hide_parameters=True,  # what is in an item or a password has no place in a log
        poolclass=QueuePool,
        pool_size=8,
        max_overflow=56,
        pool_use_lifo=True,  # the same few connections stay warm
        connect_args={"check_same_thread": False, "timeout": BUSY_MS / 1000},
    )
    event.listen(engine, "connect", _connected)
    event.listen(engine, "begin", _begin)
    return engine


def _connected(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # this module says BEGIN itself: the driver would do it too late
    for pragma in _PRAGMAS:
        connection.execute(pragma)


def _begin(conn: Connection) -> None:
    immediate = conn.get_execution_options().get("immediate")
    conn.exec_driver_sql("BEGIN IMMEDIATE" if immediate else "BEGIN")
