"""The uncertainty of the tokens of a text, where a rare tag counts as much as a frequent one."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register
from asknext.strategies.sequences.sequence_scorer import TOGETHER, SequenceScorer
from asknext.strategies.sequences.tokens import Sentence, sentences_of
from asknext.strategies.uncertainty.entropy import entropy

__all__ = ["ClassBalancedTokens"]


@register
@dataclass(frozen=True)
class ClassBalancedTokens(SequenceScorer):
    """Token entropy, each token weighted by how rare its likeliest tag is (Brust et al. 2019, there of boxes).

    The weight of a token is ``tokens / (tags * tokens of its tag)``, counted over the texts that may be asked and the
    tags that occur: most tokens of a text are outside of any name, and would else outvote the names.
    """

    reduce: str = choice("mean", "how the tokens of a sentence come together", options=tuple(TOGETHER))

    name = "class_balanced_tokens"
    source = "Brust, Kaeding & Denzler 2019; Settles & Craven 2008"

    def score_rows(self, view: PoolView) -> Float64:
        texts = [sentences_of(view, int(row), self.name) for row in view.unlabelled]
        weights = self._weights([one for sentences in texts for one in sentences])
        together, reduce = TOGETHER[self.document], TOGETHER[self.reduce]
        scores = [together([reduce(_weighted(one, weights)) for one in sentences]) for sentences in texts]
        return np.array(scores, dtype=np.float64)

    def of(self, sentence: Sentence) -> float:
        """The score of a sentence that stands alone."""
        return TOGETHER[self.reduce](_weighted(sentence, self._weights([sentence])))

    def reason(self, view: PoolView, row: int, score: float) -> str:
        return f"The tagger is unsure of its tokens, and rare tags count most ({score:.2f})."

    def _weights(self, sentences: list[Sentence]) -> Float64:
        """(C,) the weight of a token of each tag."""
        widths = {one.probabilities.shape[1] for one in sentences}
        if len(widths) > 1:
            raise InputError(
                f"Strategy {self.name!r}: sequences have {' and '.join(map(str, sorted(widths)))} tags, so a column is "
                f"not the same tag everywhere; give all the same columns."
            )
        counts = sum((_counts(one) for one in sentences), np.zeros(max(widths, default=0)))
        return np.asarray(counts.sum() / (np.count_nonzero(counts) * np.maximum(counts, 1)), dtype=np.float64)


def _counts(sentence: Sentence) -> Float64:
    p = sentence.probabilities
    return np.bincount(p.argmax(axis=1), minlength=p.shape[1]).astype(np.float64)


def _weighted(sentence: Sentence, weights: Float64) -> list[float]:
    p = sentence.probabilities
    return list(np.maximum(weights[p.argmax(axis=1)] * entropy(p), 0.0))
