"""`PerfectOracle`: knows the labels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.loop.oracles.oracle import Reply, RowByRow

__all__ = ["PerfectOracle"]


class PerfectOracle(RowByRow):
    """Knows the labels.

    Parameters
    ----------
    labels : one a row of the pool; for a multi-label task sets, or the rows of an indicator matrix.
    """

    def __init__(self, labels: Sequence[Any] | npt.NDArray[Any]) -> None:
        super().__init__()
        self._labels = labels

    def reply(self, row: int, guess: npt.NDArray[np.float64] | None = None) -> Reply:
        """The true label."""
        return Reply(row, self._labels[row])
