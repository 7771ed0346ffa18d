"""Category vector inconsistency and ranking of scores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.pool.view import PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.multi_label.label_sets import label_matrix
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64
from asknext.strategies.top import quantised
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer

__all__ = ["CVIRS", "entropy_distance"]

_CELLS = 1 << 19


@register
@dataclass(frozen=True)
class CVIRS(MultiLabelScorer):
    """Multi-label: near the boundary of many labels, and with a set of labels unlike those seen (Reyes et al. 2018).

    The product of the Borda count ``s = sum_l (u - rank_l) / (L (u - 1))``, with rank 1 for the smallest margin
    ``|2p - 1|`` of label l among the u unlabelled items (equal margins share their mean rank), and of the mean distance
    of the predicted set, p > 1/2, to the sets of the labelled items. The distance is the normalised entropy distance
    ``(2 H(Y, Z) - H(Y) - H(Z)) / H(Y, Z)`` of the two rows of 0 and 1, and 1 where they are opposite throughout. With
    nothing labelled s counts alone.
    """

    name = "cvirs"
    time = "n L (log n + different label sets)"
    memory = "n + m L"
    source = "Reyes, Morell & Ventura 2018"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "labels"})

    def score_rows(self, view: PoolView) -> Float64:
        blocks = ProbabilityBlocks(view, self.name)
        known = label_matrix(view, blocks.classes, self.name)
        borda = self._borda(blocks, len(view.unlabelled))
        borda *= self._inconsistency(blocks, known, len(view.unlabelled))
        return borda

    def of(self, p: Float64) -> Float64:
        return _borda_sum(np.abs(2.0 * p - 1.0))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Many labels are near their boundary and their set is unlike those seen (score {score:.2f} of 1)."

    def _borda(self, blocks: ProbabilityBlocks, u: int) -> Float64:
        """(u,) the Borda counts, a few labels at a time so that memory does not grow with all of them."""
        scores, step = np.zeros(u), max(1, _CELLS // u)
        for first in range(0, blocks.classes, step):
            margins = np.empty((u, min(step, blocks.classes - first)))
            for place, block in blocks:
                margins[place] = np.abs(2.0 * block[:, first : first + step] - 1.0)
            scores += _borda_sum(margins)
        return np.asarray(scores / blocks.classes, dtype=np.float64)

    def _inconsistency(self, blocks: ProbabilityBlocks, known: npt.NDArray[np.bool_], u: int) -> Float64:
        """(u,) the mean distance of the predicted set to the known ones; each different set is compared once."""
        if len(known) == 0:
            return np.ones(u)
        sets, counts = np.unique(known, axis=0, return_counts=True)
        found = np.empty(u)
        for place, block in blocks:
            predicted, which = np.unique(block > 0.5, axis=0, return_inverse=True)
            step = max(1, _CELLS // len(sets))
            parts = [predicted[start : start + step] for start in range(0, len(predicted), step)]
            means = np.concatenate([entropy_distance(part, sets) @ counts / counts.sum() for part in parts])
            found[place] = means[which.ravel()]
        return np.round(found, 12)


def entropy_distance(a: npt.NDArray[np.bool_], b: npt.NDArray[np.bool_]) -> Float64:
    """(len(a), len(b)) the distance, from 0 to 1, of each row of ``a`` (r, L) to each of ``b`` (m, L)."""
    labels = float(a.shape[1])
    x, y = a.astype(np.float64), b.astype(np.float64)
    both, own, other = x @ y.T, x.sum(axis=1)[:, None], y.sum(axis=1)
    neither = labels - own - other + both
    joint = sum(_terms(cell / labels) for cell in (both, own - both, other - both, neither))
    single = _terms(own / labels) + _terms(1.0 - own / labels) + _terms(other / labels) + _terms(1.0 - other / labels)
    distance = np.where(joint > 0, 2.0 - single / np.where(joint > 0, joint, 1.0), 0.0)
    return np.where(both + neither == 0, 1.0, np.clip(distance, 0.0, 1.0))


def _terms(p: Any) -> Any:
    return -p * np.log2(np.where(p > 0, p, 1.0))


def _borda_sum(margins: Float64) -> Float64:
    """(u,) over the columns of ``margins`` (u, labels) the sum of ``(u - rank) / (u - 1)``; 1 each where u is 1."""
    u = len(margins)
    if u == 1:
        return np.full(1, float(margins.shape[1]))
    found = np.zeros(u)
    for column in quantised(margins).T:
        _, which, counts = np.unique(column, return_inverse=True, return_counts=True)
        ranks = np.cumsum(counts) - (counts - 1) / 2.0
        found += (u - ranks[which.ravel()]) / (u - 1)
    return found
