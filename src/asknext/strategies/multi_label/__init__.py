"""Items that may have several labels at once."""

from __future__ import annotations

from asknext.strategies.multi_label.adaptive import Adaptive
from asknext.strategies.multi_label.audi import AUDI
from asknext.strategies.multi_label.auxiliary_learner import AuxiliaryLearner
from asknext.strategies.multi_label.avg_confidence import AvgConfidence
from asknext.strategies.multi_label.avg_score import AvgScore
from asknext.strategies.multi_label.binary_minimum import BinaryMinimum
from asknext.strategies.multi_label.cvirs import CVIRS
from asknext.strategies.multi_label.label_cardinality_inconsistency import LabelCardinalityInconsistency
from asknext.strategies.multi_label.label_pairs import LabelPairs
from asknext.strategies.multi_label.max_entropy import MaxEntropy
from asknext.strategies.multi_label.max_loss import MaxLoss
from asknext.strategies.multi_label.max_score import MaxScore
from asknext.strategies.multi_label.mean_entropy import MeanEntropy
from asknext.strategies.multi_label.mean_max_loss import MeanMaxLoss
from asknext.strategies.multi_label.min_confidence import MinConfidence
from asknext.strategies.multi_label.mmc import MMC

__all__ = [
    "AUDI",
    "CVIRS",
    "MMC",
    "Adaptive",
    "AuxiliaryLearner",
    "AvgConfidence",
    "AvgScore",
    "BinaryMinimum",
    "LabelCardinalityInconsistency",
    "LabelPairs",
    "MaxEntropy",
    "MaxLoss",
    "MaxScore",
    "MeanEntropy",
    "MeanMaxLoss",
    "MinConfidence",
]
