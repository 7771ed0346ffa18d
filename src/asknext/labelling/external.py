"""Priorities from outside: somebody else's scores decide the order until they are taken back."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.labelling.ranking import EXTERNAL, current_ranking, publish_ranking
from asknext.project.folder import Project
from asknext.store.browse import items_with_ids
from asknext.store.items import count_items
from asknext.store.settings import get_setting, set_setting

__all__ = ["end_external_ranking", "is_external", "publish_external_ranking"]

CHUNK = 500
SENTENCE = "Its priority was set from outside."


def publish_external_ranking(project: Project, lines: Iterable[bytes]) -> dict[str, int]:
    """Make a ranking of lines of ``{"id", "score"}``, highest score first; ties by a seeded draw.

    Returns version, ranked (items in the order) and unknown (ids the project does not have).

    Raises
    ------
    DataError : a line cannot be read; nothing changes.
    """
    n, unknown = 0, 0
    with project.database.read() as conn:
        n = count_items(conn)
        scores = np.full(n, np.nan)
        for chunk in _chunks(lines):
            found = items_with_ids(conn, list(chunk))
            unknown += len(chunk) - len(found)
            for each, row in found.items():
                scores[row] = chunk[each]
    order = _order(scores, project.config.seed)
    before = current_ranking(project)
    guesses = None if before is None or before.guesses is None else np.asarray(before.guesses)
    meta = {"classes": [] if before is None else before.meta.get("classes", []), "sentence": SENTENCE}
    with project.database.write() as conn:
        set_setting(conn, EXTERNAL, True)
    version = publish_ranking(
        project,
        strategy=EXTERNAL,
        labels=0 if before is None else before.labels,
        order=order,
        scores=scores[order],
        n=n,
        guesses=guesses,
        meta=meta,
    )
    return {"version": version, "ranked": len(order), "unknown": unknown}


def end_external_ranking(project: Project) -> None:
    """Let the project's own strategy decide again, from the next round on."""
    with project.database.write() as conn:
        set_setting(conn, EXTERNAL, None)


def is_external(project: Project) -> bool:
    """Whether the order is set from outside."""
    with project.database.read() as conn:
        return bool(get_setting(conn, EXTERNAL, False))


def _order(scores: npt.NDArray[np.float64], seed: int) -> npt.NDArray[np.int64]:
    rows = np.flatnonzero(~np.isnan(scores))
    draw = np.random.default_rng(seed).random(len(rows))
    return rows[np.lexsort((draw, -scores[rows]))]


def _chunks(lines: Iterable[bytes]) -> Iterator[dict[str, float]]:
    chunk: dict[str, float] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        key, score = _parsed(line, number)
        chunk[key] = score
        if len(chunk) >= CHUNK:
            yield chunk
            chunk = {}
    if chunk:
        yield chunk


def _parsed(line: bytes, number: int) -> tuple[str, float]:
    try:
        found: Any = json.loads(line)
        key, score = str(found["id"]), float(found["score"])
        key.encode("utf-8")
    except (ValueError, KeyError, TypeError, OverflowError, RecursionError):
        raise DataError('A line is {"id": ..., "score": number}.', source="ranking", line=number) from None
    if not math.isfinite(score):
        raise DataError("A score is a number, not NaN or infinite.", source="ranking", line=number)
    return key, score
