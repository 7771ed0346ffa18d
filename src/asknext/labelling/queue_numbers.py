"""`queue_numbers`: what is open, held, stuck or waiting for others, and how long the work lasts."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from asknext.labelling.activity import Activity
from asknext.labelling.people_numbers import IDLE
from asknext.store.activity import count_started, lease_holders, state_counts
from asknext.store.browse import STATES
from asknext.store.counts import count_open
from asknext.store.rankings import newest_ranking
from asknext.store.schema import OPEN

__all__ = ["queue_numbers"]

WEEK = 7 * 86_400.0


def queue_numbers(conn: Connection, activity: Activity, ranked: int | None, now: float) -> dict[str, Any]:
    """The health of the queue as JSON values.

    Parameters
    ----------
    ranked : how many items the newest ranking orders, or None where there is none. now : seconds since 1970.
    """
    states = state_counts(conn)
    holders = lease_holders(conn, now)
    open_items = count_open(conn)
    return {
        "open": open_items,
        "started": count_started(conn),
        **{name: states.get(state, 0) for name, state in STATES.items() if state != OPEN},
        "leased": sum(each.held for each in holders),
        "stale": sum(each.stale for each in holders),
        "holders": [_holder(each, now) for each in holders if each.held],
        "ahead": _ahead(conn, activity, ranked),
        "questions": len(activity.open_questions()),
        "hours_left": _hours_left(activity, open_items, now),
    }


def _holder(row: Any, now: float) -> dict[str, Any]:
    return {"name": row.annotator, "held": row.held, "seconds": max(0.0, now - row.taken)}


def _ahead(conn: Connection, activity: Activity, ranked: int | None) -> int | None:
    """How many items are in the order of the newest ranking and were not answered since it was made."""
    row = newest_ranking(conn)
    if row is None or ranked is None:
        return None
    since = activity.is_kind("label", "skip", "ignore") & (activity.columns["at"] >= row.at)
    return max(0, ranked - int(since.sum()))


def _hours_left(activity: Activity, open_items: int, now: float) -> float | None:
    """Hours of work that the open items are, at the pace of the last week."""
    recent = activity.is_kind("label") & (activity.columns["at"] >= now - WEEK) & ~activity.columns["machine"]
    seconds = activity.columns["seconds"][recent]
    timed = seconds[seconds <= IDLE]
    return None if timed.size == 0 else float(timed.astype(float).mean()) * open_items / 3600
