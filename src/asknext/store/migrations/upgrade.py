"""Bring an older database to the newest tables, after a copy of it was made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from asknext.errors import ProjectError
from asknext.store.layout import PROJECT_TABLES, Layout

if TYPE_CHECKING:
    from asknext.store.database import Database

__all__ = ["alembic_config", "known_versions", "upgrade"]


def alembic_config(connection: Any = None, layout: Layout = PROJECT_TABLES) -> Config:
    """Alembic's configuration for the packaged steps of ``layout``, working on ``connection``."""
    config = Config()
    config.set_main_option("script_location", _escaped(Path(__file__).parent))
    config.set_main_option("version_locations", _escaped(files(layout.steps)))
    config.set_main_option("path_separator", "newline")  # folders may have spaces and colons in their names
    config.attributes["connection"] = connection
    config.attributes["metadata"] = layout.metadata
    return config


def _escaped(folder: Any) -> str:
    return str(folder).replace("%", "%%")


def known_versions(layout: Layout = PROJECT_TABLES) -> list[str]:
    """The versions from which there are steps to the newest, and the newest, in order."""
    steps = ScriptDirectory.from_config(alembic_config(layout=layout)).walk_revisions()
    return sorted(step.revision for step in steps)


def upgrade(db: Database, version: str) -> None:
    """Run every step from ``version`` to the newest in one transaction, after a copy was made.

    The copy of ``project.db`` is ``project.db.0001.bak`` beside it, and that of a schema another schema,
    ``NAME_before_0001``.

    Raises
    ------
    ProjectError : ``version`` is not known here: a newer asknext wrote the database.
    """
    known = known_versions(db.layout)
    if version not in known:
        raise ProjectError(
            f"{db.place} has tables of version {version!r}, which a newer asknext wrote; "
            f"this one knows {known[-1]!r}. Update asknext to open the project."
        )
    with db.write() as conn:
        if conn.execute(text("SELECT version_num FROM alembic_version")).scalar() != version:
            return  # another process was first
        _keep_copy(db, conn, version)
        command.upgrade(alembic_config(conn, db.layout), "head")


def _keep_copy(db: Database, conn: Connection, version: str) -> None:
    if db.schema is not None:
        _copy_schema(conn, db.schema, f"{db.schema}_before_{version}")
    elif db.url.database and Path(db.url.database).is_file():
        _copy_file(db.url.database, f"{db.url.database}.{version}.bak")


def _copy_file(database: str, copy: str) -> None:
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)


def _copy_schema(conn: Connection, schema: str, copy: str) -> None:
    conn.exec_driver_sql("SET LOCAL statement_timeout = 0")  # a million rows take their time
    conn.exec_driver_sql(f"DROP SCHEMA IF EXISTS {copy} CASCADE")
    conn.exec_driver_sql(f"CREATE SCHEMA {copy}")
    for table in inspect(conn).get_table_names(schema=schema):
        conn.exec_driver_sql(f"CREATE TABLE {copy}.{table} AS TABLE {schema}.{table}")
