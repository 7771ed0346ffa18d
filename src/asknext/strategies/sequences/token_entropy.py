"""The entropy of tokens."""

from __future__ import annotations

import numpy as np

from asknext.strategies.inputs import Float64

__all__ = ["token_entropies"]


def token_entropies(p: Float64) -> Float64:
    """(T,) the entropy of each row of ``p`` (T, C), in nats."""
    return np.asarray(-(p * np.log(np.where(p > 0, p, 1.0))).sum(axis=1), dtype=np.float64)
