"""How frequent each class is among the votes, each item counting once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["class_shares"]

Floats = npt.NDArray[np.float64]


def class_shares(counts: Floats, times: npt.ArrayLike | None = None) -> Floats:
    """(..., K) the mean over items with a vote of the shares of the classes among its votes.

    ``counts`` (p, K) and ``times`` (..., p) as in `raw_of_counts`; NaN where there is no vote at all.
    """
    votes = counts.sum(axis=1)
    voted = votes > 0
    shares = counts[voted] / votes[voted, None]
    weights = np.ones(len(counts)) if times is None else np.asarray(times, dtype=np.float64)
    total = weights[..., voted].sum(axis=-1)[..., None]
    return np.where(total > 0, weights[..., voted] @ shares, np.nan) / np.where(total > 0, total, 1.0)
