"""`copy_people`: everybody's accounts, roles, invitations, tokens and the audit log into another database."""

from __future__ import annotations

from asknext.store.database import Database
from asknext.store.dump import dumped_rows, dumped_tables, load_rows
from asknext.store.people.tables import PEOPLE_TABLES

__all__ = ["copy_people"]


def copy_people(source: Database, target: Database) -> int:
    """Copy all rows as they are at one moment into the empty ``target``, in one transaction; how many.

    Either may be SQLite or PostgreSQL. Sessions are left out: one that was ended since would be open again.
    """
    rows = 0
    with source.read() as there, target.write() as here:
        for table in dumped_tables(PEOPLE_TABLES).values():
            names = [column.name for column in table.columns]
            rows += load_rows(here, table, names, dumped_rows(there, table))
    return rows
