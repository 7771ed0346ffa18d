"""What a stopping rule may look at: the finished rounds of one run, oldest first."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy.typing as npt

from asknext.stopping.batch_look import BatchLook

__all__ = ["Advice", "History", "Round"]


@dataclass(frozen=True)
class Round:
    """One finished round: labels were added, a model was fitted, the pool was looked at.

    Whatever is not known is None or empty; `round_of` makes the fields that come of probabilities. Entropies are in
    nats; with several labels an item each label is a decision between two, and the numbers of an item are means over
    its labels.

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
    inclusion : (m,) float, the probability that a screening which draws at random would have looked by now at each
        labelled item, in the order of ``relevance``.
    classes : how many classes the model chooses from; 2 with several labels an item.
    train_scores : metric name -> value on the labelled items the model was fitted on.
    stop_confidence : mean over the stop set of the probability of the predicted class.
    total_variation : mean over the stop set of the total variation between this round's probabilities and those of the
        round before, in [0, 1].
    divergence : mean over the stop set of the Kullback-Leibler divergence of this round's probabilities from those of
        the round before.
    posterior_divergence : that of the Gaussian (Laplace) posterior of the parameters, for logistic regression.
    pool_entropy, pool_most_entropy : mean and maximum over the unlabelled items that were looked at.
    pool_doubt : mean over them of 1 - the probability of the predicted class: the error the model expects.
    pool_f : F measure the model expects on them, mean over classes.
    pool_changed : share of them predicted otherwise than in the round before.
    batch_entropy, batch_confidence : (b,) float, entropy and probability of the predicted class that the model of the
        round *before* gave the items labelled in this one; they are what was most worth asking then.
    batch_right : (b,) float, whether its predictions were the answers; with several labels the share of labels.
    batch_right_first : (b,) float, the same for the model of the first round.
    support_vectors : number of support vectors of a support vector machine.
    cut_disagreement : share of the items nearest to a linear classifier's boundary that a spectral clustering puts on
        the other side, see `ssncut`.
    look : what the batch covered and how easy it was, beside random ones; for the advisor.
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
    inclusion: npt.NDArray[Any] | None = None
    classes: int | None = None
    train_scores: Mapping[str, float] = field(default_factory=dict)
    stop_confidence: float | None = None
    total_variation: float | None = None
    divergence: float | None = None
    posterior_divergence: float | None = None
    pool_entropy: float | None = None
    pool_most_entropy: float | None = None
    pool_doubt: float | None = None
    pool_f: float | None = None
    pool_changed: float | None = None
    batch_entropy: npt.NDArray[Any] | None = None
    batch_confidence: npt.NDArray[Any] | None = None
    batch_right: npt.NDArray[Any] | None = None
    batch_right_first: npt.NDArray[Any] | None = None
    support_vectors: int | None = None
    cut_disagreement: float | None = None
    look: BatchLook | None = None


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
