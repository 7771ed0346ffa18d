"""How often each annotator said what turned out to be right."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select
from sqlalchemy.sql import Select

from asknext.store.schema import item, label, vote

__all__ = ["judged_answers", "right_answers"]

_DECIDED = ("adjudication", "correction", "review")
LEAST_VOTES = 3
_FIRM = or_(label.c.decided.in_(_DECIDED), and_(label.c.decided == "consensus", label.c.votes >= LEAST_VOTES))
_TRUTH = func.coalesce(item.c.gold, label.c.value)


def right_answers(conn: Connection) -> list[Any]:
    """(annotator, answers, right) over gold items, what a reviewer decided, and the consensus of three or more."""
    right = func.sum(case((vote.c.value == _TRUTH, 1), else_=0))
    query = _judged(vote.c.annotator, func.count().label("answers"), right).group_by(vote.c.annotator)
    return list(conn.execute(query))


def judged_answers(conn: Connection, newest: int) -> list[Any]:
    """(annotator, item, value, truth) of the ``newest`` answers of each annotator of which `right_answers` knows the
    truth."""
    place = func.row_number().over(partition_by=vote.c.annotator, order_by=vote.c.seq.desc()).label("place")
    every = _judged(vote.c.annotator, vote.c.item, vote.c.value, _TRUTH.label("truth"), place).subquery()
    query = select(every.c.annotator, every.c.item, every.c.value, every.c.truth).where(every.c.place <= newest)
    return list(conn.execute(query))


def _judged(*columns: Any) -> Select[Any]:
    return (
        select(*columns)
        .select_from(vote)
        .join(item, item.c.pos == vote.c.item)
        .outerjoin(label, and_(label.c.item == vote.c.item, _FIRM))
        .where(_TRUTH.is_not(None))
    )
