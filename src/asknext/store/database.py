"""`Database`: the one door to a project's database, with short reads and durable writes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import QueuePool

from asknext.errors import ProjectError
from asknext.store.layout import PROJECT_TABLES, Layout

__all__ = ["Database", "StorageFailure"]

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

_SENTENCES = {
    "full": "The disk is full: nothing of this was stored. Make room and try again.",
    "too big": "The disk is full: nothing of this was stored. Make room and try again.",
    "i/o error": "The disk refused to write: nothing of this was stored. Look at the disk's health and its free space.",
    "readonly": "The project's database cannot be written: give yourself write permission on its folder.",
    "unable to open": "The project's database cannot be opened: see that its folder exists and is writable.",
    "locked": "The project's database was kept busy by another process for too long: try again.",
    "malformed": "The project's database is damaged: restore it from a copy, or export what can still be read.",
    "not a database": "The file project.db is not an SQLite database: restore it from a copy.",
}


class StorageFailure(ProjectError):
    """The disk or the database refused to work; nothing of the attempt was stored."""


class Database:
    """A project's database.

    Parameters
    ----------
    url_or_path : path of an SQLite file (made with all tables when absent), or an SQLAlchemy URL.
    layout : the tables that are wanted.

    Raises
    ------
    ProjectError : the file was written by a newer version, or is no database.
    """

    def __init__(self, url_or_path: str | os.PathLike[str], layout: Layout = PROJECT_TABLES) -> None:
        self.url, self.layout = _url(url_or_path), layout
        self.engine = _engine(self.url)
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        with _translated():
            self._prepare()

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on one consistent snapshot; never blocks on writers. Any thread, any number at once."""
        with _translated(), self.engine.connect() as conn, conn.begin() as transaction:
            yield conn
            transaction.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection that holds the write lock; all is durable on leaving, or nothing was changed.

        Raises
        ------
        StorageFailure : the disk is full, broken or read-only; nothing was stored.
        """
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("Database.write() inside Database.write() of the same thread would wait for ever.")
        with self._writing, _translated():
            self._writer_thread = threading.get_ident()
            try:
                with self.engine.connect().execution_options(immediate=True) as conn, conn.begin():
                    yield conn
            finally:
                self._writer_thread = None

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()

    def _prepare(self) -> None:
        version = self._version()
        if version == self.layout.version:
            return
        if version is None:
            self._create()
            return
        from asknext.store.migrations import upgrade

        upgrade(self, version)

    def _version(self) -> str | None:
        with self.read() as conn:
            tables = set(inspect(conn).get_table_names())
            if "alembic_version" not in tables:
                if tables:
                    raise ProjectError(f"{self.url.database} holds other tables than asknext's: choose another folder.")
                return None
            return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def _create(self) -> None:
        with self.write() as conn:
            if inspect(conn).has_table("alembic_version"):
                return  # another process was first
            self.layout.metadata.create_all(conn)
            conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            conn.execute(text("INSERT INTO alembic_version (version_num) VALUES (:v)"), {"v": self.layout.version})


def _url(url_or_path: str | os.PathLike[str]) -> URL:
    given = os.fspath(url_or_path)
    if "://" in given:
        return make_url(given)
    return URL.create("sqlite", database=str(Path(given).absolute()))


def _engine(url: URL) -> Engine:
    if url.get_backend_name() != "sqlite":
        return create_engine(url, pool_size=8, max_overflow=32)
    engine = create_engine(
        url,
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


@contextmanager
def _translated() -> Iterator[None]:
    """Turn what the driver says about disk and file into a sentence."""
    try:
        yield
    except IntegrityError:
        raise
    except (OperationalError, DatabaseError) as error:
        sentence = _sentence(str(error.orig))
        if sentence is None:
            raise
        raise StorageFailure(sentence) from error


def _sentence(message: str) -> str | None:
    lowered = message.lower()
    return next((sentence for key, sentence in _SENTENCES.items() if key in lowered), None)
