"""`FinishedRound`: a round as it goes into a store; `StoredRound`: as it comes out of one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.lab.run_store.arrays import Packed
from asknext.pool.task import MULTI_LABEL, SINGLE_LABEL

__all__ = ["FinishedRound", "NextBatch", "Replies", "StoredRound"]

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
    replies : what the oracle said of it, for its answers may depend on the model of this round, too.
    """

    rows: Ints
    scores: Floats | None = None
    note: Mapping[str, Any] | None = None
    seconds: float = 0.0
    replies: Replies | None = None


@dataclass(frozen=True, eq=False)
class Replies:
    """What was said of a batch.

    Attributes
    ----------
    answers : (b,) int64 codes, -1 = abstained; several classes an item: (b, L) zeros and ones, or -1 in a whole row;
        regression: (b,) float64, NaN = abstained.
    set_aside : (b,) bool, not to be asked again although there is no answer; None: nowhere.
    answered_by : for each row the names of the annotators.  votes : what each of them said.  None: nobody has a name.
    cost, seconds : of all of it, by the oracle's own prices.
    """

    answers: npt.NDArray[Any]
    set_aside: npt.NDArray[np.bool_] | None = None
    answered_by: tuple[tuple[str, ...], ...] | None = None
    votes: tuple[tuple[Any, ...], ...] | None = None
    cost: float = 0.0
    seconds: float = 0.0


@dataclass(frozen=True, eq=False)
class FinishedRound:
    """A round that was computed: a batch answered, a model fitted on all answers so far, its predictions, its scores.

    Attributes
    ----------
    number : from 0, the initial set.
    answers : as in `Replies`; None where they were stored with the batch.
    asked : the batch of this round; None where it was stored as ``next`` of the round before.
    labels : how many rows are labelled after it.
    metrics : name -> value.
    test_probabilities : (m, C) of the rows scored, or None where they are not kept; regression: (m, 1) predictions;
        `Packed` where that was done already.
    pool_probabilities : (p, C) of the whole pool, labelled rows too, or None; regression: (p, 1); or `Packed`.
    missing_classes : those without a label so far.
    next : the following batch; None after the last round.
    """

    number: int
    answers: npt.NDArray[Any] | None
    labels: int
    metrics: Mapping[str, float] = field(default_factory=dict)
    asked: NextBatch | None = None
    test_probabilities: Floats | Packed | None = None
    pool_probabilities: Floats | Packed | None = None
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
    answers : (b,) int64 codes, -1 = abstained; several classes an item: (b, L); regression: (b,) float64, NaN.
    scores : (b,) float64 of the strategy, or None.
    metrics : name -> value (NaN where it is not defined).
    select_seconds, fit_seconds, predict_seconds : to choose ``rows``, to fit, to predict.
    missing_classes : those without a label after it; a model is fitted as well as it goes, and constant with one class.
    task : "single_label", "multi_label" or "regression".  classes : in the order of the codes.
    evaluated_rows : (m,) int64 rows scored.  truth : (m,) int64 codes of them, or (m, L), or (m,) float64 numbers.
    pool_rows : (p,) int64 rows of the pool, labelled or not, the same in every round.
    labelled_rows : (l,) int64 rows labelled after it, l = ``labels``, in the order they were labelled.
    pool_truth : (p,) codes of ``pool_rows``, or (p, L).
    set_aside : (b,) bool, not to be asked again although there is no answer.
    answered_by, votes : for each row the names of the annotators and what each said, or None.
    cost : of all answers of this round.  answer_seconds : that they took, by the oracle's own clock.
    note : what the strategy kept.
    versions : of the packages that computed it.
    """

    cell: str
    number: int
    labels: int
    rows: Ints
    answers: npt.NDArray[Any]
    scores: Floats | None
    metrics: Mapping[str, float]
    select_seconds: float
    fit_seconds: float
    missing_classes: tuple[Any, ...]
    evaluated_rows: Ints
    truth: npt.NDArray[Any]
    classes: tuple[Any, ...]
    pool_rows: Ints
    labelled_rows: Ints
    pool_truth: npt.NDArray[Any]
    predict_seconds: float = 0.0
    task: str = SINGLE_LABEL
    set_aside: npt.NDArray[np.bool_] | None = None
    answered_by: tuple[tuple[str, ...], ...] | None = None
    votes: tuple[tuple[Any, ...], ...] | None = None
    cost: float = 0.0
    answer_seconds: float = 0.0
    note: Mapping[str, Any] | None = None
    versions: Mapping[str, str] = field(default_factory=dict)
    load_test: Callable[[], Floats | None] = field(default=lambda: None, repr=False)
    load_pool: Callable[[], Floats | None] = field(default=lambda: None, repr=False)

    @property
    def multilabel(self) -> bool:
        """Whether an item may hold several classes."""
        return self.task == MULTI_LABEL

    @property
    def has_one_class(self) -> bool:
        """Whether a single class was known, so that the model says nothing else."""
        return self.task == SINGLE_LABEL and len(self.missing_classes) >= len(self.classes) - 1

    def probabilities(self) -> Floats | None:
        """(m, C) float64 on ``evaluated_rows``; None where they were not kept, or pruned."""
        return self.load_test()

    def pool_probabilities(self) -> Floats | None:
        """(p, C) float64 on ``pool_rows``; None where they were not kept, or pruned."""
        return self.load_pool()
