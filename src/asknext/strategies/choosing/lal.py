"""Learning active learning: what a label is worth, as learnt on made data."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import PoolView
from asknext.strategies.choosing.learner_state import Forest, fit_forest
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["Lal", "predicted_fall"]

_MOST, _OTHERS = 5000, 500
_TILE = 8192
_ARRAYS = "lal_regressor.npz"


@register
@dataclass(frozen=True)
class Lal(Scorer):
    """The more a label is expected to lower the test error, as a regressor learnt beforehand, the sooner (LAL).

    A random forest is fitted on the labelled embeddings. Eight numbers - its probability for the item and how its trees
    differ, the share of the class, out-of-bag accuracy, variation of feature importance, mean deviation on other items,
    depth, number of labels - go into a regressor that was trained on the fall of the test error by one more label, on
    pairs of Gaussian clouds in the plane with 4 to 50 labels (Konyushkova, Sznitman & Fua 2017, LAL-independent; made
    by ``benchmarks/lal_regressor.py``, shipped as plain arrays). With more than two classes the score is the mean over
    the classes, each against all others, which the source does not treat. It looks at one label at a time, so batches
    may hold items alike. At most 5,000 labelled items are fitted. Until two classes are known all scores are equal.
    """

    name = "lal"
    time = "50 (m log m sqrt(d) + n log m) + n C"
    memory = "n + m d"
    source = "Konyushkova, Sznitman & Fua 2017"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        points, scores = EmbeddingBlocks(view, self.name), np.zeros(len(view.unlabelled))
        rows = drawn_by_content(points, labelled_rows(view), _MOST, 0)
        known = sorted({repr(view.labels[int(row)]) for row in rows})
        place = {label: code for code, label in enumerate(known)}
        codes = np.array([place[repr(view.labels[int(row)])] for row in rows], dtype=np.int64)
        forest = None
        if len(known) > 1:
            others = points.rows(drawn_by_content(points, view.unlabelled, _OTHERS, 0), np.float64)
            forest = fit_forest(points.rows(rows, np.float64), codes, others)
        for at, falls in points.over(lambda block: _falls(forest, block), dtype=np.float32):
            scores[at] = falls
        return np.round(scores, 9)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score <= 0:
            return "No label is expected to help much, going by what labels did elsewhere; this one least badly."
        return f"A label here is expected to lower the error by {score:.3g}, going by what labels did elsewhere."


def predicted_fall(features: Float64) -> Float64:
    """(rows,) by how much the test error is expected to fall, from ``features`` (rows, 8) of `learner_state`."""
    trees = _regressor()
    single, rows = features.astype(np.float32), np.arange(len(features))
    node = np.repeat(trees["roots"][:, None], len(features), axis=1)
    while True:
        left = single[rows, trees["feature"][node]] <= trees["threshold"][node]
        further = np.where(left, trees["left"][node], trees["right"][node])
        if np.array_equal(further, node):
            break
        node = further
    total: Float64 = trees["value"][node].sum(axis=0, dtype=np.float64)
    return total / len(trees["roots"])


def _falls(forest: Forest | None, block: npt.NDArray[Any]) -> Float64:
    """(rows,) the mean over the classes, for ``block`` (rows, d); 0 where fewer than two classes are known."""
    if forest is None:
        return np.zeros(len(block))
    tiles = [forest.tables(block[start : start + _TILE]) for start in range(0, len(block), _TILE)]
    return np.concatenate([np.mean([_of_each_state(table) for table in tables], axis=0) for tables in tiles])


def _of_each_state(table: Float64) -> Float64:
    """`predicted_fall`; the rows of a class differ in two numbers, which take few values where each tree is sure."""
    _, first, back = np.unique(table[:, 0] + 1j * table[:, 1], return_index=True, return_inverse=True)
    return predicted_fall(table[first])[back]


@cache
def _regressor() -> dict[str, Any]:
    with files(__package__).joinpath(_ARRAYS).open("rb") as file, np.load(file, allow_pickle=False) as saved:
        return {name: saved[name] for name in saved.files}
