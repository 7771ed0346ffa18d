"""What there is to choose from: items or runs of frames, with what strategies look at."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.selection.items import Items

__all__ = ["Pool", "joined_runs"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Pool:
    """``n`` rows; the first ones are the items, or runs of their frames, the rest is only looked at.

    Attributes
    ----------
    embeddings : (n, d) float32. detections : n, or None without predictions. columns : (n,) each.
    members : for each row that can be chosen its items. available, labelled : rows that may be chosen, and rows that
    are chosen already. videos : the video of each row that can be chosen, or None.
    """

    embeddings: npt.NDArray[np.float32]
    detections: list[Any] | None
    columns: dict[str, npt.NDArray[Any]]
    members: tuple[tuple[int, ...], ...]
    available: IntArray
    labelled: IntArray
    videos: tuple[str | None, ...]


def joined_runs(pool: Pool, items: Items, length: int) -> Pool:
    """Runs of ``length`` frames in a row, without overlap, in place of frames: embeddings and numbers are averaged,
    detections joined. What is left at the end of a video is left out; a run may be chosen where all its frames may.
    """
    runs = _runs(items, length)
    rows = np.array(runs, dtype=np.int64).reshape(-1, length)
    more = np.arange(len(items), len(pool.embeddings))
    shift = {int(row): len(runs) + at for at, row in enumerate(more)}
    free, taken = set(pool.available.tolist()), set(pool.labelled.tolist())
    chosen = [at for at, run in enumerate(runs) if taken.intersection(run)]
    chosen += [shift[row] for row in taken if row in shift]
    return Pool(
        embeddings=np.concatenate([pool.embeddings[rows].mean(axis=1), pool.embeddings[more]]),
        detections=None if pool.detections is None else _joined(pool.detections, runs, more),
        columns={name: _averaged(values, rows, more) for name, values in pool.columns.items()},
        members=tuple(runs),
        available=np.array([at for at, run in enumerate(runs) if free.issuperset(run)], dtype=np.int64),
        labelled=np.array(sorted(chosen), dtype=np.int64),
        videos=tuple(pool.videos[run[0]] for run in runs),
    )


def _runs(items: Items, length: int) -> list[tuple[int, ...]]:
    found = list[tuple[int, ...]]()
    for number, source in enumerate(items.sources):
        if source.file.kind == "video":
            rows = np.flatnonzero(items.source == number).tolist()
            found += [tuple(rows[at : at + length]) for at in range(0, len(rows) - length + 1, length)]
    return found


def _joined(detections: list[Any], runs: list[tuple[int, ...]], more: IntArray) -> list[Any]:
    return [_one([detections[row] for row in run]) for run in runs] + [detections[row] for row in more.tolist()]


def _one(found: list[Any]) -> dict[str, Any] | None:
    told = [each for each in found if each is not None]
    if not told:
        return None
    keys = set.intersection(*(set(each) for each in told))
    return {key: np.concatenate([np.asarray(each[key], dtype=object) for each in told]) for key in keys}


def _averaged(values: npt.NDArray[Any], rows: IntArray, more: IntArray) -> npt.NDArray[Any]:
    own = values[rows].mean(axis=1) if values.dtype.kind == "f" else values[rows[:, 0]]
    return np.concatenate([own, values[more]])
