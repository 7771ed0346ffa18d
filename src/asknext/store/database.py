"""`Database`: the one door to a project's database, with short reads and durable writes."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, Engine, inspect, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from asknext.errors import InputError, ProjectError
from asknext.store.layout import PROJECT_TABLES, Layout
from asknext.store.postgres_engine import checked_schema, postgres_engine
from asknext.store.sqlite_engine import sqlite_engine
from asknext.store.trouble import StorageFailure, translated

__all__ = ["Database", "StorageFailure"]

SCHEMA = "asknext"
_SNAPSHOT = {"isolation_level": "REPEATABLE READ", "postgresql_readonly": True}


class Database:
    """A project's database.

    Parameters
    ----------
    url_or_path : path of an SQLite file, or ``postgresql://user@host/database?schema=name``; the schema is
    ``asknext`` where none is named.
    layout : the tables that are wanted.
    expect : ``old`` where the tables must be there, ``new`` where they must not; ``any`` makes them when absent.

    Raises
    ------
    ProjectError : the tables were written by a newer version, or are somebody else's, or are not as expected.
    InputError : the URL cannot be used. MissingExtra : the driver for PostgreSQL is not installed.
    StorageFailure : the disk or the server refuses to work.
    """

    def __init__(
        self,
        url_or_path: str | os.PathLike[str],
        layout: Layout = PROJECT_TABLES,
        *,
        expect: Literal["any", "old", "new"] = "any",
    ) -> None:
        self.url, self.layout = _url(url_or_path), layout
        self.schema = _schema(self.url)
        self.engine = _engine(self.url, self.schema)
        self._writing = threading.Lock()
        self._writer_thread: int | None = None
        try:
            with translated():
                self._prepare(expect)
        except BaseException:
            self.engine.dispose()
            raise

    @property
    def place(self) -> str:
        """Where it is, for a person: the file, or the server's address and schema without the password."""
        if self.schema is None:
            return str(self.url.database)
        return f"schema {self.schema!r} of {self.url.set(query={}).render_as_string(hide_password=True)}"

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """A connection on one consistent snapshot; never blocks on writers. Any thread, any number at once."""
        options: dict[str, Any] = {} if self.schema is None else _SNAPSHOT
        with (
            translated(),
            self.engine.connect().execution_options(**options) as conn,
            conn.begin() as transaction,
        ):
            yield conn
            transaction.rollback()

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """A connection that holds the write lock; all is durable on leaving, or nothing was changed.

        Raises
        ------
        StorageFailure : the disk is full, broken or read-only, or the server is away; nothing was stored.
        """
        if self._writer_thread == threading.get_ident():
            raise RuntimeError("Database.write() inside Database.write() of the same thread would wait for ever.")
        with self._writing, translated():
            self._writer_thread = threading.get_ident()
            try:
                with self.engine.connect().execution_options(immediate=True) as conn, conn.begin():
                    yield conn
            finally:
                self._writer_thread = None

    def close(self) -> None:
        """Close every connection that is not in use."""
        self.engine.dispose()

    def destroy(self) -> None:
        """Take all tables away, and the schema where nothing else is in it; an SQLite file stays, empty."""
        with self.write() as conn:
            self.layout.metadata.drop_all(conn)
            conn.execute(text("DROP TABLE alembic_version"))
            if self.schema is not None and not inspect(conn).get_table_names(schema=self.schema):
                conn.exec_driver_sql(f"DROP SCHEMA {self.schema}")

    def _prepare(self, expect: str) -> None:
        version = self._version()
        if version is None:
            self._create(expect)
            return
        if expect == "new":
            raise self._taken()
        if version != self.layout.version:
            from asknext.store.migrations import upgrade

            upgrade(self, version)

    def _version(self) -> str | None:
        with self.read() as conn:
            tables = set(inspect(conn).get_table_names(schema=self.schema))
            if "alembic_version" not in tables:
                if tables:
                    raise ProjectError(f"{self.place} holds other tables than asknext's: choose another place.")
                return None
            return conn.execute(text("SELECT version_num FROM alembic_version")).scalar()

    def _create(self, expect: str) -> None:
        if expect == "old":
            raise ProjectError(f"There is nothing of asknext in {self.place}: put the database back from a copy.")
        with self.write() as conn:
            if inspect(conn).has_table("alembic_version", schema=self.schema):
                if expect == "new":
                    raise self._taken()
                return  # another process was first
            if self.schema is not None and not inspect(conn).has_schema(self.schema):
                conn.exec_driver_sql(f"CREATE SCHEMA {self.schema}")
            self.layout.metadata.create_all(conn, checkfirst=False)
            conn.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
            conn.execute(text("INSERT INTO alembic_version (version_num) VALUES (:v)"), {"v": self.layout.version})

    def _taken(self) -> ProjectError:
        return ProjectError(f"There is a project in {self.place} already: choose another place.")


def _url(url_or_path: str | os.PathLike[str]) -> URL:
    given = os.fspath(url_or_path)
    if "://" not in given:
        return URL.create("sqlite", database=str(Path(given).absolute()))
    try:
        url = make_url(given)
    except (ArgumentError, ValueError):
        raise InputError("The database's address cannot be read; write postgresql://user@host:5432/database.") from None
    if url.get_backend_name() not in ("sqlite", "postgresql"):
        raise InputError(f"Found a database of kind {url.get_backend_name()!r}, expected postgresql or an SQLite file.")
    return url


def _schema(url: URL) -> str | None:
    if url.get_backend_name() == "sqlite":
        return None
    named = url.query.get("schema", SCHEMA)
    return checked_schema(named if isinstance(named, str) else named[-1])


def _engine(url: URL, schema: str | None) -> Engine:
    if schema is None:
        return sqlite_engine(url)
    return postgres_engine(url.difference_update_query(["schema"]), schema)
