"""How many of what: the numbers of the dashboard, read from the database."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection, Row, and_, func, select, text

from asknext.store.activity import state_counts
from asknext.store.labels import count_passed_over, draw_frontier
from asknext.store.schema import IGNORED, SKIPPED, event, item, label, lease

__all__ = [
    "annotator_counts",
    "count_answers_since",
    "count_labels",
    "count_leased",
    "count_open",
    "label_values",
    "progress_counts",
    "recent_answer_times",
    "recent_seconds",
    "state_count",
]

_OPEN = select(func.count()).select_from(item).where(text("item.state = 0 AND item.copy_of IS NULL"))
_CURRENT_LABEL = (event.c.kind == "label", event.c.current.is_(True), event.c.stream != "import")


def count_open(conn: Connection) -> int:
    """Items that can still be asked: open and no copy."""
    return int(conn.execute(_OPEN).scalar_one())


def state_count(conn: Connection, state: int) -> int:
    """Items in a state other than open."""
    query = select(func.count()).select_from(item).where(text("item.state <> 0"), item.c.state == state)
    return int(conn.execute(query).scalar_one())


def count_labels(conn: Connection) -> int:
    """Items that have a label, copies not counted."""
    return int(conn.execute(select(func.count()).select_from(label)).scalar_one())


def count_leased(conn: Connection, now: float) -> int:
    """Items in somebody's hands."""
    return int(conn.execute(select(func.count()).select_from(lease).where(lease.c.expires > now)).scalar_one())


def progress_counts(conn: Connection) -> dict[str, int]:
    """asked, labelled, skipped, ignored, flagged, copies, control_labels, control_skipped, open.

    ``control_labels`` were drawn at random (see `draw_frontier`); ``control_skipped`` were drawn too, and then skipped
    or ignored.
    """
    frontier = draw_frontier(conn)
    by_state = state_counts(conn)
    one = {
        "labelled": select(func.count()).select_from(label),
        "control_labels": select(func.count())
        .select_from(label)
        .join(item, item.c.pos == label.c.item)
        .where(item.c.control, item.c.draw < frontier),
        "flagged": select(func.count()).select_from(item).where(text("item.flagged")),
        "copies": select(func.count()).select_from(item).where(item.c.copy_of.is_not(None)),
        "asked": select(func.count(event.c.item.distinct())).where(
            event.c.kind.in_(["label", "skip", "ignore"]), event.c.stream != "import"
        ),
    }
    numbers = {name: int(conn.execute(query).scalar_one()) for name, query in one.items()}
    states = {"skipped": by_state.get(SKIPPED, 0), "ignored": by_state.get(IGNORED, 0)}
    return {**numbers, **states, "control_skipped": count_passed_over(conn, frontier), "open": count_open(conn)}


def label_values(conn: Connection) -> list[tuple[str, bool, int]]:
    """(label value as JSON text, whether of items drawn at random, how many) over all labels."""
    drawn = and_(item.c.control, item.c.draw < draw_frontier(conn)).label("drawn")
    query = (
        select(label.c.value, drawn, func.count().label("n"))
        .join(item, item.c.pos == label.c.item)
        .group_by(label.c.value, drawn)
    )
    return [(row.value, bool(row.drawn), row.n) for row in conn.execute(query)]


def count_answers_since(conn: Connection, seq: int) -> int:
    """Answers (labels by people, undos, relabels) after event ``seq``."""
    query = select(func.count()).select_from(event).where(event.c.seq > seq, event.c.kind.in_(["label", "undo"]))
    return int(conn.execute(query).scalar_one())


def recent_answer_times(conn: Connection, since: float) -> list[tuple[float, float | None]]:
    """(when, seconds) of the labels made at or after ``since``, oldest first."""
    query = select(event.c.at, event.c.seconds).where(*_CURRENT_LABEL, event.c.at >= since).order_by(event.c.at)
    return [(row.at, row.seconds) for row in conn.execute(query)]


def annotator_counts(conn: Connection) -> list[Row[Any]]:
    """(annotator, labels) for everyone who labelled, the busiest first."""
    number = func.count()
    query = (
        select(
            event.c.annotator,
            number.label("labels"),
        )
        .where(*_CURRENT_LABEL)
        .group_by(event.c.annotator)
        .order_by(number.desc(), event.c.annotator)
        .limit(200)
    )
    return list(conn.execute(query))


def recent_seconds(conn: Connection, most: int = 5000) -> list[tuple[str, float]]:
    """(annotator, seconds) of the newest timed labels."""
    query = (
        select(event.c.annotator, event.c.seconds)
        .where(*_CURRENT_LABEL, event.c.seconds.is_not(None))
        .order_by(event.c.seq.desc())
        .limit(most)
    )
    return [(row.annotator, row.seconds) for row in conn.execute(query)]
