"""The total entropy of the tokens of a sentence."""

from __future__ import annotations

from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.registry import register
from asknext.strategies.sequences.sequence_scorer import SequenceScorer
from asknext.strategies.sequences.tokens import Sentence
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["TotalTokenEntropy"]


@register
@dataclass(frozen=True)
class TotalTokenEntropy(SequenceScorer):
    """The higher the total entropy of the tokens, the sooner: ``sum over tokens of H`` (Settles & Craven 2008).

    Long sentences are preferred; they also take longer to label.
    """

    name = "total_token_entropy"
    source = "Settles & Craven 2008"

    def of(self, sentence: Sentence) -> float:
        return float(max(0.0, entropy(sentence.probabilities).sum()))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"The tagger is unsure of its tokens: their total entropy is {score:.2f}."
