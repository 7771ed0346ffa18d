"""Ask again about labels that are most likely wrong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.annotators.answers import answers_of
from asknext.strategies.annotators.crowdlab import majority
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["ActiveCleaning"]

_CLOSE = 1e-6


@register
@dataclass(frozen=True)
class ActiveCleaning(Scorer):
    """The likelier its label is wrong, the sooner an item is asked again (confident learning, Northcutt et al. 2021).

    The labels to clean are given as ``annotations``, one column for each annotator; what is in ``labels`` or
    ``labelled`` is trusted and not asked. Use probabilities of a model that has not seen the item's own label. The
    label y of an item is the answer most given. The score is ``m * d``, plus 1 for a confident error:

    - ``m = (1 + max_{c != y} P - P(y)) / 2``, the margin by which another class is likelier, from 0 to 1;
    - ``d = (answers other than y + 1) / (answers + 2)``, the disagreement;
    - a confident error: of the classes c with ``P(c)`` at least the mean of P(c) over the items labelled c, the
      likeliest is not y.

    Items without an answer have no label to clean and come last, with -1.
    """

    name = "active_cleaning"
    time = "n C + answers"
    memory = "n C"
    source = "Northcutt, Jiang & Chuang 2021"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"probabilities", "annotations"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        blocks = ProbabilityBlocks(view, self.name)
        counts = answers_of(view, self.name, blocks.classes).counts()[view.unlabelled]
        scores, label = np.full(len(counts), -1.0), np.empty(len(counts), dtype=np.int64)
        for place, block in blocks:
            label[place] = majority(counts[place], block, counts.sum(axis=0))
        answered = counts.sum(axis=1) > 0
        thresholds = _thresholds(blocks, label, answered)
        for place, block in blocks:
            own = _scores(block, label[place], counts[place], thresholds)
            scores[place] = np.where(answered[place], own, -1.0)
        return scores

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score < 0:
            return "It has no label yet; nothing with a doubtful one is left."
        if score >= 1:
            return f"The model is confident that its label is another (doubt {score - 1:.2f} of 1)."
        return f"Its label agrees with the model; nothing more doubtful is left (doubt {score:.2f} of 1)."


def _thresholds(blocks: ProbabilityBlocks, label: IntArray, answered: npt.NDArray[np.bool_]) -> Float64:
    """(C,) the mean probability of each class over the items labelled so; infinite for a class that labels none."""
    sums, count = np.zeros(blocks.classes), np.zeros(blocks.classes)
    for place, block in blocks:
        rows = np.flatnonzero(answered[place])
        own = label[place][rows]
        sums += np.bincount(own, weights=block[rows, own], minlength=blocks.classes)
        count += np.bincount(own, minlength=blocks.classes)
    return np.where(count > 0, sums / np.where(count > 0, count, 1.0), np.inf)


def _scores(p: Float64, label: IntArray, counts: Float64, thresholds: Float64) -> Float64:
    rows = np.arange(len(p))
    own = p[rows, label]
    others = p.copy()
    others[rows, label] = 0.0
    margin = (1.0 + others.max(axis=1) - own) / 2.0
    answers = counts.sum(axis=1)
    disagreement = (answers - counts[rows, label] + 1.0) / (answers + 2.0)
    confident = np.where(p >= thresholds - _CLOSE, p, -1.0)
    best = confident.max(axis=1)
    error = (best >= 0) & (confident[rows, label] < best)
    return np.asarray(margin * disagreement + error, dtype=np.float64)
