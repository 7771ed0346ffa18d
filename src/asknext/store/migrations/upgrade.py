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

from asknext.errors import ProjectError
from asknext.store.layout import PROJECT_TABLES, Layout

if TYPE_CHECKING:
    from asknext.store.database import Database

__all__ = ["alembic_config", "upgrade"]


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


def upgrade(db: Database, version: str) -> None:
    """Run every step from ``version`` to the newest in one transaction.

    Raises
    ------
    ProjectError : ``version`` is not known here: a newer asknext wrote the database.
    """
    steps = ScriptDirectory.from_config(alembic_config(layout=db.layout)).walk_revisions()
    known = [step.revision for step in steps]
    if version not in known:
        raise ProjectError(
            f"{db.url.database} has tables of version {version!r}, which a newer asknext wrote; "
            f"this one knows {max(known)!r}. Update asknext to open the project."
        )
    _copy(db.url.database, version)
    with db.write() as conn:
        command.upgrade(alembic_config(conn, db.layout), "head")


def _copy(database: str | None, version: str) -> None:
    if not database or not Path(database).is_file():
        return
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(f"{database}.{version}.bak")) as target:
        source.backup(target)
