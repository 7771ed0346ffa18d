"""Labels, answers and what was looked at already, in bulk, for judging how far labels can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, func, or_, select
from sqlalchemy.sql import Select

from asknext.store.schema import event, item, label, vote
from asknext.store.undone import UNDONE

__all__ = ["ACCEPTED", "ASKER", "accepted_seqs", "asked_again", "given_answers", "judged_items", "newest_changes"]

ACCEPTED = "label accepted"
"""The reason of an ``unflag`` that says: this label was looked at because it was in doubt, and it is right."""
ASKER = "asknext"
"""Who is said to have wanted another answer for a labelled item, where it was the project's own rate."""

_CHANGES = ("adjudicate", "correct", "gold", "ignore", "label", "reject", "requeue", "undo", "unflag", "unignore")
_CHANGED = (
    select(event.c.item, func.max(event.c.seq))
    .where(event.c.item.in_(bindparam("among", expanding=True)), event.c.kind.in_(_CHANGES))
    .group_by(event.c.item)
)


def judged_items(conn: Connection) -> list[Any]:
    """(pos, id, group, gold, flagged, value, seq, annotator, stream, confidence, decided) in order of pos.

    Of every item, copies left out, that has a label, an answer or a gold answer; where it has no label, the last six
    are None.
    """
    columns = (item.c.pos, item.c.id, item.c.grp, item.c.gold, item.c.flagged)
    query = (
        select(
            *columns, label.c.value, label.c.seq, label.c.annotator, label.c.stream, label.c.confidence, label.c.decided
        )
        .select_from(item.outerjoin(label, label.c.item == item.c.pos))
        .where(
            item.c.copy_of.is_(None),
            or_(label.c.item.is_not(None), item.c.votes > 0, item.c.gold.is_not(None), item.c.state == 6),
        )
        .order_by(item.c.pos)
    )
    return _all(conn, query)


def given_answers(conn: Connection) -> list[Any]:
    """(item, annotator, value, seq, at, seconds, kind) of each annotator's current answer, oldest first."""
    columns = (vote.c.item, vote.c.annotator, vote.c.value, vote.c.seq, vote.c.at, vote.c.seconds, vote.c.kind)
    return _all(conn, select(*columns).order_by(vote.c.seq))


def accepted_seqs(conn: Connection) -> dict[int, int]:
    """Item -> seq of the newest word, not taken back, that nothing is wrong with its label."""
    query = (
        select(event.c.item, func.max(event.c.seq))
        .where(event.c.kind == "unflag", event.c.reason == ACCEPTED, ~UNDONE)
        .group_by(event.c.item)
    )
    return {row[0]: row[1] for row in conn.execute(query)}


def asked_again(conn: Connection) -> list[int]:
    """Items for which the project itself has wanted another answer."""
    query = select(event.c.item).distinct().where(event.c.kind == "prioritise", event.c.annotator == ASKER)
    return sorted(conn.execute(query).scalars())


def newest_changes(conn: Connection, items: Sequence[int]) -> dict[int, int]:
    """Item -> seq of the newest event that may have changed what its label is, or whether it is in doubt."""
    return {row[0]: row[1] for row in conn.execute(_CHANGED, {"among": list(items)})} if items else {}


def _all(conn: Connection, query: Select[Any]) -> list[Any]:
    """Plain tuples, past SQLAlchemy's row objects: there may be a million."""
    compiled = query.compile(dialect=conn.dialect, compile_kwargs={"literal_binds": True})
    return list(conn.exec_driver_sql(str(compiled)).cursor.fetchall())
