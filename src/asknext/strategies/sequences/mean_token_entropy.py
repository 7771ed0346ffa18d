"""The mean entropy of the tokens of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.registry import register
from asknext.strategies.sequences.sequence_scorer import SequenceScorer
from asknext.strategies.sequences.tokens import Sentence
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["MeanTokenEntropy"]


@register
@dataclass(frozen=True)
class MeanTokenEntropy(SequenceScorer):
    """The higher the mean entropy of the tokens, the sooner: ``1 / T * sum over tokens of H`` (Settles & Craven 2008).

    One unsure token among many sure ones hardly counts; see `longest_span`.
    """

    name = "mean_token_entropy"
    source = "Settles & Craven 2008"

    def of(self, sentence: Sentence) -> float:
        return float(max(0.0, entropy(sentence.probabilities).mean()))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"The tagger is unsure of its tokens: their mean entropy is {score:.2f}."
