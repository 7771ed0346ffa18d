"""What a consensus may lean on besides votes, and how it settles ties."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.quality.consensus.expectation_maximisation import Evidence
from asknext.quality.short_rows import row_sum
from asknext.quality.skill.accuracy import checked_gold
from asknext.quality.votes import Votes

__all__ = ["TIES", "Given"]

Floats = npt.NDArray[np.float64]

TIES = ("first", "none", "random")
_LEAST = 1e-10


@dataclass(frozen=True, eq=False)
class Given:
    """The same for every method.

    Attributes
    ----------
    gold : (n,) class codes of items whose truth is known, below 0 where it is not; their votes teach who is right.
    known : (n, K) float64 a distribution over the classes of each item from elsewhere, such as a model's probabilities,
        in place of how frequent classes are.
    ties : of classes as likely as each other take the ``"first"``, one at ``"random"`` by ``seed``, or ``"none"`` (-1).
    seed : of random ties and starts.
    """

    gold: npt.ArrayLike | None = None
    known: npt.ArrayLike | None = None
    ties: str = "random"
    seed: int = 0

    def __post_init__(self) -> None:
        if self.ties not in TIES:
            raise UnknownName("rule for ties", self.ties, TIES)

    def truth(self, votes: Votes) -> npt.NDArray[np.int64] | None:
        """(n,) int64 true classes, -1 unknown; or None. Raises `InputError` where they do not fit."""
        return None if self.gold is None else checked_gold(votes, self.gold)

    def evidence(self, votes: Votes) -> Evidence:
        """As the engine takes it. Raises `InputError` for another shape or for what is no distribution."""
        truth = self.truth(votes)
        possible = None if truth is None else (truth[:, None] < 0) | (truth[:, None] == np.arange(votes.n_classes))
        return Evidence(self._log_known(votes), possible)

    def start(self, votes: Votes) -> Floats:
        """(n, K) the shares of the votes, the truth where it is known, else ``known`` or even shares without a vote."""
        counts, number = votes.counts(), votes.per_item()
        logs = self._log_known(votes)
        counts[number == 0] = 1.0 if logs is None else np.exp(logs)[number == 0]
        counts /= row_sum(counts)[:, None]
        return self.clamped(votes, counts)

    def clamped(self, votes: Votes, posterior: Floats) -> Floats:
        """``posterior`` (n, K), in place, with certainty where the truth is known."""
        truth = self.truth(votes)
        if truth is not None:
            rows = np.flatnonzero(truth >= 0)
            posterior[rows] = 0.0
            posterior[rows, truth[rows]] = 1.0
        return posterior

    def _log_known(self, votes: Votes) -> Floats | None:
        if self.known is None:
            return None
        table = np.asarray(self.known, dtype=np.float64)
        if (
            table.shape != (votes.n_items, votes.n_classes)
            or not (table >= 0).all()
            or not (table.sum(axis=1) > 0).all()
        ):
            raise InputError(
                f"What is known of items is a distribution over {votes.n_classes} classes for each of {votes.n_items}; "
                f"found shape {table.shape}."
            )
        logs: Floats = np.log(np.maximum(table / table.sum(axis=1, keepdims=True), _LEAST))
        return logs
