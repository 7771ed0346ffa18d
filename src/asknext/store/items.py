"""Queries on items and labels for import, export and snapshots."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt
from sqlalchemy import Connection, and_, bindparam, case, func, insert, literal, not_, select, true, update
from sqlalchemy.sql import Select

from asknext.store.schema import LABELLED, OPEN, event, item, label, vote

__all__ = [
    "Known",
    "comments",
    "contents",
    "control_positions",
    "count_items",
    "current_labels",
    "exported_rows",
    "first_with_hash",
    "hashes",
    "ids",
    "insert_items",
    "insert_labels",
    "items_by_id",
    "known_uids",
    "metadata_texts",
    "open_positions",
    "prepare_bulk",
    "sample_contents",
]

_BLOCK = 500
_FETCH = 5_000
_PLACES: list[Any] = [bindparam(f"v{i}") for i in range(_BLOCK)]


class Known(NamedTuple):
    """What an import has to know about an item that is there: ``first`` is its pos, or that of its original."""

    pos: int
    id: str
    hash: bytes
    first: int
    control: bool
    label: str | None


def count_items(conn: Connection) -> int:
    """How many items there are: positions are 0, 1, 2, ... without a gap, so the last one tells."""
    last = conn.execute(select(func.max(item.c.pos))).scalar()
    return 0 if last is None else int(last) + 1


def prepare_bulk(conn: Connection) -> None:
    """Give a connection that writes much a larger cache; ids and hashes fall anywhere in their indexes."""
    if conn.dialect.name == "sqlite":
        conn.exec_driver_sql("PRAGMA cache_size=-65536")


def items_by_id(conn: Connection, ids: Sequence[str]) -> dict[str, Known]:
    """The items that have one of ``ids``."""
    found = _matching(conn, _BY_ID, ids)
    return {each.id: each for each in map(Known._make, found)}


def first_with_hash(conn: Connection, hashes: Sequence[bytes]) -> dict[bytes, Known]:
    """The first item with each of the contents that are there already."""
    found = _matching(conn, _BY_HASH, hashes)
    return {each.hash: each for each in map(Known._make, found)}


def _known(column: Any, condition: Any) -> Select[Any]:
    first = func.coalesce(item.c.copy_of, item.c.pos)
    return (
        select(item.c.pos, item.c.id, item.c.hash, first, item.c.control, label.c.value)
        .select_from(item.outerjoin(label, label.c.item == first))
        .where(column.in_(_PLACES), condition)
    )


_BY_ID = _known(item.c.id, true())
_BY_HASH = _known(item.c.hash, item.c.copy_of.is_(None))
_BY_UID = select(event.c.uid).where(event.c.uid.in_(_PLACES))


@lru_cache(maxsize=16)
def _compiled(query: Any, dialect: Any) -> Any:
    return query.compile(dialect=dialect)


def _matching(conn: Connection, query: Select[Any], values: Sequence[Any]) -> Iterator[Any]:
    """Rows of a query over ``_PLACES``, a block of values at a time, past SQLAlchemy's slow growing of lists."""
    compiled = _compiled(query, conn.dialect)
    for start in range(0, len(values), _BLOCK):
        block = values[start : start + _BLOCK]
        full = [*block, *[block[0]] * (_BLOCK - len(block))]
        params = {**compiled.params, **{f"v{i}": value for i, value in enumerate(full)}}
        yield from conn.exec_driver_sql(str(compiled), _driver_row(compiled, params)).all()


def insert_items(conn: Connection, rows: Sequence[Mapping[str, Any]]) -> None:
    """Add items; each mapping has pos, id, hash, content, meta, grp, copy_of, draw, control."""
    if rows:
        compiled = insert(item).compile(dialect=conn.dialect, column_keys=list(rows[0]))
        conn.exec_driver_sql(str(compiled), [_driver_row(compiled, row) for row in rows])


def _driver_row(compiled: Any, row: Mapping[str, Any]) -> Any:
    if not compiled.positional:
        return dict(row)
    return tuple([row[name] for name in compiled.positiontup])


def known_uids(conn: Connection, uids: Sequence[str]) -> set[str]:
    """Which of ``uids`` stand in the event table."""
    return {uid for (uid,) in _matching(conn, _BY_UID, uids)}


def insert_labels(conn: Connection, events: Sequence[Mapping[str, Any]]) -> None:
    """Add label events, all of one session, and make them the labels of their items, which must have none.

    Each mapping has uid, at, annotator, session, item, value, stream.
    """
    if not events:
        return
    last = conn.execute(select(func.coalesce(func.max(event.c.seq), 0))).scalar_one()
    rows = [{**each, "kind": "label"} for each in events]
    compiled = insert(event).compile(dialect=conn.dialect, column_keys=list(rows[0]))
    conn.exec_driver_sql(str(compiled), [_driver_row(compiled, row) for row in rows])
    added = and_(event.c.seq > last, event.c.session == events[0]["session"])
    columns = (event.c.item, event.c.value, event.c.seq, event.c.annotator, event.c.at, event.c.stream)
    decided = literal("import").label("decided")
    names = [each.name for each in columns]
    conn.execute(insert(label).from_select([*names, "decided"], select(*columns, decided).where(added)))
    kind = literal("import").label("kind")
    conn.execute(insert(vote).from_select([*names, "kind"], select(*columns, kind).where(added)))
    labelled = select(event.c.item).where(added)
    conn.execute(update(item).where(item.c.pos.in_(labelled)).values(state=LABELLED))


def contents(conn: Connection, start: int = 0) -> Iterator[tuple[int, bytes, str, int | None]]:
    """(pos, hash, content, copy_of) of every item from ``start`` on, in order."""
    query = select(item.c.pos, item.c.hash, item.c.content, item.c.copy_of).where(item.c.pos >= start)
    yield from _stream(conn, query.order_by(item.c.pos))


def hashes(conn: Connection, limit: int | None = None) -> list[bytes]:
    """The hash of every item, or of the first ``limit``, in order."""
    return _column(conn, select(item.c.hash).order_by(item.c.pos).limit(limit))


def ids(conn: Connection) -> list[str]:
    """The id of every item, in order."""
    return _column(conn, select(item.c.id).order_by(item.c.pos))


def metadata_texts(conn: Connection, of_rows: bool) -> Iterator[str | None]:
    """The further columns of every item as a JSON object, in order; ``of_rows``: those of table rows, which are all."""
    column = item.c.content if of_rows else item.c.meta
    yield from (value for (value,) in _stream(conn, select(column).order_by(item.c.pos)))


def sample_contents(conn: Connection, limit: int) -> list[str]:
    """The contents of at most ``limit`` items drawn at random, the same ones each time; copies are not drawn."""
    query = select(item.c.content).where(item.c.copy_of.is_(None)).order_by(item.c.draw, item.c.pos).limit(limit)
    return list(conn.execute(query).scalars())


def current_labels(conn: Connection) -> Iterator[tuple[int, str, str]]:
    """(pos, value, stream) of every item with a label, those carried to copies too, in order."""
    original = func.coalesce(item.c.copy_of, item.c.pos)
    own = select(label.c.item, label.c.value, label.c.stream)
    carried = select(item.c.pos, label.c.value, label.c.stream).join_from(item, label, label.c.item == original)
    copies = carried.where(item.c.copy_of.is_not(None))
    yield from _stream(conn, own.union_all(copies).order_by("item"))


def open_positions(conn: Connection) -> npt.NDArray[np.int64]:
    """Items the strategy may be asked about: open, not a copy, not of the control reserve; in order."""
    query = select(item.c.pos).where(item.c.state == OPEN, item.c.copy_of.is_(None), not_(item.c.control))
    return np.sort(_positions(conn, query))


def control_positions(conn: Connection, limit: int | None = None) -> npt.NDArray[np.int64]:
    """The control reserve in the order in which it is drawn, answered or not; copies are not in it."""
    query = select(item.c.pos).where(item.c.control, item.c.copy_of.is_(None))
    return _positions(conn, query.order_by(item.c.draw, item.c.pos).limit(limit))


def _positions(conn: Connection, query: Select[Any]) -> npt.NDArray[np.int64]:
    return np.array(_column(conn, query), dtype=np.int64)


def _column(conn: Connection, query: Select[Any]) -> list[Any]:
    """One column, past SQLAlchemy's row objects: there may be a million."""
    compiled = query.compile(dialect=conn.dialect, compile_kwargs={"render_postcompile": True})
    cursor: Any = conn.exec_driver_sql(str(compiled), _driver_row(compiled, compiled.params)).cursor
    return [row[0] for row in cursor]


_JUDGED = event.alias("judged")
_ACCEPTED = (
    select(_JUDGED.c.annotator)
    .where(_JUDGED.c.item == label.c.item, _JUDGED.c.kind == "accept")
    .order_by(_JUDGED.c.seq.desc())
    .limit(1)
    .correlate(label)
    .scalar_subquery()
)
_REVIEWER = case(
    (label.c.decided == "review", _ACCEPTED),
    (label.c.decided.in_(["correction", "adjudication"]), label.c.annotator),
).label("reviewer")


# whoever changed, accepted or corrected the answer was asked by no strategy: the item was, when it first came up
_ASKED = event.alias("asked")
_OFFERED = event.alias("offered")
_FIRST_ASKED = (
    select(func.min(_OFFERED.c.seq))
    .where(_OFFERED.c.item == label.c.item, _OFFERED.c.kind.in_(["label", "skip", "ignore"]))
    .where(_OFFERED.c.strategy.is_not(None))
    .correlate(label)
    .scalar_subquery()
)


def exported_rows(conn: Connection, *, only_labelled: bool) -> Iterator[Any]:
    """Every item, or those with a label, with the label's provenance, in order."""
    first = item.alias("first")
    original = func.coalesce(item.c.copy_of, item.c.pos)
    columns = item.c
    query = select(
        *(columns.pos, columns.id, columns.content, columns.meta, columns.grp, columns.state, columns.flagged),
        first.c.id.label("copy_of"),
        *(label.c.value, label.c.annotator, label.c.at, label.c.stream),
        *(event.c.seconds, _ASKED.c.strategy, func.coalesce(_ASKED.c.score, event.c.score).label("score")),
        _ASKED.c.ranking,
        *(label.c.decided, _REVIEWER, label.c.votes, label.c.confidence, event.c.ontology),
        event.c.value.label("answer"),
    ).select_from(
        item.outerjoin(first, first.c.pos == columns.copy_of)
        .join(label, label.c.item == original, isouter=not only_labelled)
        .outerjoin(event, event.c.seq == label.c.seq)
        .outerjoin(_ASKED, _ASKED.c.seq == _FIRST_ASKED)
    )
    yield from _stream(conn, query.order_by(columns.pos))


def comments(conn: Connection) -> Iterator[tuple[int, str, str, float]]:
    """(pos, value, annotator, at) of every comment that was not taken back, in order of item and time."""
    undone = select(event.c.undoes).where(event.c.undoes.is_not(None))
    query = select(event.c.item, event.c.value, event.c.annotator, event.c.at).where(
        event.c.kind == "comment", event.c.seq.not_in(undone)
    )
    yield from _stream(conn, query.order_by(event.c.item, event.c.seq))


def _stream(conn: Connection, query: Select[Any] | Any) -> Iterator[Any]:
    # closed by us: whoever stops half-way leaves no cursor open on the server
    with conn.execute(query, execution_options={"stream_results": True, "yield_per": _FETCH}) as rows:
        yield from rows
