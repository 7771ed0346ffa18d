"""What labels say where each function is right with a known chance, and classes are not equally frequent."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.quality.vote_posterior import vote_posteriors
from asknext.quality.votes import Votes

__all__ = ["by_precision"]

Floats = npt.NDArray[np.float64]


def by_precision(votes: Votes, precisions: Floats, balance: Floats | None) -> Floats:
    """(n, K) the posterior where the labels of function a are right with the chance ``precisions`` (A,).

    A label by a function of precision q alone makes its class that likely: how frequent classes are, ``balance`` (K,)
    (default even), is in q already, and must not be counted once more. So a label for class s speaks for s by q over
    the share of s, and against by 1 - q over the rest.
    """
    k = votes.n_classes
    shares = np.full(k, 1.0 / max(1, k)) if balance is None else balance
    shares = np.clip(shares, 1e-6, 1.0 - 1e-6)
    against = (1.0 - precisions)[:, None, None] / (1.0 - shares)[None, None, :]
    said = np.repeat(against, k, axis=1)
    every = np.arange(k)
    said[:, every, every] = precisions[:, None] / shares
    return vote_posteriors(votes, said * min(shares.min(initial=1.0), (1.0 - shares).min(initial=1.0)), shares)
