"""`StoredAnswers`: everybody's current answers of annotations, as they were given."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

__all__ = ["StoredAnswers"]


@dataclass(frozen=True, eq=False)
class StoredAnswers:
    """``v`` answers of a project whose task is annotations.

    Attributes
    ----------
    rows : (v,) int64 rows of the items studied. who : (v,) int64 annotators. values : as they are stored.
    at, seconds : (v,) float64, NaN where not known. gold : row -> the right answer of a gold item, as it is stored.
    """

    rows: npt.NDArray[np.int64]
    who: npt.NDArray[np.int64]
    values: Sequence[str]
    at: npt.NDArray[np.float64]
    seconds: npt.NDArray[np.float64]
    gold: Mapping[int, str]
