"""Simple orders: by the probability of one class, by outlyingness, and references that know the truth."""

from __future__ import annotations

from asknext.strategies.orders.anomaly import Anomaly
from asknext.strategies.orders.informed_confidence import InformedConfidence
from asknext.strategies.orders.informed_inlier import InformedInlier
from asknext.strategies.orders.informed_outlier import InformedOutlier
from asknext.strategies.orders.inlier import Inlier
from asknext.strategies.orders.local_outlier import LocalOutlier
from asknext.strategies.orders.most_confident import MostConfident
from asknext.strategies.orders.negative import Negative
from asknext.strategies.orders.outlier import Outlier
from asknext.strategies.orders.positive import Positive
from asknext.strategies.orders.propagation_entropy import PropagationEntropy

__all__ = [
    "Anomaly",
    "InformedConfidence",
    "InformedInlier",
    "InformedOutlier",
    "Inlier",
    "LocalOutlier",
    "MostConfident",
    "Negative",
    "Outlier",
    "Positive",
    "PropagationEntropy",
]
