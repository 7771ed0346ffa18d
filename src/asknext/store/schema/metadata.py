"""What all tables of a project share, and how an index says which rows it holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy import MetaData, text

__all__ = ["NAMING", "metadata", "only"]

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

metadata = MetaData(naming_convention=NAMING)


def only(condition: str) -> dict[str, Any]:
    """The options of an index that holds only the rows for which ``condition`` (SQL) is true, on both databases."""
    return {"sqlite_where": text(condition), "postgresql_where": text(condition)}
