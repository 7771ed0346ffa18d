"""How improbable the best path of tags is, for its length."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.registry import register
from asknext.strategies.sequences.path_scorer import PathScorer
from asknext.strategies.sequences.tokens import Sentence

__all__ = ["MNLP"]


@register
@dataclass(frozen=True)
class MNLP(PathScorer):
    """Maximum normalised log-probability: ``- 1 / T * log of the best path's probability`` (Shen et al. 2017).

    As `viterbi_least_confidence`, but long sentences are not preferred.
    """

    name = "mnlp"
    time = "tokens * C, or tokens * C^2 with transitions"
    source = "Shen et al. 2017"

    def of(self, sentence: Sentence) -> float:
        return float(max(0.0, -self.log_path(sentence) / len(sentence.probabilities)))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"For its length the tagger is unsure of it: about {np.exp(-score):.2f} for each token."
