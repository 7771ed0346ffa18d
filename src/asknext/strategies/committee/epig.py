"""Expected predictive information gain."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.inputs import CommitteeBlocks, Float64
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["Epig"]

_CELLS = 1 << 19


@register
@dataclass(frozen=True)
class Epig(Scorer):
    """The more its label would tell about the labels of other items, the sooner, in nats (Bickford Smith et al. 2023).

    ``mean_t I(y; y_t) = mean_t KL(mean_k P^(k)(y) P^(k)(y_t) || mean_k P^(k)(y) mean_k P^(k)(y_t))`` over ``targets``
    unlabelled items t, drawn with ``target_seed`` (all, where there are no more): unlike `bald` it does not ask about
    odd items that nothing else depends on.
    """

    targets: int = number(100, "unlabelled items whose prediction counts", low=1, integer=True)
    target_seed: int = number(0, "seed of the draw of targets", low=0, integer=True)

    name = "epig"
    time = "n targets C^2 K"
    memory = "n + K targets C"
    source = "Bickford Smith et al. 2023"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"committee"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        committee, rows = CommitteeBlocks(view, self.name), view.unlabelled
        if len(rows) > self.targets:
            rows = rows[np.sort(np.random.default_rng(self.target_seed).choice(len(rows), self.targets, replace=False))]
        targets = committee.rows(rows)
        scores = np.empty(len(view.unlabelled))
        step = max(1, _CELLS // (len(rows) * committee.classes**2))
        for place, block in committee:
            for start in range(0, block.shape[1], step):
                part = block[:, start : start + step]
                scores[place.start + start : place.start + start + part.shape[1]] = _gain(part, targets)
        return np.round(scores, 12)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Its label would tell much about the labels of other items ({score:.2g} nats each)."


def _gain(items: Float64, targets: Float64) -> Float64:
    """(rows,) mean mutual information of the labels of ``items`` (K, rows, C) with those of ``targets`` (K, t, C)."""
    members, rows, classes = items.shape
    count = targets.shape[1]
    joint = items.reshape(members, -1).T @ targets.reshape(members, -1) / members
    pairs = joint.reshape(rows, classes, count, classes).transpose(0, 2, 1, 3).reshape(rows * count, -1)
    together = entropy(pairs).reshape(rows, count).mean(axis=1)
    apart = entropy(items.mean(axis=0)) + entropy(targets.mean(axis=0)).mean()
    return np.asarray(apart - together, dtype=np.float64)
