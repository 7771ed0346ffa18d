"""Where the label is a number."""

from __future__ import annotations

from asknext.strategies.regression.committee_std import CommitteeStd
from asknext.strategies.regression.expected_model_change_regression import ExpectedModelChangeRegression
from asknext.strategies.regression.expected_model_variance_reduction import ExpectedModelVarianceReduction
from asknext.strategies.regression.greedy_sampling_x import GreedySamplingX
from asknext.strategies.regression.greedy_sampling_y import GreedySamplingY
from asknext.strategies.regression.improved_greedy_sampling import ImprovedGreedySampling
from asknext.strategies.regression.predictive_variance import PredictiveVariance
from asknext.strategies.regression.regression_tree import RegressionTree

__all__ = [
    "CommitteeStd",
    "ExpectedModelChangeRegression",
    "ExpectedModelVarianceReduction",
    "GreedySamplingX",
    "GreedySamplingY",
    "ImprovedGreedySampling",
    "PredictiveVariance",
    "RegressionTree",
]
