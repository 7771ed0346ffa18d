"""Versions of the guidelines."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from asknext.store.schema import guideline_version

__all__ = ["add_guidelines", "guideline_versions", "guidelines_at", "newest_guidelines"]


def newest_guidelines(conn: Connection) -> Row[Any] | None:
    """(version, at, annotator, text) as last saved, or None."""
    return conn.execute(select(guideline_version).order_by(guideline_version.c.version.desc()).limit(1)).one_or_none()


def guidelines_at(conn: Connection, version: int) -> Row[Any] | None:
    """(version, at, annotator, text) of a version, or None."""
    return conn.execute(select(guideline_version).where(guideline_version.c.version == version)).one_or_none()


def guideline_versions(conn: Connection, limit: int = 200) -> Sequence[Any]:
    """(version, at, annotator, length in characters), the newest first."""
    columns = guideline_version.c
    query = select(columns.version, columns.at, columns.annotator, func.length(columns.text).label("length"))
    return conn.execute(query.order_by(columns.version.desc()).limit(limit)).all()


def add_guidelines(conn: Connection, *, at: float, annotator: str, text: str) -> int:
    """Store a new version; its number."""
    made = conn.execute(insert(guideline_version), {"at": at, "annotator": annotator, "text": text})
    assert made.inserted_primary_key is not None
    return int(made.inserted_primary_key[0])
