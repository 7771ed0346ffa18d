"""Texts by what a tagger thinks of their tokens: improbable readings, entropies, unsure stretches."""

from __future__ import annotations

from asknext.strategies.sequences.class_balanced_tokens import ClassBalancedTokens
from asknext.strategies.sequences.longest_span import LongestSpan
from asknext.strategies.sequences.mean_token_entropy import MeanTokenEntropy
from asknext.strategies.sequences.mnlp import MNLP
from asknext.strategies.sequences.total_token_entropy import TotalTokenEntropy
from asknext.strategies.sequences.viterbi_least_confidence import ViterbiLeastConfidence

__all__ = [
    "MNLP",
    "ClassBalancedTokens",
    "LongestSpan",
    "MeanTokenEntropy",
    "TotalTokenEntropy",
    "ViterbiLeastConfidence",
]
