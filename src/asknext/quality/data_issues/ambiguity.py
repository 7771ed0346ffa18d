"""Items that are hard to name: people split over them, or the model does."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.votes import Votes

__all__ = ["Ambiguity", "ambiguity"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

_SMALL = 1e-12


@dataclass(frozen=True, eq=False)
class Ambiguity:
    """How ambiguous ``n`` items are, each number from 0 (clear) to 1.

    people : (n,) float64, entropy of the votes over that of an even split; NaN below 2 votes.
    model : (n,) float64, entropy of the probabilities over log K; NaN where there are none.
    both : (n,) float64, entropy of the consensus: the mean of the share of votes and the probabilities, over log K.
    split : (n,) bool, people disagree and no class has two thirds of the votes.
    """

    people: Floats
    model: Floats
    both: Floats
    split: npt.NDArray[np.bool_]

    @property
    def rows(self) -> Codes:
        """(s,) int64 the items people are split over, the most ambiguous first."""
        rows = np.flatnonzero(self.split)
        return rows[np.argsort(-self.both[rows], kind="stable")]


def ambiguity(votes: Votes, probabilities: Floats | None = None) -> Ambiguity:
    """How far people and model are from one clear answer.

    Parameters
    ----------
    votes : of n items. probabilities : (n, K) out of sample, NaN rows where a model says nothing; None without one.

    Raises
    ------
    InputError : probabilities of another shape than the votes.

    Source: entropy of Shannon 1948; the consensus of people and model as in consensus entropy (McCallum & Nigam 1998).
    """
    shape = (votes.n_items, votes.n_classes)
    table = np.full(shape, np.nan) if probabilities is None else np.asarray(probabilities, dtype=np.float64)
    if table.shape != shape:
        raise InputError(f"Ambiguity needs probabilities of shape {shape}, one row an item; found {table.shape}.")
    counts = votes.counts()
    number = counts.sum(axis=1)
    shares = counts / np.maximum(number, 1)[:, None]
    most = np.log(max(votes.n_classes, 2))
    even = np.log(np.clip(np.minimum(number, votes.n_classes), 2, None))
    people = np.where(number >= 2, _entropy(shares) / even, np.nan)
    known = ~np.isnan(table).any(axis=1)
    together = np.where(known[:, None], np.where((number > 0)[:, None], (shares + table) / 2, table), shares)
    split = (number >= 2) & (shares.max(axis=1, initial=0) < 2 / 3)
    return Ambiguity(people, np.where(known, _entropy(table) / most, np.nan), _entropy(together) / most, split)


def _entropy(table: Floats) -> Floats:
    found: Floats = -(table * np.log(np.maximum(table, _SMALL))).sum(axis=1)
    return found
