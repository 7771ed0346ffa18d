"""The two SQLite files of a run store: opened for reading with distrust, for writing by one process at a time."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from asknext.errors import DataError
from asknext.lab.run_store.schema import FORMAT, LATER, VERSION

__all__ = ["open_for_reading", "open_for_writing", "told"]

_BUSY_SECONDS = 30.0
_CAREFUL = ("PRAGMA trusted_schema=OFF", "PRAGMA cell_size_check=ON", "PRAGMA mmap_size=0")
_WRITING = (
    "PRAGMA journal_mode=WAL",
    # Whoever is killed loses nothing, for the system has the pages; a power cut may take the last rounds, no more.
    "PRAGMA synchronous=NORMAL",
    "PRAGMA cache_size=-16000",
    "PRAGMA journal_size_limit=16777216",
)


def open_for_reading(path: Path, tables: Mapping[str, str]) -> sqlite3.Connection:
    """A connection that cannot write; raises `DataError` where the file is not what this release writes."""
    if not path.is_file():
        raise DataError("is no run store: there is no such file", source=str(path))
    with told(path):
        connection = _readable(path)
        try:
            for pragma in (*_CAREFUL, "PRAGMA query_only=ON"):
                connection.execute(pragma)
            _check(connection, path, tables)
        except BaseException:
            connection.close()
            raise
    return connection


def open_for_writing(path: Path, tables: Mapping[str, str]) -> sqlite3.Connection:
    """A connection for the one writer, with ``tables`` made where the file is new."""
    with told(path):
        connection = sqlite3.connect(path, timeout=_BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        try:
            for pragma in (*_CAREFUL, *_WRITING):
                connection.execute(pragma)
            _make(connection, tables)
            _check(connection, path, tables)
            if "batches" in tables:
                for statement in LATER.values():
                    connection.execute(statement.replace("CREATE INDEX", "CREATE INDEX IF NOT EXISTS"))
        except BaseException:
            connection.close()
            raise
    return connection


@contextmanager
def told(path: Path) -> Iterator[None]:
    """What SQLite says becomes a sentence."""
    try:
        yield
    except sqlite3.Error as error:
        said = str(error)
        if "full" in said or "disk I/O" in said:
            raise DataError(
                f"the disk took no more ({said}). Every round that was finished before is kept: make room, then resume",
                source=str(path),
            ) from error
        if "readonly" in said or "unable to open" in said:
            raise DataError(
                f"cannot be opened or written ({said}): look at its permissions", source=str(path)
            ) from error
        raise DataError(f"is damaged, or no run store: {said}", source=str(path)) from error


def _readable(path: Path) -> sqlite3.Connection:
    """Where the folder cannot be written there is no place for SQLite's shared memory, and no writer either."""
    name = quote(str(path.absolute()))
    connection = sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=_BUSY_SECONDS, check_same_thread=False)
    try:
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except sqlite3.OperationalError as error:
        connection.close()
        if "unable to open" not in str(error) and "readonly" not in str(error):
            raise
        connection = sqlite3.connect(f"file:{name}?immutable=1", uri=True, check_same_thread=False)
    return connection


def _make(connection: sqlite3.Connection, tables: Mapping[str, str]) -> None:
    if connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        return
    connection.execute("BEGIN IMMEDIATE")
    for statement in tables.values():
        connection.execute(statement)
    connection.executemany("INSERT INTO about VALUES (?, ?)", [("format", FORMAT), ("version", VERSION)])
    connection.execute("COMMIT")


def _check(connection: sqlite3.Connection, path: Path, tables: Mapping[str, str]) -> None:
    """Exactly our tables: a view or a trigger in a store from elsewhere would be run by reading or writing it."""
    rows = connection.execute("SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL").fetchall()
    found = {str(name): str(sql) for _, name, sql in rows}
    if "about" in found and found["about"] == tables["about"]:
        about = dict(connection.execute("SELECT key, value FROM about LIMIT 10").fetchall())
        if about.get("format") == FORMAT and about.get("version") != VERSION:
            version = str(about.get("version"))[:20]
            raise DataError(f"has version {version}; this release reads version {VERSION}", source=str(path))
    known = {**{name: sql for name, sql in LATER.items() if name in found}, **tables}
    strangers = sorted(name for name in {*found, *known} if found.get(name) != known.get(name))
    if strangers:
        raise DataError(f"is no run store: {strangers[0][:60]!r} is not the table it should be", source=str(path))
