"""Empty tables as they once were, to be filled from a backup of that time and then brought to the newest version."""

from __future__ import annotations

from alembic import command
from sqlalchemy import Connection, MetaData, Table, text

from asknext.store.layout import PROJECT_TABLES, Layout
from asknext.store.migrations.upgrade import alembic_config

__all__ = ["bring_to_newest", "make_older_tables"]


def make_older_tables(conn: Connection, version: str, layout: Layout = PROJECT_TABLES) -> dict[str, Table]:
    """Put the tables of ``version`` in place of the newest ones, which are empty; by name, as they are then."""
    layout.metadata.drop_all(conn)
    conn.execute(text("DELETE FROM alembic_version"))
    command.upgrade(alembic_config(conn, layout), version)
    found = MetaData()
    found.reflect(conn)
    return {table.name: table for table in found.sorted_tables if table.name != "alembic_version"}


def bring_to_newest(conn: Connection, layout: Layout = PROJECT_TABLES) -> None:
    """Run the steps from what `make_older_tables` made, with its rows."""
    command.upgrade(alembic_config(conn, layout), "head")
