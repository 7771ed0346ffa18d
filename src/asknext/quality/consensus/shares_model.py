"""How frequent classes are, from how many items are expected of each."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

__all__ = ["log_shares"]

Floats = npt.NDArray[np.float64]

_LEAST = 1e-10


def log_shares(totals: Floats) -> Floats:
    """(S,) logs of ``totals`` (S,) over their sum; even where nothing was counted."""
    total = totals.sum()
    shares = totals / total if total > 0 else np.full(len(totals), 1.0 / max(1, len(totals)))
    logs: Floats = np.log(np.maximum(shares, _LEAST))
    return logs
