"""Published rankings and what each round of training found out."""

from __future__ import annotations

from sqlalchemy import Column, Float, ForeignKey, Integer, Table, Text

from asknext.store.schema.metadata import metadata

__all__ = ["ranking", "round_"]

# file: the ranking's folder below arrays/; the row is written last, so a ranking that can be seen is whole.
ranking = Table(
    "ranking",
    metadata,
    Column("version", Integer, primary_key=True, autoincrement=True),
    Column("at", Float, nullable=False),
    Column("strategy", Text, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("file", Text, nullable=False),
    sqlite_autoincrement=True,
)

# result: JSON, see asknext.labelling.training
round_ = Table(
    "round",
    metadata,
    Column("ranking", Integer, ForeignKey("ranking.version"), primary_key=True, autoincrement=False),
    Column("at", Float, nullable=False),
    Column("labels", Integer, nullable=False),
    Column("result", Text, nullable=False),
)
