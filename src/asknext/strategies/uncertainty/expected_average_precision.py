"""Expected average precision of what is left to rank."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.inputs import ProbabilityBlocks
from asknext.strategies.registry import register
from asknext.strategies.scorer import Float64, Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["ExpectedAveragePrecision", "expected_without_each"]

_MOST = 400


@register
@dataclass(frozen=True)
class ExpectedAveragePrecision(Scorer):
    """The better the others can be ranked without it, the sooner (Wang et al. 2018).

    The score is the sum over classes of the expected average precision of all *other* unlabelled items, ranked by their
    probability of the class, where each belongs to the class with that probability, on its own. Average precision is
    ``1 / T * sum over members r of (members in the first r) / r``, with T members; 0 where there is none. Every item
    is left out once, which takes time in the cube of the pool: more than 400 unlabelled items are refused, use
    `subsample`.
    """

    name = "expected_average_precision"
    time = "C n^3, n at most 400"
    memory = "n^2, n at most 400"
    source = "Wang et al. 2018"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        u = len(view.unlabelled)
        if u > _MOST:
            raise InputError(
                f"Strategy {self.name!r} ranks the pool without each item in turn and is for at most {_MOST} "
                f"unlabelled items, but there are {u}: use {{'name': 'subsample', 'strategy': {self.name!r}, "
                f"'size': {_MOST}}}."
            )
        p, scores = ProbabilityBlocks(view, self.name).rows(view.unlabelled), np.zeros(u)
        for column in p.T:
            order = np.argsort(-column, kind="stable")
            scores[order] += expected_without_each(column[order])
        return np.round(scores, 12)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"Without it the others can be ranked best (expected average precision {score:.2f} over classes)."


def expected_without_each(p: Float64) -> Float64:
    """(n,) the expected average precision of a ranking with probabilities ``p`` (n,), falling, without each item.

    ``chance[:, t]`` is the probability of t members among the first items, ``gained[:, t]`` the expected sum of
    precisions at members where there are t; an item more is a member or not, and takes both on by one step.
    """
    n = len(p)
    others = np.stack([np.delete(p, item) for item in range(n)])
    chance, gained = np.zeros((n, n)), np.zeros((n, n))
    chance[:, 0] = 1.0
    for rank in range(1, n):
        q = others[:, rank - 1 : rank]
        members = np.arange(1, rank + 1)
        joins = q * (gained[:, :rank] + chance[:, :rank] * members / rank)
        gained[:, : rank + 1] *= 1.0 - q
        gained[:, 1 : rank + 1] += joins
        grows = q * chance[:, :rank]
        chance[:, : rank + 1] *= 1.0 - q
        chance[:, 1 : rank + 1] += grows
    return np.asarray((gained[:, 1:] / np.arange(1, n)).sum(axis=1), dtype=np.float64)
