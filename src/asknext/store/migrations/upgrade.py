"""Bring an older database to the newest tables, after a copy of it was made."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory

from asknext.errors import ProjectError

if TYPE_CHECKING:
    from asknext.store.database import Database

__all__ = ["alembic_config", "upgrade"]


def alembic_config(connection: Any = None) -> Config:
    """Alembic's configuration for the packaged steps, working on ``connection``."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def upgrade(db: Database, version: str) -> None:
    """Run every step from ``version`` to the newest in one transaction.

    Raises
    ------
    ProjectError : ``version`` is not known here: a newer asknext wrote the database.
    """
    known = [step.revision for step in ScriptDirectory.from_config(alembic_config()).walk_revisions()]
    if version not in known:
        raise ProjectError(
            f"{db.url.database} has tables of version {version!r}, which a newer asknext wrote; "
            f"this one knows {max(known)!r}. Update asknext to open the project."
        )
    _copy(db.url.database, version)
    with db.write() as conn:
        command.upgrade(alembic_config(conn), "head")


def _copy(database: str | None, version: str) -> None:
    if not database or not Path(database).is_file():
        return
    with closing(sqlite3.connect(database)) as source, closing(sqlite3.connect(f"{database}.{version}.bak")) as target:
        source.backup(target)
