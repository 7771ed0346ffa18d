"""Weak supervision: rules of thumb that label, how good they are, and one soft label from all of them."""

from __future__ import annotations

from asknext.quality.weak.analysis import FunctionAnalysis, analyse, covered_items
from asknext.quality.weak.apply import ABSTAIN, apply_functions
from asknext.quality.weak.dependence import Dependence, pairwise_dependence
from asknext.quality.weak.label_model import LABEL_MODELS, SoftLabels, given_up, soft_labels
from asknext.quality.weak.labelling_function import LabellingFunction, labelling_function
from asknext.quality.weak.next_queries import Query, next_queries
from asknext.quality.weak.rules import rules
from asknext.quality.weak.training_set import TrainingSet, training_set
from asknext.quality.weak.triplets import triplet_accuracies

__all__ = [
    "ABSTAIN",
    "LABEL_MODELS",
    "Dependence",
    "FunctionAnalysis",
    "LabellingFunction",
    "Query",
    "SoftLabels",
    "TrainingSet",
    "analyse",
    "apply_functions",
    "covered_items",
    "given_up",
    "labelling_function",
    "next_queries",
    "pairwise_dependence",
    "rules",
    "soft_labels",
    "training_set",
    "triplet_accuracies",
]
