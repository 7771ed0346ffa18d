"""`dashboard`: how far a project is, how good its model is, and whether to go on."""

from __future__ import annotations

import json
import statistics
import time
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.pieces import kept_pieces
from asknext.project.folder import Project
from asknext.store.classes import LabelClass, all_classes
from asknext.store.counts import (
    annotator_counts,
    count_leased,
    label_values,
    progress_counts,
    recent_answer_times,
    recent_seconds,
)
from asknext.store.items import count_items
from asknext.store.label_value import classes_in
from asknext.store.rankings import last_round, newest_version

__all__ = ["advice_of", "dashboard", "needed_of"]

NO_ADVICE: dict[str, Any] = {"stop": None, "sentence": "Keep labelling.", "rules": []}
PAUSE = 300.0
RECENT = 1800.0


def dashboard(project: Project) -> dict[str, Any]:
    """All numbers of the dashboard as JSON values, but for the state of a server's trainer."""
    now = time.time()
    with project.database.read() as conn:
        result = _last_result(conn)
        progress = {"items": count_items(conn), **progress_counts(conn)}
        leased, version = count_leased(conn, now), newest_version(conn)
        shown = {
            "progress": progress,
            "classes": _classes(conn),
            "speed": _speed(conn, now),
            "annotators": _annotators(conn),
        }
        pieces = kept_pieces(conn)
    return {
        **shown,
        "metric": result.get("metric"),
        **{name: result[name] for name in ("metric_words", "beside", "curve_sentence") if result.get(name)},
        "curve": result.get("curve", []),
        "shadow": result.get("shadow", {}).get("points", []),
        "saved": result.get("saved", {"sentence": "Too early to tell: no round is finished yet."}),
        "needed": result.get("needed", {"sentence": "Too early to tell: no round is finished yet."}),
        "contradiction": result.get("contradiction", []),
        "advice": {**NO_ADVICE, **result.get("advice", {}), "pieces": pieces},
        "queue": {"open": progress["open"], "leased": leased, "ranking": version or 0},
    }


def advice_of(project: Project) -> dict[str, Any]:
    """The advice of the last round: {stop, sentence, rules, pieces} (see `asknext.labelling.advice`)."""
    with project.database.read() as conn:
        return {**NO_ADVICE, **_last_result(conn).get("advice", {}), "pieces": kept_pieces(conn)}


def needed_of(conn: Connection) -> dict[str, Any]:
    """The labels still needed to the target as the last round estimated them: {estimate, low, high, sentence, ...}."""
    found: dict[str, Any] = _last_result(conn).get("needed", {})
    return found


def _last_result(conn: Connection) -> dict[str, Any]:
    row = last_round(conn)
    found: dict[str, Any] = {} if row is None else json.loads(row.result)
    return found


def _classes(conn: Connection) -> list[dict[str, Any]]:
    classes: list[LabelClass] = all_classes(conn)
    counts = {each.id: {"count": 0, "control_count": 0} for each in classes}
    for value, drawn, number in label_values(conn):
        for class_id in set(classes_in(json.loads(value))) & counts.keys():
            counts[class_id]["count"] += number
            counts[class_id]["control_count"] += number if drawn else 0
    return [{"id": each.id, "name": each.name, **counts[each.id]} for each in classes]


def _speed(conn: Connection, now: float) -> dict[str, Any]:
    """Labels a minute while people were at work in the last half hour; pauses of five minutes do not count."""
    midnight = datetime.fromtimestamp(now).replace(hour=0, minute=0, second=0, microsecond=0).timestamp()
    times = recent_answer_times(conn, min(midnight, now - RECENT))
    recent = [at for at, _ in times if at >= now - RECENT]
    worked = sum(min(after - before, PAUSE) for before, after in pairwise(recent))
    seconds = [each for _, each in times if each is not None]
    return {
        "labels_per_minute": round(60 * (len(recent) - 1) / worked, 1) if worked > 0 else None,
        "median_seconds": statistics.median(seconds) if seconds else None,
        "today": sum(at >= midnight for at, _ in times),
    }


def _annotators(conn: Connection) -> list[dict[str, Any]]:
    seconds: dict[str, list[float]] = {}
    for annotator, value in recent_seconds(conn):
        seconds.setdefault(annotator, []).append(value)
    return [
        {
            "name": row.annotator,
            "labels": row.labels,
            "median_seconds": statistics.median(seconds[row.annotator]) if row.annotator in seconds else None,
        }
        for row in annotator_counts(conn)
    ]
