"""`FittedModel`: what a model that was fitted on the labels of a round says about the pool, each once a round."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.models.committee import Committee, fit_committee
from asknext.models.numbers import predicted_numbers, standard_deviations
from asknext.models.probabilities import class_probabilities
from asknext.pool.rows import n_rows

__all__ = ["FittedModel"]

Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True)
class FittedModel:
    """A fitted model and what it needs to speak about the whole pool.

    Numbers are made for all rows at once, so that those of a row do not depend on which others are still open.

    Attributes
    ----------
    model : fitted.  blank : the same, not fitted, for the members of a committee.
    everything : gives the content of the whole pool.  take : gives that of some rows.
    rows, targets : what it was fitted on.  seed : of this round.
    classes : all there are.  multilabel, numbers : which task it is.
    """

    model: Any
    blank: Any
    everything: Callable[[], Any]
    take: Callable[[npt.NDArray[np.int64]], Any]
    rows: npt.NDArray[np.int64]
    targets: npt.NDArray[Any]
    seed: int
    classes: tuple[Any, ...]
    multilabel: bool
    numbers: bool
    committee: Committee

    @cached_property
    def probabilities(self) -> npt.NDArray[np.float64]:
        """(n, C) of the pool."""
        return self.proba(self.everything())

    @cached_property
    def predictions(self) -> npt.NDArray[np.float64]:
        """(n,) numbers for the pool."""
        return self.numbers_for(self.everything())

    @cached_property
    def deviations(self) -> npt.NDArray[np.float64]:
        """(n,) standard deviations of `predictions`."""
        return standard_deviations(self.model, self.everything())

    @cached_property
    def opinions(self) -> Floats:
        """(K, n, C) float32 probabilities, for regression (K, n) float64 predictions, of the committee's members."""
        content = self.everything()
        if callable(self.committee):
            return self._checked(np.asarray(self.committee(self.model, content)), n_rows(content))
        members = fit_committee(self.committee, self.blank, self.take, self.rows, self.targets, self.seed)
        if self.numbers:
            return np.stack([predicted_numbers(member, content) for member in members])
        return np.stack([self._of(member, content).astype(np.float32) for member in members])

    def proba(self, X: Any) -> npt.NDArray[np.float64]:
        """(len(X), C)."""
        return self._of(self.model, X)

    def proba_of(self, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        """(len(rows), C) of some rows of the pool; of all at once where those are known already."""
        if "probabilities" in self.__dict__:
            return self.probabilities[rows]
        return self.proba(self.take(rows))

    def numbers_for(self, X: Any) -> npt.NDArray[np.float64]:
        """(len(X),) predicted numbers."""
        return predicted_numbers(self.model, X)

    def _of(self, model: Any, X: Any) -> npt.NDArray[np.float64]:
        return class_probabilities(model, X, self.classes, multilabel=self.multilabel)

    def _checked(self, opinions: npt.NDArray[Any], n: int) -> npt.NDArray[Any]:
        expected = "(K, n)" if self.numbers else f"(K, n, {len(self.classes)})"
        if opinions.ndim != (2 if self.numbers else 3) or opinions.shape[1] != n:
            raise InputError(
                f"The function given as committee made an array of shape {opinions.shape}, expected {expected} with "
                f"n = {n:,} items."
            )
        return opinions
