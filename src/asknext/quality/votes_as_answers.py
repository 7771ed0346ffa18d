"""Votes in the form in which strategies take answers."""

from __future__ import annotations

import numpy as np

from asknext.quality.votes import Codes, Votes
from asknext.strategies.annotators.answers import Answers

__all__ = ["votes_as_answers"]


def votes_as_answers(votes: Votes, rows: Codes) -> Answers:
    """The votes with their items numbered among ``rows``, all that have votes, sorted by annotator, then item."""
    order = np.lexsort((votes.items, votes.annotators))
    items = np.searchsorted(rows, votes.items[order])
    return Answers(items, votes.annotators[order], votes.labels[order], len(rows), votes.n_annotators, votes.n_classes)
