"""Published rankings and finished rounds."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from asknext.store.schema import ranking, round_

__all__ = [
    "add_ranking",
    "add_round",
    "all_rounds",
    "last_round",
    "newest_ranking",
    "newest_version",
    "strategy_of",
    "update_round",
]

_NEWEST = select(func.max(ranking.c.version))


def newest_version(conn: Connection) -> int | None:
    """The version of the newest ranking, or None."""
    return conn.execute(_NEWEST).scalar()


def newest_ranking(conn: Connection) -> Row[Any] | None:
    """(version, at, strategy, labels, file) of the newest ranking, or None."""
    return conn.execute(select(ranking).order_by(ranking.c.version.desc()).limit(1)).one_or_none()


def strategy_of(conn: Connection, version: int) -> str | None:
    """The strategy of a ranking, or None."""
    return conn.execute(select(ranking.c.strategy).where(ranking.c.version == version)).scalar()


def add_ranking(conn: Connection, *, at: float, strategy: str, labels: int, file: str) -> int:
    """Publish a ranking whose folder is whole and on the disk; its version."""
    values = {"at": at, "strategy": strategy, "labels": labels, "file": file}
    made = conn.execute(insert(ranking), values).inserted_primary_key
    assert made is not None
    return int(made[0])


def add_round(conn: Connection, *, version: int, at: float, labels: int, result: dict[str, Any]) -> None:
    """Store what a round found out."""
    conn.execute(insert(round_).values(ranking=version, at=at, labels=labels, result=json.dumps(result)))


def update_round(conn: Connection, version: int, result: dict[str, Any]) -> None:
    """Replace what is kept of a round."""
    conn.execute(update(round_).where(round_.c.ranking == version).values(result=json.dumps(result)))


def all_rounds(conn: Connection) -> Sequence[Row[Any]]:
    """Every finished round (ranking, at, labels, result as JSON text), oldest first."""
    return conn.execute(select(round_).order_by(round_.c.ranking)).all()


def last_round(conn: Connection) -> Row[Any] | None:
    """The newest finished round, or None."""
    return conn.execute(select(round_).order_by(round_.c.ranking.desc()).limit(1)).one_or_none()
