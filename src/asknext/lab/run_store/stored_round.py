"""`FinishedRound`: a round as it goes into a store; `StoredRound`: as it comes out of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["FinishedRound", "NextBatch", "StoredRound"]

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.floating[Any]]


@dataclass(frozen=True, eq=False)
class NextBatch:
    """What is asked in the following round: it is decided by the model of this one, so that both are kept together.

    Attributes
    ----------
    rows : (b,) int64 rows of the data set.  scores : (b,) float64, or None.
    note : what the strategy wants to know again once the batch is answered.
    seconds : that choosing took.
    """

    rows: Ints
    scores: Floats | None = None
    note: Mapping[str, Any] | None = None
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class FinishedRound:
    """A round that was computed: a batch answered, a model fitted on all answers so far, its predictions, its scores.

    Attributes
    ----------
    number : from 0, the initial set.
    asked : the batch of this round; None where it was stored as ``next`` of the round before.
    answers : (b,) int64 codes, -1 = abstained; several classes an item: (b, L) zeros and ones, or -1 in a whole row.
    labels : how many rows are labelled after it.
    metrics : name -> value.
    test_probabilities : (m, C) of the rows scored, or None where they are not kept.
    pool_probabilities : (p, C) of the whole pool, labelled rows too, or None.
    answered_by : (b,) int64 annotators, or None.
    missing_classes : those without a label so far.
    next : the following batch; None after the last round.
    """

    number: int
    answers: npt.NDArray[np.integer[Any]]
    labels: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    asked: NextBatch | None = None
    test_probabilities: Floats | None = None
    pool_probabilities: Floats | None = None
    answered_by: npt.NDArray[np.integer[Any]] | None = None
    missing_classes: tuple[Any, ...] = ()
    fit_seconds: float = 0.0
    predict_seconds: float = 0.0
    next: NextBatch | None = None


@dataclass(frozen=True, eq=False)
class StoredRound:
    """One finished round, as it is read.

    Attributes
    ----------
    cell : its id.  number : from 0, the initial set.  labels : how many rows are labelled after it.
    rows : (b,) int64 rows of the data set that were asked in it, in the order they were chosen.
    answers : (b,) int64 codes, -1 = abstained; several classes an item: (b, L).
    scores : (b,) float64 of the strategy, or None.
    metrics : name -> value (NaN where it is not defined).
    select_seconds, fit_seconds, predict_seconds : to choose ``rows``, to fit, to predict.
    missing_classes : those without a label after it; a model is fitted as well as it goes, and constant with one class.
    classes : in the order of the codes.  multilabel : several may hold for an item.
    evaluated_rows : (m,) int64 rows scored.  truth : (m,) int64 codes of them, or (m, L).
    pool_rows : (p,) int64 rows of the pool, labelled or not, the same in every round.
    labelled_rows : (labels,) int64 rows labelled after it, in the order they were labelled.
    pool_truth : (p,) codes of ``pool_rows``, or (p, L).
    answered_by : (b,) int64 annotators, or None.
    versions : of the packages that computed it.
    """

    cell: str
    number: int
    labels: int
    rows: Ints
    answers: Ints
    scores: Floats | None
    metrics: Mapping[str, float]
    select_seconds: float
    fit_seconds: float
    missing_classes: tuple[Any, ...]
    evaluated_rows: Ints
    truth: Ints
    classes: tuple[Any, ...]
    pool_rows: Ints
    labelled_rows: Ints
    pool_truth: Ints
    predict_seconds: float = 0.0
    multilabel: bool = False
    answered_by: Ints | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    load_test: Callable[[], Floats | None] = field(default=lambda: None, repr=False)
    load_pool: Callable[[], Floats | None] = field(default=lambda: None, repr=False)

    def probabilities(self) -> Floats | None:
        """(m, C) float64 on ``evaluated_rows``; None where they were not kept, or pruned."""
        return self.load_test()

    def pool_probabilities(self) -> Floats | None:
        """(p, C) float64 on ``pool_rows``; None where they were not kept, or pruned."""
        return self.load_pool()
