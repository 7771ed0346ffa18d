"""Which predictions hit at an overlap of .5, and precision and recall from a score on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Hits", "best_floor", "hits_of"]


@dataclass(frozen=True)
class Hits:
    """Of one class: (k,) scores of the predictions that count, (k,) whether each hits, and how many were drawn."""

    scores: npt.NDArray[np.float64]
    hit: npt.NDArray[np.bool_]
    drawn: int

    def at(self, floor: float) -> tuple[float | None, float]:
        """Precision (None without a prediction) and recall of those with a score of at least ``floor``."""
        counted = self.scores >= floor
        hits, told = int(self.hit[counted].sum()), int(counted.sum())
        return hits / told if told else None, hits / self.drawn


def hits_of(images: Sequence[Any], classes: int) -> list[Hits]:
    """Of each class, from what the COCO API noted of each class and image (class after class, overlap .5 first)."""
    size = len(images) // classes
    return [_of_class([each for each in images[at * size : (at + 1) * size] if each]) for at in range(classes)]


def _of_class(images: Sequence[Any]) -> Hits:
    counted = [~np.asarray(each["dtIgnore"][0], dtype=bool) for each in images]
    scores = [np.asarray(each["dtScores"], dtype=np.float64)[kept] for each, kept in zip(images, counted, strict=True)]
    hit = [np.asarray(each["dtMatches"][0])[kept] > 0 for each, kept in zip(images, counted, strict=True)]
    drawn = sum(int((np.asarray(each["gtIgnore"]) == 0).sum()) for each in images)
    empty = np.zeros(0)
    return Hits(np.concatenate([empty, *scores]), np.concatenate([empty, *hit]).astype(bool), drawn)


def best_floor(classes: Sequence[Hits]) -> float:
    """The score from which on F1, over all classes that were drawn together, is best; 0 without a prediction."""
    known = [each for each in classes if each.drawn]
    scores = np.concatenate([np.zeros(0), *(each.scores for each in known)])
    if not len(scores):
        return 0.0
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(np.concatenate([each.hit for each in known])[order])
    f1 = 2 * hits / (np.arange(1, len(scores) + 1) + sum(each.drawn for each in known))
    # a score that several have is a floor only as a whole
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    return float(scores[order][last[np.argmax(f1[last])]])
