"""Tests that annotators took."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, delete, insert, select

from asknext.store.schema import qualification

__all__ = ["add_test", "all_tests", "tests_of"]


def add_test(conn: Connection, annotator: str, test: str, *, at: float, score: float, passed: bool) -> None:
    """Keep how a test went; one of the same name is replaced."""
    known = (qualification.c.annotator == annotator, qualification.c.test == test)
    conn.execute(delete(qualification).where(*known))
    conn.execute(insert(qualification).values(annotator=annotator, test=test, at=at, score=score, passed=passed))


def tests_of(conn: Connection, annotator: str) -> list[Any]:
    """(annotator, test, at, score, passed) of every test somebody took, oldest first."""
    query = select(qualification).where(qualification.c.annotator == annotator)
    return list(conn.execute(query.order_by(qualification.c.at, qualification.c.test)))


def all_tests(conn: Connection) -> list[Any]:
    """(annotator, test, at, score, passed) of every test of everybody."""
    return list(conn.execute(select(qualification).order_by(qualification.c.annotator, qualification.c.at)))
