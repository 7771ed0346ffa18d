"""The longest stretch of tokens that the tagger is unsure of."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.parameter import number
from asknext.strategies.registry import register
from asknext.strategies.sequences.sequence_scorer import SequenceScorer
from asknext.strategies.sequences.tokens import Sentence

__all__ = ["LongestSpan"]


@register
@dataclass(frozen=True)
class LongestSpan(SequenceScorer):
    """The longer the longest run of tokens whose likeliest tag is below ``sure``, the sooner.

    Unsure tokens that stand together are often one name or phrase that the tagger does not know; ones far apart are
    often noise. Equal lengths are in random order: multiply with `mean_token_entropy` for an order within them.
    """

    sure: float = number(0.9, "probability from which a token counts as known", low=0, high=1)

    name = "longest_span"
    source = "runs of low-confidence tokens; least confidence (Culotta & McCallum 2005) of a span"

    def of(self, sentence: Sentence) -> float:
        unsure = sentence.probabilities.max(axis=1) < self.sure
        ends = np.flatnonzero(np.diff(np.concatenate([[0], unsure.astype(np.int8), [0]])))
        return float((ends[1::2] - ends[::2]).max()) if len(ends) else 0.0

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score == 0:
            return "The tagger is sure of every token; nothing less sure is left."
        return f"The tagger is unsure of up to {score:.3g} tokens in a row here."
