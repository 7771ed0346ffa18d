"""The choice itself: the pass of a mix, with at most so many of a video."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.pool.view import PoolView
from asknext.selection.pool import IntArray, Pool
from asknext.strategies.curation import Mix, Threshold

__all__ = ["Choice", "choose"]


@dataclass(frozen=True)
class Choice:
    """``rows`` of the pool in the order of choice with their ``scores`` and ``reasons``; ``removed`` rows did not pass
    a threshold; ``notes`` say why there are fewer than were wanted."""

    rows: IntArray
    scores: npt.NDArray[np.float64]
    reasons: tuple[str, ...]
    removed: IntArray
    notes: tuple[str, ...]


def choose(
    mix: Mix, pool: Pool, n: int, seed: int, most_per_video: int | None = None, classes: tuple[str, ...] = ()
) -> Choice:
    """At most ``n`` rows. Where a video has as many as it may, the pass begins again without it.

    ``classes`` : the names of the columns of detections' probabilities. Raises what the strategies raise.
    """
    rng, free = np.random.default_rng(seed), pool.available
    view = _view(pool, free, pool.labelled, classes)
    removed = _removed(mix, view)
    rows, scores, reasons = list[int](), list[float](), list[str]()
    of_video: Counter[str | None] = Counter(pool.videos[row] for row in pool.labelled if row < len(pool.videos))
    while len(rows) < n and len(free):
        view = _view(pool, free, np.concatenate([pool.labelled, np.array(rows, dtype=np.int64)]), classes)
        batch = mix.rank(view, rng, head=n - len(rows))
        taken = int(np.isfinite(batch.scores[: n - len(rows)]).sum())
        full = False
        for at, row in enumerate(batch.indices[:taken].tolist()):
            video = pool.videos[row]
            if most_per_video is not None and video is not None and of_video[video] >= most_per_video:
                full = True
                continue
            of_video[video] += 1
            rows.append(row)
            scores.append(float(batch.scores[at]))
            reasons.append(str(batch.reasons[at]))
        free = _left(pool, free, rows, of_video, most_per_video)
        if not full:
            break
    notes = _notes(n, len(rows), len(removed), len(free), most_per_video)
    return Choice(np.array(rows, dtype=np.int64), np.array(scores), tuple(reasons), removed, notes)


def _view(pool: Pool, free: IntArray, labelled: IntArray, classes: tuple[str, ...]) -> PoolView:
    return PoolView(
        len(pool.embeddings),
        embeddings=pool.embeddings,
        detections=pool.detections,
        columns=pool.columns,
        labelled=np.sort(labelled),
        available=free,
        classes=classes,
    )


def _removed(mix: Mix, view: PoolView) -> IntArray:
    kept = view.unlabelled
    for part in mix.strategies:
        if isinstance(part.strategy, Threshold):
            kept = np.intersect1d(kept, part.strategy.kept(view))
    return np.setdiff1d(view.unlabelled, kept)


def _left(pool: Pool, free: IntArray, rows: list[int], of_video: Counter[str | None], most: int | None) -> IntArray:
    left = np.setdiff1d(free, np.array(rows, dtype=np.int64))
    if most is None:
        return left
    open_rows = [row for row in left.tolist() if pool.videos[row] is None or of_video[pool.videos[row]] < most]
    return np.array(open_rows, dtype=np.int64)


def _notes(wanted: int, found: int, removed: int, left: int, most: int | None) -> tuple[str, ...]:
    if found == wanted:
        return ()
    why = [f"{removed:,} did not pass a threshold"] if removed else []
    if most is not None:
        why.append(f"at most {most:,} may come from a video")
    if left > removed:
        why.append("a strategy's stop was reached")
    if not why:
        why.append("there were no more to choose from")
    return (f"{wanted:,} were wanted and {found:,} are chosen: {' and '.join(why)}.",)
