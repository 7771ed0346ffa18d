"""Long work with progress: one row a job, so that whoever asked can look and a killed server goes on."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from asknext.store.schema import job

__all__ = ["add_job", "change_job", "count_jobs", "job_row", "recent_jobs", "unfinished_jobs"]


def add_job(conn: Connection, kind: str, *, by: str, at: float, total: int, result: Mapping[str, Any]) -> int:
    """A running job of which nothing is done yet; its number."""
    values = {"kind": kind, "by": by, "at": at, "total": total, "status": "running", "result": json.dumps(result)}
    made = conn.execute(insert(job), values).inserted_primary_key
    assert made is not None
    return int(made[0])


def change_job(conn: Connection, number: int, *, result: Mapping[str, Any] | None = None, **values: Any) -> None:
    """Store how far a job is: ``done``, ``failed``, ``total``, ``status`` or ``result``."""
    if result is not None:
        values["result"] = json.dumps(result)
    conn.execute(update(job).where(job.c.id == number).values(**values))


def job_row(conn: Connection, number: int) -> Row[Any] | None:
    """(id, kind, by, at, total, done, failed, status, result as JSON text) of a job, or None."""
    return conn.execute(select(job).where(job.c.id == number)).one_or_none()


def unfinished_jobs(conn: Connection, kind: str) -> Sequence[Row[Any]]:
    """The running jobs of a kind, oldest first."""
    return conn.execute(select(job).where(job.c.kind == kind, job.c.status == "running").order_by(job.c.id)).all()


def recent_jobs(conn: Connection, limit: int = 50) -> Sequence[Row[Any]]:
    """The newest jobs, the newest first."""
    return conn.execute(select(job).order_by(job.c.id.desc()).limit(limit)).all()


def count_jobs(conn: Connection) -> dict[str, int]:
    """Status -> how many jobs have it."""
    rows = conn.execute(select(job.c.status, func.count().label("n")).group_by(job.c.status))
    return {row.status: row.n for row in rows}
