"""Expected reduction of the variance of a linear model's predictions."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.batch import Batch
from asknext.strategies.inputs import EmbeddingBlocks, Float64
from asknext.strategies.known_labels import labelled_rows
from asknext.strategies.parameter import flag, number
from asknext.strategies.reasons import Reasons
from asknext.strategies.registry import register
from asknext.strategies.selector import REGRESSION, Selector
from asknext.strategies.top import quantised

__all__ = ["ExpectedModelVarianceReduction"]

_WIDEST = 4096
_BITS = 36


@register
@dataclass(frozen=True)
class ExpectedModelVarianceReduction(Selector):
    """The item whose label most lowers the mean variance of a linear model's predictions over the pool (Cohn 1996).

    For ridge regression with precision ``A = ridge I + sum_labelled x x'`` the variance of the prediction at u is
    ``u' A^-1 u`` in units of the noise. A label at x lowers it by ``(u' A^-1 x)^2 / (1 + x' A^-1 x)``; the score is
    the mean of that over the unlabelled items u. Labels play no part in it, so a batch is chosen exactly one after
    the other, as if each had been answered. Refuses more than 4,096 features (d^2 numbers: 134 MB there).
    """

    ridge: float = number(1.0, "strength of the ridge, in units of the noise", low=1e-9)
    intercept: bool = flag(True, "whether the model has an intercept")

    name = "expected_model_variance_reduction"
    time = "n d^2 + n b d"
    memory = "n + d^2"
    source = "Cohn, Ghahramani & Jordan 1996"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"embeddings"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({REGRESSION})

    def choose(self, view: PoolView, n: int, rng: np.random.Generator) -> Batch:
        model = _Variances(view, self)
        left, keys = np.ones(len(view.unlabelled), dtype=bool), rng.random(len(view.unlabelled))
        picks, gains = np.empty(n, dtype=np.int64), np.empty(n)
        for i in range(n):
            worth = np.where(left, quantised(model.gains(), _BITS), -1.0)
            best = np.flatnonzero(worth == worth.max())
            picks[i] = best[np.argmax(keys[best])]
            gains[i], left[picks[i]] = worth[picks[i]], False
            if i + 1 < n:
                model.add(int(view.unlabelled[picks[i]]))
        sentence = "Its label lowers the variance of the model's predictions by {:.3g} of the noise, on average."
        return Batch(view.unlabelled[picks], gains, Reasons(n, lambda i: sentence.format(gains[i])))


class _Variances:
    """``x' A^-1 x`` and ``x' A^-1 C A^-1 x`` of every unlabelled item, with C the mean of ``u u'`` over them."""

    def __init__(self, view: PoolView, strategy: ExpectedModelVarianceReduction) -> None:
        self._points, self._intercept = EmbeddingBlocks(view, strategy.name), strategy.intercept
        width = self._points.dimensions + self._intercept
        if width > _WIDEST:
            raise InputError(
                f"Strategy {strategy.name!r} keeps d x d numbers, and d is {width:,} here, above {_WIDEST:,}: reduce "
                f"the embeddings with PCA first, or use greedy_sampling_x."
            )
        known = self._rows(labelled_rows(view))
        self._inverse = np.linalg.inv(strategy.ridge * np.eye(width) + known.T @ known)
        blocks = (self._extended(block) for _, block in self._points.blocks(np.float64))
        self._second = np.sum([block.T @ block for block in blocks], axis=0) / len(view.unlabelled)
        both = self._inverse @ self._second @ self._inverse
        self._own, self._mean = np.empty(len(view.unlabelled)), np.empty(len(view.unlabelled))
        for place, block in self._points.blocks(np.float64):
            x = self._extended(block)
            self._own[place] = np.einsum("ij,ij->i", x @ self._inverse, x)
            self._mean[place] = np.einsum("ij,ij->i", x @ both, x)

    def gains(self) -> Float64:
        """(u,) what each label would lower the mean variance by."""
        return np.maximum(self._mean, 0.0) / (1.0 + np.maximum(self._own, 0.0))

    def add(self, row: int) -> None:
        """Take ``row`` as labelled: a rank-one change of the inverse, and of what is known of every item."""
        x = self._rows(np.array([row]))[0]
        a = self._inverse @ x
        size, w = 1.0 + float(x @ a), self._inverse @ (self._second @ a)
        spread = float(a @ self._second @ a)
        for place, block in self._points.blocks(np.float64):
            towards = self._extended(block)
            along, across = towards @ a, towards @ w
            self._own[place] -= along**2 / size
            self._mean[place] += along**2 * spread / size**2 - 2.0 * along * across / size
        self._inverse -= np.outer(a, a) / size

    def _rows(self, rows: IntArray) -> Float64:
        return self._extended(self._points.rows(rows, np.float64))

    def _extended(self, block: Float64) -> Float64:
        return np.column_stack([block, np.ones(len(block))]) if self._intercept else block
