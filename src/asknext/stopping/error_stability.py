"""Stop when the expected error can hardly change any more (after Ishibashi & Hino 2020, 2021)."""

from __future__ import annotations

from dataclasses import dataclass
from math import expm1, sqrt
from typing import ClassVar

from asknext.errors import InputError
from asknext.stopping.described import Described
from asknext.stopping.history import Advice, History
from asknext.stopping.known import known, too_early

__all__ = ["ErrorStability", "error_change_bound"]


@dataclass(frozen=True)
class ErrorStability(Described):
    """Enough when a bound on the change of the expected error has fallen to ``ratio`` of the first one.

    With KL the divergence of successive posteriors of the parameters, a loss between 0 and 1 changes in expectation by
    at most the smaller of sqrt(KL / 2) (Pinsker) and sqrt(1 - exp(-KL)) (Bretagnolle & Huber). The published bound is
    tighter; it is not the one used here. For logistic regression the posterior is Laplace's Gaussian; for any other
    model the divergence of the predicted distributions on the stop set stands for it, which bounds the change of the
    error only as far as the model's own probabilities go, and the sentence says so.

    Source: after Ishibashi & Hino 2020, "Stopping criterion for active learning based on deterministic generalization
    bounds", and 2021, "Stopping criterion for active learning based on error stability".
    """

    ratio: float = 0.1
    name: ClassVar[str] = "error_stability"
    source: ClassVar[str] = "after Ishibashi & Hino 2020, 2021, with Pinsker's and Bretagnolle & Huber's bounds"
    looks_at: ClassVar[frozenset[str]] = frozenset({"posterior_divergence"})

    def __post_init__(self) -> None:
        if not 0 < self.ratio < 1:
            raise InputError(f"error_stability needs 0 < ratio < 1; found {self.ratio}.")

    def check(self, history: History) -> Advice:
        posterior = known(history, "posterior_divergence")
        values = posterior or known(history, "divergence")
        if len(values) < 2:
            return too_early(self.name, "The divergence between successive models", len(values), 2, self.ratio)
        first, last = error_change_bound(values[0]), error_change_bound(values[-1])
        share = last / first if first > 0 else 0.0
        stop = share <= self.ratio
        what = "posteriors of the parameters" if posterior else "predictions on the stop set, not of posteriors"
        sentence = (
            f"In the last round the expected error changed by {last:.3f} at most (from the divergence of {what}), "
            f"{share:.0%} of the first bound; {self.ratio:.0%} would be stable{': enough' if stop else ''}."
        )
        return Advice(self.name, stop, sentence, share, self.ratio)


def error_change_bound(divergence: float) -> float:
    """The most that the expectation of a loss in [0, 1] differs between two distributions with this divergence."""
    safe = max(divergence, 0.0)
    return min(sqrt(safe / 2), sqrt(-expm1(-safe)))
