"""Predictions of several rounds in one shape."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["same_shape"]


def same_shape(tables: Sequence[npt.NDArray[Any]]) -> list[npt.NDArray[Any]]:
    """(s,) tables as they are; (s, L) ones as wide as the widest: a label that came up later was predicted for nobody
    before."""
    if not tables or tables[-1].ndim == 1:
        return list(tables)
    width = max(table.shape[1] for table in tables)
    return [np.pad(table, ((0, 0), (0, width - table.shape[1]))) for table in tables]
