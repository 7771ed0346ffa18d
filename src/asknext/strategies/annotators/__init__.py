"""Which item to ask, and whom: skill, second opinions, costs, and labels that are likely wrong."""

from __future__ import annotations

from asknext.strategies.annotators.active_cleaning import ActiveCleaning
from asknext.strategies.annotators.active_lab import ActiveLab
from asknext.strategies.annotators.ceal import CEAL
from asknext.strategies.annotators.cost_aware import CostAware
from asknext.strategies.annotators.interval_estimation import IntervalEstimation
from asknext.strategies.annotators.repeated_labelling import RepeatedLabelling
from asknext.strategies.annotators.skilled_annotator import SkilledAnnotator

__all__ = [
    "CEAL",
    "ActiveCleaning",
    "ActiveLab",
    "CostAware",
    "IntervalEstimation",
    "RepeatedLabelling",
    "SkilledAnnotator",
]
