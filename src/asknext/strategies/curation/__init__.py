"""The selection language of curation: balance, weights, thresholds, similarity, and mixes of them."""

from __future__ import annotations

from asknext.strategies.curation.balance import Balance
from asknext.strategies.curation.mix import Mix
from asknext.strategies.curation.selection_configuration import read_selection
from asknext.strategies.curation.similarity import Similarity
from asknext.strategies.curation.threshold import Threshold
from asknext.strategies.curation.weights import Weights

__all__ = [
    "Balance",
    "Mix",
    "Similarity",
    "Threshold",
    "Weights",
    "read_selection",
]
