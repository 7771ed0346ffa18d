"""Hinted support vector machine: near the border, and not far from the pool."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_blocks import over_blocks
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["HintedSvm", "hinted_machine"]

_CELLS = 1 << 20
_DECIMALS = 9
_WIDENINGS = 20


@register
@dataclass(frozen=True)
class HintedSvm(Scorer):
    """The nearer to the border of a support vector machine that is drawn through the pool, the sooner (Li, Ferng & Lin
    2012).

    ``min |w|^2 / 2 + cost sum_i max(0, 1 - y_i f(x_i)) + hint_cost sum_j max(0, |f(h_j)| - margin)``: the hints h are
    unlabelled items, which pull the border to where the pool is, so that an item near it is both in doubt and typical.
    Gaussian kernel; up to ``hints`` unlabelled and ``most_labelled`` labelled items, drawn at random, make the machine.
    The score is ``-|f(x)|``; for more than two classes half the lead of the best of one machine a class against the
    rest, negative. With fewer than two classes among the labels all scores are 0.
    """

    cost: float = number(1.0, "weight of a labelled item's loss", low=1e-9, high=1e9)
    hint_cost: float = number(0.1, "weight of a hint's loss", low=0.0, high=1e9)
    margin: float = number(0.0, "how far from the border a hint may be at no loss", low=0.0, high=1.0)
    hints: int = number(500, "unlabelled items that are hints, drawn at random", low=0, high=5000, integer=True)
    most_labelled: int = number(4000, "labelled items used at most, drawn at random", low=2, high=20_000, integer=True)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    hint_seed: int = number(0, "seed of the draws", low=0, integer=True)

    name = "hinted_svm"
    time = "n (m + hints) (d + C) + C (m + hints)^2 d or more, m at most 4000"
    memory = "n + (min(m, most_labelled) + hints) (d + C)"
    source = "Li, Ferng & Lin 2012, 2015"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name)
        hints = drawn_by_content(points, view.unlabelled, self.hints, self.hint_seed)
        known = drawn_by_content(points, labelled_rows(view), self.most_labelled, self.hint_seed)
        labels = [view.labels[int(row)] for row in known]
        classes = sorted(set(labels), key=repr)
        if len(classes) < 2:
            return np.zeros(len(view.unlabelled))
        x, h, width = points.rows(known, np.float64), points.rows(hints, np.float64), pool_width(points, self.width)
        sides = [np.array([1.0 if label == one else -1.0 for label in labels]) for one in classes[len(classes) == 2 :]]
        costs = (self.cost, self.hint_cost)
        machines = [hinted_machine(x, side, h, costs, self.margin, width) for side in sides]
        duals, offsets = (np.stack(each, axis=-1) for each in zip(*((m.dual, m.offset) for m in machines), strict=True))
        together = Machine(machines[0].support, duals, offsets, width)
        blocks = list(view.blocks(max(1, _CELLS // (len(x) + len(h) + points.dimensions))))

        def scores(rows: IntArray) -> Float64:
            return -_lead(together.values(points.rows(rows, np.float64)))

        return np.round(np.concatenate(list(over_blocks(view, blocks, scores, self.name))), _DECIMALS)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if len({repr(view.labels[int(known)]) for known in labelled_rows(view)}) < 2:
            return "Drawn at random: a border needs labels of two classes."
        return f"Near the border between classes, where it runs through the pool ({-score:.2g} from it)."


@dataclass(frozen=True)
class Machine:
    """``f(x) = sum_i dual_i k(x, support_i) + offset``; several with the same ``support`` (s, d) are one, with
    ``dual`` (s, C) and ``offset`` (C,)."""

    support: Float64
    dual: Float64
    offset: Any
    width: float

    def values(self, x: Float64) -> Float64:
        """(rows,) f of ``x`` (rows, d), or (rows, C)."""
        return np.asarray(kernel(x, self.support, self.width) @ self.dual + self.offset, dtype=np.float64)


def hinted_machine(
    x: Float64, sides: Float64, hints: Float64, costs: tuple[float, float], margin: float, width: float
) -> Machine:
    """The machine for labelled ``x`` (m, d) on ``sides`` of 1 and -1, and ``hints`` (h, d).

    Both losses are losses of support vector regression, ``max(0, |z - f| - band)``, as long as no f is beyond the far
    side of a band: with targets ``z = y (1 + band)`` for labelled items, and both ``z = band - margin`` and
    ``margin - band`` for a hint. Where a value is beyond it the band was too narrow, and is doubled. The problem is
    convex, so a solution that keeps within the bands solves it.
    """
    band = 4.0
    for _ in range(_WIDENINGS):
        machine = _regression(x, sides, hints, costs, margin, width, band)
        farthest = max(
            float((sides * machine.values(x)).max()) - 1.0, float(np.abs(machine.values(hints)).max(initial=0))
        )
        if farthest + margin < 2.0 * band:
            break
        band *= 2.0
    return machine


def _regression(
    x: Float64, sides: Float64, hints: Float64, costs: tuple[float, float], margin: float, width: float, band: float
) -> Machine:
    from sklearn.svm import SVR

    some = hints if costs[1] > 0 else hints[:0]
    aims = np.full(len(some), band - margin)
    weights = np.concatenate([np.full(len(x), costs[0]), np.full(2 * len(some), costs[1])])
    model: Any = SVR(kernel="rbf", gamma=0.5 / width**2, C=1.0, epsilon=band, tol=1e-7)
    model.fit(np.vstack([x, some, some]), np.concatenate([sides * (1.0 + band), aims, -aims]), sample_weight=weights)
    points = np.vstack([x, some])
    places = np.where(model.support_ < len(points), model.support_, model.support_ - len(some))
    dual = np.zeros(len(points))
    np.add.at(dual, places, model.dual_coef_[0])  # a hint stands there twice
    return Machine(points, dual, float(model.intercept_[0]), width)


def _lead(values: Float64) -> Float64:
    """(rows,) ``|f|`` of one machine, or half the lead of the best of several."""
    if values.shape[1] == 1:
        return np.abs(values[:, 0])
    second, first = np.sort(values, axis=1)[:, -2:].T
    return np.asarray(0.5 * (first - second), dtype=np.float64)
