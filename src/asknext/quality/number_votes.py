"""The numbers that several annotators gave the same items, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.votes import Codes, Votes

__all__ = ["NumberVotes"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class NumberVotes:
    """``m`` votes: ``annotators[v]`` gave ``items[v]`` the number ``values[v]``.

    Attributes
    ----------
    items : (m,) int64 in [0, n_items).  annotators : (m,) int64 in [0, n_annotators).
    values : (m,) float64, finite.
    n_items, n_annotators : how many there are, with and without votes.

    Raises
    ------
    InputError : as `Votes`, or a value that is not finite.
    """

    items: Codes
    annotators: Codes
    values: Floats
    n_items: int
    n_annotators: int

    def __post_init__(self) -> None:
        values = np.asarray(self.values, dtype=np.float64)
        if values.ndim != 1 or not np.isfinite(values).all():
            raise InputError(f"Votes need a row of finite numbers; found shape {values.shape}. Leave abstentions out.")
        as_codes = Votes(self.items, self.annotators, np.zeros(len(values), int), self.n_items, self.n_annotators, 1)
        for name, given in (("items", as_codes.items), ("annotators", as_codes.annotators), ("values", values)):
            object.__setattr__(self, name, given)

    def __len__(self) -> int:
        return len(self.values)

    def coded(self) -> tuple[Votes, Floats]:
        """The same votes with each different number a class, and the (K,) numbers, rising."""
        numbers, labels = np.unique(self.values, return_inverse=True)
        return Votes(self.items, self.annotators, labels, self.n_items, self.n_annotators, len(numbers)), numbers
