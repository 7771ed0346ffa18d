"""The only room that touches the database: tables, the writer, migrations, one query a function."""

from __future__ import annotations

from asknext.store.database import Database, StorageFailure
from asknext.store.writer import Writer

__all__ = ["Database", "StorageFailure", "Writer"]
