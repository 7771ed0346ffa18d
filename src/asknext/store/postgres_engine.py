"""PostgreSQL as a project needs it: a schema of its own, one writer at a time, and a server that may come and go."""

from __future__ import annotations

import hashlib
import re
import time
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL
from sqlalchemy.exc import DisconnectionError

from asknext.errors import InputError, MissingExtra

__all__ = ["checked_schema", "postgres_engine"]

LOCK_MS, STATEMENT_MS = 15_000, 120_000
IDLE_SECONDS = 1.0
_NAME = re.compile(r"[a-z_][a-z0-9_]{0,50}")


def checked_schema(name: str) -> str:
    """``name`` when it can be a schema's: small letters, digits and _, at most 51; what begins with pg_ is not ours.

    Raises
    ------
    InputError : it cannot.
    """
    if not _NAME.fullmatch(name) or name.startswith("pg_"):
        raise InputError(
            f"Found {name!r} as the schema of a project, expected small letters, digits and _, a letter first, "
            "at most 51 characters, and not pg_ at the beginning."
        )
    return name


def postgres_engine(url: URL, schema: str) -> Engine:
    """An engine whose connections see ``schema`` alone; one with the option ``immediate`` waits for its turn to write.

    Raises
    ------
    MissingExtra : psycopg is not installed.
    """
    settings = {
        "search_path": schema,
        "statement_timeout": STATEMENT_MS,
        "lock_timeout": LOCK_MS,
        "synchronous_commit": "on",  # an answer that was acknowledged is on the disk, whatever the server's default
        "jit": "off",  # the queries are short: compiling them takes longer than running them
        "client_encoding": "utf8",
    }
    try:
        engine = create_engine(
            url.set(drivername="postgresql+psycopg"),
            hide_parameters=True,  # what is in an item or a password has no place in a log
            pool_size=8,
            max_overflow=32,
            pool_use_lifo=True,
            connect_args={
                "options": " ".join(f"-c {name}={value}" for name, value in settings.items()),
                "connect_timeout": 10,
                "application_name": "asknext",
                "keepalives_idle": 30,
            },
        )
    except ModuleNotFoundError as error:
        raise MissingExtra("A project on PostgreSQL", error.name or "psycopg", "postgres") from None
    _take_turns(engine, schema)
    _ask_the_idle(engine)
    return engine


def _take_turns(engine: Engine, schema: str) -> None:
    key = int.from_bytes(hashlib.blake2b(f"asknext {schema}".encode(), digest_size=8).digest(), "big", signed=True)
    lock = f"SELECT pg_advisory_xact_lock({key})"

    def begin(conn: Connection) -> None:
        if conn.get_execution_options().get("immediate"):
            conn.exec_driver_sql(lock)

    event.listen(engine, "begin", begin)


def _ask_the_idle(engine: Engine) -> None:
    """Try a connection that lay idle before it is used, for the server may have been restarted meanwhile.

    One that was used just now is not asked: under load that would be a journey to the server for nothing.
    """

    def put_back(_connection: Any, record: Any) -> None:
        record.info["idle since"] = time.monotonic()

    def take(connection: Any, record: Any, _proxy: Any) -> None:
        since = record.info.get("idle since")
        if since is not None and time.monotonic() - since > IDLE_SECONDS and not _answers(engine, connection):
            raise DisconnectionError  # the pool takes a new one instead

    event.listen(engine, "checkin", put_back)
    event.listen(engine, "checkout", take)


def _answers(engine: Engine, connection: Any) -> bool:
    try:
        return bool(engine.dialect.do_ping(connection))
    except engine.dialect.loaded_dbapi.Error:
        return False
