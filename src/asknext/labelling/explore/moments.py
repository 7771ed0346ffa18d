"""`moments_of`: the items that come from the same video, at their times."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.present import STATE_NAMES
from asknext.store.browse import item_rows
from asknext.store.pool_marks import items_of_group
from asknext.store.schema import OPEN

__all__ = ["Moment", "moments_of"]

MOST = 2_000


@dataclass(frozen=True)
class Moment:
    """An item of a video: where it stands in it, in seconds or else in frames."""

    item: int
    id: str
    at: float
    state: str


def moments_of(conn: Connection, which: int) -> tuple[str, list[Moment]]:
    """The unit (``seconds``, ``frames`` or ``""``) and the moments of the items in the group of ``which``, by time.

    There are none where the item has no group, or the items of its group say nothing of when they are.
    """
    row = item_rows(conn, [which]).get(which)
    if row is None or row.grp is None:
        return "", []
    found = [(each, _facts(each)) for each in items_of_group(conn, row.grp, MOST)]
    for name, unit in (("seconds", "seconds"), ("frame", "frames"), ("index", "frames")):
        timed = [(each, _number(facts.get(name))) for each, facts in found]
        if len(timed) > 1 and all(at is not None for _, at in timed):
            moments = [Moment(each.pos, each.id, at, _state(each)) for each, at in timed if at is not None]
            return unit, sorted(moments, key=lambda each: (each.at, each.item))
    return "", []


def _facts(row: Any) -> Mapping[str, Any]:
    """What is told beside the content; of several frames the first says when."""
    facts: dict[str, Any] = {}
    for text in (row.content, row.meta):
        try:
            held = json.loads(text) if text and text.lstrip().startswith("{") else {}
        except ValueError:
            continue
        frames = held.get("frames")
        first = frames[0] if isinstance(frames, list) and frames and isinstance(frames[0], dict) else {}
        facts |= held | first
    return facts


def _number(value: Any) -> float | None:
    if isinstance(value, bool):
        return None
    try:
        found = float(value)
    except (TypeError, ValueError, OverflowError):
        return None
    return found if abs(found) < 1e12 else None


def _state(row: Any) -> str:
    return "labelled" if row.state == OPEN and row.labelled else STATE_NAMES[row.state]
