"""What a generator makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["Made"]


@dataclass(frozen=True)
class Made:
    """Rows, labels and what is known of the rows.

    Attributes
    ----------
    content : (n, d) float64.  labels : n, one a row; for several classes a tuple each.
    classes : every class.  columns : name -> (n,) values.
    """

    content: npt.NDArray[np.float64]
    labels: list[Any]
    classes: tuple[Any, ...]
    columns: Mapping[str, npt.NDArray[Any]]
