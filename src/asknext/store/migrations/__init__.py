"""Steps from one version of the tables to the next; imported only when a database is not at the newest."""

from __future__ import annotations

from asknext.store.migrations.upgrade import alembic_config, upgrade

__all__ = ["alembic_config", "upgrade"]
