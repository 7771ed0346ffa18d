"""Whom to ask again: items with a label and items without, on one scale of how much another answer helps."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.votes import Votes
from asknext.quality.votes_as_answers import votes_as_answers
from asknext.strategies.annotators.crowdlab import best_temperature, crowdlab, tempered

__all__ = ["Reask", "reask"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Reask:
    """Worth of another answer for ``n`` items.

    worth : (n,) float64 in [0, 1], how much is open once there is another answer; higher = ask sooner.
    quality : (n,) float64, how probable the consensus of an answered item is; NaN without an answer.
    answered : (n,) bool. model, mean : weight of the model, and mean weight of an annotator. temperature : of the
        model's probabilities.
    """

    worth: Floats
    quality: Floats
    answered: npt.NDArray[np.bool_]
    model: float
    mean: float
    temperature: float

    def of_new(self, probabilities: Floats) -> Floats:
        """(u,) float64 the worth of a first answer for items with these ``probabilities`` (u, K)."""
        best = tempered(probabilities, self.temperature).max(axis=1, initial=0.0)
        found: Floats = 1.0 - (self.model * best + self.mean / probabilities.shape[1]) / (self.model + self.mean)
        return found

    @property
    def rows(self) -> Codes:
        """(m,) int64 the answered items worth more than the new item worth most, the most worth first.

        All of them in order of worth where there is no new item.
        """
        bar = self.worth[~self.answered].max(initial=-1.0)
        rows = np.flatnonzero(self.answered & (self.worth > bar))
        return rows[np.argsort(-self.worth[rows], kind="stable")]


def reask(votes: Votes, probabilities: Floats) -> Reask:
    """Whether to look at a label again or to label something new.

    Parameters
    ----------
    votes : of n items, those without an answer too. probabilities : (n, K), for items with an answer out of sample.

    Raises
    ------
    InputError : probabilities of another shape than the votes.

    Source: ActiveLab (Goh & Mueller 2023) with the weights of CROWDLAB (Goh, Tkachenko & Mueller 2022); the strategy
    ``active_lab`` has the formulas. Time votes + n K.
    """
    if probabilities.shape != (votes.n_items, votes.n_classes):
        raise InputError(
            f"Probabilities are one row an item and one column a class, {(votes.n_items, votes.n_classes)}; found "
            f"{probabilities.shape}."
        )
    answered = votes.per_item() > 0
    rows = np.flatnonzero(answered)
    worth, quality = np.empty(votes.n_items), np.full(votes.n_items, np.nan)
    temperature, model, mean = 1.0, 1.0, 1.0
    if len(rows):
        known, own = votes_as_answers(votes, rows), probabilities[rows]
        temperature = best_temperature(known, own) if len(votes) > len(rows) else 1.0
        found = crowdlab(known, tempered(own, temperature))
        model, mean, quality[rows] = found.model, found.mean, found.quality
        weights = np.bincount(known.items, weights=found.weights[known.annotators], minlength=known.n) + model
        worth[rows] = 1.0 - (found.quality * weights + mean / votes.n_classes) / (weights + mean)
    result = Reask(worth, quality, answered, model, mean, temperature)
    worth[~answered] = result.of_new(probabilities[~answered])
    return result
