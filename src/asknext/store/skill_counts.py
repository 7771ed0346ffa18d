"""How often each annotator said what turned out to be right."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, and_, case, func, or_, select

from asknext.store.schema import item, label, vote

__all__ = ["right_answers"]

_DECIDED = ("adjudication", "correction", "review")
LEAST_VOTES = 3


def right_answers(conn: Connection) -> list[Any]:
    """(annotator, answers, right) over gold items, what a reviewer decided, and the consensus of three or more."""
    firm = or_(label.c.decided.in_(_DECIDED), and_(label.c.decided == "consensus", label.c.votes >= LEAST_VOTES))
    truth = func.coalesce(item.c.gold, label.c.value)
    query = (
        select(vote.c.annotator, func.count().label("answers"), func.sum(case((vote.c.value == truth, 1), else_=0)))
        .join(item, item.c.pos == vote.c.item)
        .outerjoin(label, and_(label.c.item == vote.c.item, firm))
        .where(truth.is_not(None))
        .group_by(vote.c.annotator)
    )
    return list(conn.execute(query))
