"""How unsure the model is of each item, from its class probabilities."""

from __future__ import annotations

from asknext.strategies.uncertainty.cost_embedding import CostEmbedding
from asknext.strategies.uncertainty.cost_matrix_uncertainty import CostMatrixUncertainty
from asknext.strategies.uncertainty.entropy import Entropy
from asknext.strategies.uncertainty.epistemic import Epistemic
from asknext.strategies.uncertainty.expected_average_precision import ExpectedAveragePrecision
from asknext.strategies.uncertainty.least_confidence import LeastConfidence
from asknext.strategies.uncertainty.margin import Margin
from asknext.strategies.uncertainty.probabilistic_al import ProbabilisticAL
from asknext.strategies.uncertainty.probability_scorer import MultiLabelScorer, ProbabilityScorer
from asknext.strategies.uncertainty.ratio import Ratio

__all__ = [
    "CostEmbedding",
    "CostMatrixUncertainty",
    "Entropy",
    "Epistemic",
    "ExpectedAveragePrecision",
    "LeastConfidence",
    "Margin",
    "MultiLabelScorer",
    "ProbabilisticAL",
    "ProbabilityScorer",
    "Ratio",
]
