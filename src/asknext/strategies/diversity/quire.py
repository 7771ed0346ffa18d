"""QUIRE: informative and representative by one worst case."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.geometry.content_order import drawn_by_content
from asknext.strategies.geometry.gaussian_kernel import kernel, pool_width
from asknext.strategies.inputs import EmbeddingBlocks
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.over_blocks import over_blocks
from asknext.strategies.over_classes import highest
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["Quire"]

_CELLS = 1 << 20
_DECIMALS = 10  # a score is rounded so that rounding errors decide nothing


@register
@dataclass(frozen=True)
class Quire(Scorer):
    """The smaller the objective stays in the worst case of its label and the best of all others, the sooner (Huang,
    Jin & Zhou 2010).

    With ``L = (K + ridge I)^-1`` over all items, K the Gaussian kernel, labels of 1 for a class and -1 for the rest,
    and the labels of the other unlabelled items a free to be any numbers, the score of item s is
    ``-max_c min_{y_a} y' L y`` with ``y_s = 1`` for class c. That minimum has a closed form: eliminating a leaves the
    same objective on the labelled items and s alone, ``y_c' A y_c + (1 - f_c(s))^2 / v(s)``, with
    ``A = (K_ll + ridge I)^-1``, f_c the kernel ridge regression of class c on the labelled items, and
    ``v = K_ss + ridge - K_sl A K_ls``. So it is exact on any number of items, and no matrix over them all is made.

    Only the labelled items are compared with each other: above ``most_labelled`` of them (10,000: 0.8 GB, a minute) so
    many are drawn at random, which is an approximation. With nothing labelled all scores are equal.
    """

    ridge: float = number(1.0, "lambda, the weight of the ridge", low=1e-6, high=1e6)
    width: float | None = number(None, "width of the kernel; default: the spread of the pool", low=1e-12)
    most_labelled: int = number(10_000, "labelled items used at most; of more so many are drawn", low=1, integer=True)
    draw_seed: int = number(0, "seed of that draw", low=0, integer=True)

    name = "quire"
    time = "n m (d + m) + m^3, m at most 10000"
    memory = "n + 3 min(m, most_labelled)^2"
    source = "Huang, Jin & Zhou 2010, 2014"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings", "labels"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        points = EmbeddingBlocks(view, self.name)
        known = drawn_by_content(points, labelled_rows(view), self.most_labelled, self.draw_seed)
        width = pool_width(points, self.width)
        ridge = _Ridge(points, known, [view.labels[int(row)] for row in known], width, self.ridge)
        blocks = list(view.blocks(max(1, _CELLS // max(len(known), points.dimensions))))
        return np.concatenate(list(over_blocks(view, blocks, ridge.scores, self.name)))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if len(labelled_rows(view)) == 0:
            return "Drawn at random: nothing is labelled yet."
        return f"Whatever its label is, the labels of all items would fit together best (objective {-score:.3g})."


class _Ridge:
    """Kernel ridge regression of every class against the rest, on the labelled items."""

    def __init__(self, points: EmbeddingBlocks, known: IntArray, labels: list[Any], width: float, ridge: float) -> None:
        self._points, self._width, self._ridge = points, width, ridge
        self._centres = points.rows(known, np.float64)
        truth = _one_against_rest(labels)
        similar = kernel(self._centres, self._centres, width)
        self._inverse: Float64 = np.linalg.inv(similar + ridge * np.eye(len(known))).astype(np.float64)
        self._weights: Float64 = self._inverse @ truth
        self._fit = np.einsum("mc,mc->c", truth, self._weights)

    def scores(self, rows: IntArray) -> Float64:
        """(rows,) minus the objective for the class that makes it largest."""
        near = kernel(self._points.rows(rows, np.float64), self._centres, self._width)
        left = 1.0 + self._ridge - np.einsum("ij,ij->i", near @ self._inverse, near)
        worst = self._fit + np.square(1.0 - near @ self._weights) / left[:, None]
        return np.round(-highest(worst), _DECIMALS) if len(self._centres) else np.zeros(len(rows))


def _one_against_rest(labels: list[Any]) -> npt.NDArray[np.float64]:
    """(m, C) 1 where an item is of a class and -1 elsewhere; one column where no class is known."""
    classes = sorted(set(labels), key=repr) or [None]
    return np.array([[1.0 if label == one else -1.0 for one in classes] for label in labels]).reshape(-1, len(classes))
