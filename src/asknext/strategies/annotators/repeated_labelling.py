"""Ask again where the answers leave the label open."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.annotators.answers import answers_of
from asknext.strategies.inputs import Float64, ProbabilityBlocks
from asknext.strategies.over_classes import highest
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer
from asknext.strategies.selector import SINGLE_LABEL

__all__ = ["RepeatedLabelling", "label_uncertainty"]

_MEASURES = ("label", "model", "both")


@register
@dataclass(frozen=True)
class RepeatedLabelling(Scorer):
    """The less sure the consensus, the sooner another answer is asked for (Sheng, Provost & Ipeirotis 2008).

    ``label``: the probability that the class answered second most often is really the more frequent of the two, under
    an even prior: ``I_{1/2}(first + 1, second + 1)``, the regularised incomplete beta function of the two counts; 1/2
    for no answer, 11/32 for three against two. ``model``: 1 minus the probability of the likeliest class, by the model.
    ``both``: the geometric mean of the two.
    """

    uncertainty: str = choice("both", "of the answers ('label'), of the model ('model') or 'both'", options=_MEASURES)

    name = "repeated_labelling"
    time = "n C + answers"
    memory = "n C"
    source = "Sheng, Provost & Ipeirotis 2008"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"annotations"} if self.uncertainty == "label" else {"annotations", "probabilities"})

    @property
    def tasks(self) -> frozenset[str]:
        return frozenset({SINGLE_LABEL})

    def score_rows(self, view: PoolView) -> Float64:
        if self.uncertainty == "label":
            return label_uncertainty(answers_of(view, self.name).counts()[view.unlabelled])
        blocks = ProbabilityBlocks(view, self.name)
        model = np.empty(len(view.unlabelled))
        for place, block in blocks:
            model[place] = 1.0 - highest(block)
        if self.uncertainty == "model":
            return model
        counts = answers_of(view, self.name, blocks.classes).counts()[view.unlabelled]
        return np.sqrt(np.maximum(model, 0.0) * label_uncertainty(counts))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        of = {"label": "The answers leave", "model": "The model leaves", "both": "The answers and the model leave"}
        return f"{of[self.uncertainty]} its label open ({score:.2f}): another answer would make it surer."


def label_uncertainty(counts: Float64) -> Float64:
    """(rows,) the probability that the runner-up of ``counts`` (rows, C) is the more frequent answer; 0.5 for C = 1."""
    from scipy.special import betainc

    if counts.shape[1] == 1:
        counts = np.column_stack([counts, np.zeros(len(counts))])
    ordered = np.partition(counts, counts.shape[1] - 2, axis=1)
    return np.asarray(betainc(ordered[:, -1] + 1.0, ordered[:, -2] + 1.0, 0.5), dtype=np.float64)
