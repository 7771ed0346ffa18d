"""When it is enough: one rule one file, and the advisor that puts them into a sentence."""

from asknext.stopping.advisor import DEFAULT_RULES, advise, overall
from asknext.stopping.all_of import AllOf
from asknext.stopping.any_of import AnyOf
from asknext.stopping.autostop import AutoStop
from asknext.stopping.batch_precision import BatchPrecision
from asknext.stopping.budget import Budget
from asknext.stopping.classification_change import ClassificationChange
from asknext.stopping.cmh import CMH
from asknext.stopping.confidence_drop import ConfidenceDrop
from asknext.stopping.contradiction_ratio import ContradictionRatio
from asknext.stopping.cost_optimal import CostOptimal
from asknext.stopping.derivative import Derivative
from asknext.stopping.diminishing_returns import DiminishingReturns
from asknext.stopping.error_stability import ErrorStability
from asknext.stopping.goal import Goal
from asknext.stopping.half import Half
from asknext.stopping.history import Advice, History, Round
from asknext.stopping.ipp import IPP
from asknext.stopping.knee import Knee
from asknext.stopping.max_confidence import MaxConfidence
from asknext.stopping.max_entropy import MaxEntropy
from asknext.stopping.max_rounds import MaxRounds
from asknext.stopping.minimum_expected_error import MinimumExpectedError
from asknext.stopping.multi_criteria import MultiCriteria
from asknext.stopping.overall_uncertainty import OverallUncertainty
from asknext.stopping.overfitting_guard import OverfittingGuard
from asknext.stopping.patience import Patience
from asknext.stopping.performance_convergence import PerformanceConvergence
from asknext.stopping.pool_exhausted import PoolExhaustedRule
from asknext.stopping.predicted_change_of_f import PredictedChangeOfF
from asknext.stopping.qbcb import QBCB
from asknext.stopping.quant import Quant
from asknext.stopping.registry import build_rule, rules
from asknext.stopping.review_budget import ReviewBudget
from asknext.stopping.round_of import round_of
from asknext.stopping.rule import Rule
from asknext.stopping.rule_2399 import Rule2399
from asknext.stopping.sal_tau import SALTau
from asknext.stopping.selected_accuracy import SelectedAccuracy
from asknext.stopping.ssncut import SSNCut
from asknext.stopping.stabilising_predictions import StabilisingPredictions
from asknext.stopping.support_vectors import SupportVectors
from asknext.stopping.target import Target
from asknext.stopping.target_metric import TargetMetric
from asknext.stopping.total_variation import TotalVariation
from asknext.stopping.uncertainty_convergence import UncertaintyConvergence
from asknext.stopping.variance import Variance

__all__ = [
    "CMH",
    "DEFAULT_RULES",
    "IPP",
    "QBCB",
    "Advice",
    "AllOf",
    "AnyOf",
    "AutoStop",
    "BatchPrecision",
    "Budget",
    "ClassificationChange",
    "ConfidenceDrop",
    "ContradictionRatio",
    "CostOptimal",
    "Derivative",
    "DiminishingReturns",
    "ErrorStability",
    "Goal",
    "Half",
    "History",
    "Knee",
    "MaxConfidence",
    "MaxEntropy",
    "MaxRounds",
    "MinimumExpectedError",
    "MultiCriteria",
    "OverallUncertainty",
    "OverfittingGuard",
    "Patience",
    "PerformanceConvergence",
    "PoolExhaustedRule",
    "PredictedChangeOfF",
    "Quant",
    "ReviewBudget",
    "Round",
    "Rule",
    "Rule2399",
    "SALTau",
    "SSNCut",
    "SelectedAccuracy",
    "StabilisingPredictions",
    "SupportVectors",
    "Target",
    "TargetMetric",
    "TotalVariation",
    "UncertaintyConvergence",
    "Variance",
    "advise",
    "build_rule",
    "overall",
    "round_of",
    "rules",
]
