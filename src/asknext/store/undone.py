"""`UNDONE`: that an event was withdrawn, as a condition for any query of the event table."""

from __future__ import annotations

from sqlalchemy import select, text

from asknext.store.schema import event

__all__ = ["UNDONE"]

UNDONE = select(text("1")).select_from(event.alias("u")).where(text("u.undoes = event.seq")).exists()
