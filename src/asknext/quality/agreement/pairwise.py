"""Every annotator beside every other: how many items they share, how often they agree, and Cohen's kappa."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.agreement.beyond_chance import beyond_chance
from asknext.quality.votes import Codes, Votes

__all__ = ["PairwiseAgreement", "cohen_of_two", "pairwise_agreement"]

Floats = npt.NDArray[np.float64]

_MOST_CELLS = 50_000_000


@dataclass(frozen=True, eq=False)
class PairwiseAgreement:
    """Symmetric tables over A annotators.

    Attributes
    ----------
    shared : (A, A) int64 items that both voted on; on the diagonal, how many an annotator voted on.
    raw : (A, A) float64 share of these with the same class; NaN without a shared item, and on the diagonal.
    kappa : (A, A) float64 Cohen's kappa (1960); 1 where both always gave one and the same class; NaN as above.
    """

    shared: Codes
    raw: Floats
    kappa: Floats

    def mean_kappa(self) -> float:
        """The mean of kappa over pairs, each weighted by its shared items; NaN where no pair shares any."""
        upper = np.triu_indices(len(self.shared), 1)
        weights, kappas = self.shared[upper], self.kappa[upper]
        known = weights > 0
        return float(np.average(kappas[known], weights=weights[known])) if known.any() else float("nan")


def pairwise_agreement(votes: Votes) -> PairwiseAgreement:
    """`PairwiseAgreement` of all annotators; time is that of the pairs of votes, memory A^2.

    Raises
    ------
    InputError : more than 7,000 annotators, of which a table would be too large to read anyway.
    """
    a, k = votes.n_annotators, votes.n_classes
    if a * a > _MOST_CELLS:
        raise InputError(f"A table of {a} x {a} annotators is too large; leave out those with few votes.")
    classes = [_given(votes, label) for label in range(k)]
    voted = sum(classes[1:], start=classes[0]) if classes else _given(votes, 0)
    shared = _dense(voted.T @ voted)
    same = sum((_dense(each.T @ each) for each in classes), start=np.zeros((a, a)))
    # left[a, b]: how often a gave the class on what b voted on too.
    left = [_dense(each.T @ voted) for each in classes]
    chance = sum((each * each.T for each in left), start=np.zeros((a, a)))
    absent = (shared == 0) | np.eye(a, dtype=bool)
    of = np.where(absent, np.nan, shared)
    raw = same / of
    return PairwiseAgreement(shared.astype(np.int64), raw, beyond_chance(raw, chance / (of * of)))


def cohen_of_two(votes: Votes, first: int, second: int) -> float:
    """Cohen's kappa of two annotators on the items both voted on; NaN where there is none."""
    pair = votes.only((votes.annotators == first) | (votes.annotators == second))
    both = Votes(
        pair.items, (pair.annotators == second).astype(np.int64), pair.labels, votes.n_items, 2, votes.n_classes
    )
    return float(pairwise_agreement(both).kappa[0, 1])


def _given(votes: Votes, label: int) -> Any:
    """Sparse (n_items, n_annotators) ones where ``label`` was given."""
    from scipy.sparse import csr_array

    chosen = votes.labels == label
    cells = (votes.items[chosen], votes.annotators[chosen])
    return csr_array((np.ones(len(cells[0])), cells), shape=(votes.n_items, votes.n_annotators))


def _dense(table: Any) -> Floats:
    dense: Floats = table.toarray()
    return dense
