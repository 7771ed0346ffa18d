"""Steps from one version of the tables to the next; imported only when a database is not at the newest."""

from __future__ import annotations

from asknext.store.migrations.older_tables import bring_to_newest, make_older_tables
from asknext.store.migrations.upgrade import alembic_config, known_versions, upgrade

__all__ = ["alembic_config", "bring_to_newest", "known_versions", "make_older_tables", "upgrade"]
