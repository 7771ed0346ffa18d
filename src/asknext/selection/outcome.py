"""What a selection came to, as one value from which files and reports are made."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.selection.found_files import Problem
from asknext.selection.items import Items, Source
from asknext.selection.media_selection import MediaSelection
from asknext.selection.predicted import Predicted
from asknext.strategies.curation import Mix

__all__ = ["Outcome"]

IntArray = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Outcome:
    """All that was seen and decided.

    ``states`` (n,) one word an item; ``rows`` the chosen items in their order with ``scores`` and ``reasons``;
    ``vectors`` (n, d) as they were compared; ``files`` all that were found, broken and doubled ones too.
    """

    config: MediaSelection
    files: tuple[Source, ...]
    items: Items
    vectors: npt.NDArray[np.float32]
    model: tuple[str, str]
    states: npt.NDArray[np.object_]
    rows: IntArray
    scores: npt.NDArray[np.float64]
    reasons: tuple[str, ...]
    columns: Mapping[str, npt.NDArray[Any]]
    predicted: Predicted | None
    mix: Mix
    problems: tuple[Problem, ...]
    notes: tuple[str, ...]
    baseline: tuple[str, IntArray] | None

    @property
    def every(self) -> IntArray:
        """The items that are there once."""
        return np.flatnonzero(~np.isin(self.states, ("duplicate",)))

    def chosen_file(self, row: int) -> str:
        """Where an item lies below the output."""
        ending = f".{self.config.frame_format}" if self.items.video(row) is not None else ""
        return f"chosen/{self.items.names[row]}{ending}"
