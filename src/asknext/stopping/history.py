"""What a stopping rule may look at: the finished rounds of one run, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

__all__ = ["Advice", "History", "Round"]


@dataclass(frozen=True)
class Round:
    """One finished round: labels were added, a model was fitted, the pool was looked at.

    Attributes
    ----------
    labels : number of labelled items the model was fitted on.
    scores : metric name -> value in its own unit, on data the model was not fitted on (may be empty).
    intervals : metric name -> (low, high), the 95 % interval of ``scores``.
    predictions : (s,) int64 or (s, L) uint8, the model's predictions on the stop set, the same items in
        every round; None where no model was fitted.
    seconds : seconds since the run began.
    cost : money spent so far, in the user's currency.
    remaining : number of items that could still be asked.
    relevance : (m,) bool, whether each labelled item is of the class looked for, in the order they were labelled;
        for the rules of screening. ``remaining`` is then the number of items not looked at.
    found_likely, left_likely : (m,) and (remaining,) float, the model's probability that each labelled item, in the
        order of ``relevance``, and each other one is of that class.
    control : (r,) bool, whether each of r items of that class, drawn at random from all of them before and kept
        secret from the model, has been found by the screening.
    """

    labels: int
    scores: Mapping[str, float] = field(default_factory=dict)
    intervals: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    predictions: npt.NDArray[Any] | None = None
    seconds: float = 0.0
    cost: float = 0.0
    remaining: int | None = None
    relevance: npt.NDArray[Any] | None = None
    found_likely: npt.NDArray[Any] | None = None
    left_likely: npt.NDArray[Any] | None = None
    control: npt.NDArray[Any] | None = None


History = Sequence[Round]


@dataclass(frozen=True)
class Advice:
    """What a rule says about a history.

    Attributes
    ----------
    rule : the rule's name.
    stop : whether the rule says that it is enough; None where it cannot tell yet.
    sentence : why, and how sure, with the number, for a person.
    value, bound : the number the rule looked at and the bound it was held against.
    """

    rule: str
    stop: bool | None
    sentence: str
    value: float | None = None
    bound: float | None = None
