"""The sets of labels that several annotators gave the same items, as arrays."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.votes import Codes, Votes

__all__ = ["LabelSetVotes"]


@dataclass(frozen=True, eq=False)
class LabelSetVotes:
    """``m`` votes: ``annotators[v]`` gave ``items[v]`` the labels ``sets[v]``, perhaps none.

    Attributes
    ----------
    items : (m,) int64 in [0, n_items).  annotators : (m,) int64 in [0, n_annotators).
    sets : (m, L) bool, which of L labels were given.
    n_items, n_annotators : how many there are, with and without votes.

    Raises
    ------
    InputError : as `Votes`, or sets that are no table with a row for each vote.
    """

    items: Codes
    annotators: Codes
    sets: npt.NDArray[np.bool_]
    n_items: int
    n_annotators: int

    def __post_init__(self) -> None:
        sets = np.asarray(self.sets)
        if sets.ndim != 2 or sets.dtype.kind != "b" or len(sets) != len(self.items):
            raise InputError(
                f"Sets of labels are a table of yes and no with a row for each of {len(self.items)} votes; found shape "
                f"{sets.shape} of {sets.dtype}."
            )
        plain = Votes(self.items, self.annotators, np.zeros(len(sets), int), self.n_items, self.n_annotators, 1)
        for name, given in (("items", plain.items), ("annotators", plain.annotators), ("sets", sets)):
            object.__setattr__(self, name, given)

    def __len__(self) -> int:
        return len(self.items)

    def of_label(self, label: int) -> Votes:
        """Votes on whether a set has ``label``: class 1 = yes, 0 = no."""
        given = self.sets[:, label].astype(np.int64)
        return Votes(self.items, self.annotators, given, self.n_items, self.n_annotators, 2)

    def coded(self) -> tuple[Votes, npt.NDArray[np.bool_]]:
        """The same votes with each different set a class, and the (U, L) different sets."""
        sets, labels = np.unique(self.sets, axis=0, return_inverse=True)
        codes = labels.reshape(-1)
        return Votes(self.items, self.annotators, codes, self.n_items, self.n_annotators, len(sets)), sets
