"""The current answer of each annotator on each item."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, bindparam, delete, insert, select, update

from asknext.store.schema import item, vote

__all__ = ["gold_answers", "keep_votes", "votes_on"]

_ON = (
    select(
        vote.c.item, vote.c.annotator, vote.c.value, vote.c.seq, vote.c.at, vote.c.seconds, vote.c.kind, vote.c.stream
    )
    .where(vote.c.item.in_(bindparam("among", expanding=True)))
    .order_by(vote.c.item, vote.c.seq)
)
_KNOWN = select(vote.c.annotator, vote.c.seq, vote.c.value).where(vote.c.item == bindparam("which"))
_DROP = delete(vote).where(vote.c.item == bindparam("which"), vote.c.annotator == bindparam("who"))
_CHANGE = (
    update(vote)
    .where(vote.c.item == bindparam("which"), vote.c.annotator == bindparam("who"))
    .values({name: bindparam(f"new_{name}") for name in ("value", "seq", "at", "seconds", "stream", "kind")})
)
_ADD = insert(vote)


def votes_on(conn: Connection, items: Sequence[int]) -> dict[int, list[Any]]:
    """The votes on ``items`` (item, annotator, value, seq, at, seconds, kind, stream), oldest first."""
    found: dict[int, list[Any]] = {}
    for row in conn.execute(_ON, {"among": list(items)}) if items else ():
        found.setdefault(row.item, []).append(row)
    return found


def keep_votes(
    conn: Connection, which: int, answers: Mapping[str, Any], kinds: Mapping[str, str], *, is_first: bool = False
) -> None:
    """Make the votes on an item those of ``answers`` (annotator -> label event); only what differs is written.

    Parameters
    ----------
    kinds : stream -> the vote's kind, where it is not ``human``. is_first : there are no votes yet.
    """
    rows = () if is_first else conn.execute(_KNOWN, {"which": which})
    known = {row.annotator: (row.seq, row.value) for row in rows}
    for annotator in known.keys() - answers.keys():
        conn.execute(_DROP, {"which": which, "who": annotator})
    for annotator, each in answers.items():
        if known.get(annotator) != (each.seq, each.value):  # an answer may mean another class by now
            _put(conn, which, each, kinds.get(each.stream, "human"), annotator in known)


def _put(conn: Connection, which: int, each: Any, kind: str, known: bool) -> None:
    values = {name: getattr(each, name) for name in ("value", "seq", "at", "seconds", "stream")} | {"kind": kind}
    if known:
        new = {f"new_{name}": value for name, value in values.items()}
        conn.execute(_CHANGE, {"which": which, "who": each.annotator, **new})
    else:
        conn.execute(_ADD, {"item": which, "annotator": each.annotator, **values})


def gold_answers(conn: Connection, annotator: str) -> list[Any]:
    """(item, value, gold, seq) of each answer of ``annotator`` on a gold item, oldest first."""
    query = select(vote.c.item, vote.c.value, item.c.gold, vote.c.seq).join(item, item.c.pos == vote.c.item)
    answers = query.where(item.c.gold.is_not(None), vote.c.annotator == annotator).order_by(vote.c.seq)
    return list(conn.execute(answers))
