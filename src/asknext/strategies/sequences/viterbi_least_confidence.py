"""How improbable the best path of tags is."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.registry import register
from asknext.strategies.sequences.path_scorer import PathScorer
from asknext.strategies.sequences.tokens import Sentence

__all__ = ["ViterbiLeastConfidence"]


@register
@dataclass(frozen=True)
class ViterbiLeastConfidence(PathScorer):
    """The less probable the best path of tags, the sooner: ``1 - max over paths of P`` (Culotta & McCallum 2005).

    Without transitions that is 1 minus the product of the likeliest tags; with them the best path by Viterbi over the
    sum of all. Long sentences have improbable paths: they are asked first, whatever the tagger thinks; `mnlp` does not
    do that.
    """

    name = "viterbi_least_confidence"
    time = "tokens * C, or tokens * C^2 with transitions"
    source = "Culotta & McCallum 2005"

    def of(self, sentence: Sentence) -> float:
        return float(max(0.0, -np.expm1(self.log_path(sentence))))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"The tagger's best reading of it has a probability of only {1 - score:.2g}."
