"""Every stopping rule by name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

from asknext.errors import InputError, UnknownName
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
from asknext.stopping.review_budget import ReviewBudget
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

__all__ = ["build_rule", "rules"]

_ABOUT_THE_MODEL = (
    Budget, ClassificationChange, ConfidenceDrop, ContradictionRatio, CostOptimal, Derivative,
    DiminishingReturns, ErrorStability, Goal, MaxConfidence, MaxEntropy, MaxRounds, MinimumExpectedError, MultiCriteria,
    OverallUncertainty, OverfittingGuard, Patience, PerformanceConvergence, PoolExhaustedRule, PredictedChangeOfF,
    SSNCut, SelectedAccuracy, StabilisingPredictions, SupportVectors, TargetMetric, TotalVariation,
    UncertaintyConvergence, Variance,
)  # fmt: skip
_OF_SCREENING = (
    AutoStop, BatchPrecision, CMH, Half, IPP, Knee, QBCB, Quant, ReviewBudget, Rule2399, SALTau, Target,
)  # fmt: skip
_OF_RULES = (AllOf, AnyOf)
_RULES: dict[str, type] = {each.name: each for each in (*_ABOUT_THE_MODEL, *_OF_SCREENING, *_OF_RULES)}


def rules() -> dict[str, dict[str, Any]]:
    """Name -> parameters with their defaults, source, and what the rule says in one line; sorted by name."""
    return {
        name: {
            "parameters": {key: each.default for key, each in inspect.signature(made).parameters.items()},
            "source": made.source,  # type: ignore[attr-defined]
            "summary": (made.__doc__ or "").split("\n\n")[0].strip(),
        }
        for name, made in sorted(_RULES.items())
    }


def build_rule(spec: str | Mapping[str, Any] | Rule) -> Rule:
    """A rule from its name, a mapping such as ``{"name": "budget", "labels": 500}``, or a rule itself.

    The rules in ``{"name": "all_of", "rules": [...]}`` may be any of the three again.

    Raises
    ------
    UnknownName : no such rule or parameter.  InputError : neither of the three, or a parameter's value is wrong.
    """
    if isinstance(spec, str):
        spec = {"name": spec}
    if isinstance(spec, Mapping):
        return _from_mapping(dict(spec))
    if isinstance(spec, Rule):
        return spec
    raise InputError(
        f"A stopping rule is a name, a mapping with a name, or an object with check(history); found {spec!r}."
    )


def _from_mapping(spec: dict[str, Any]) -> Rule:
    name = spec.pop("name", None)
    if name not in _RULES:
        raise UnknownName("stopping rule", name, _RULES)
    known = list(inspect.signature(_RULES[name]).parameters)
    for key in spec:
        if key not in known:
            raise UnknownName(f"parameter of stopping rule {name!r}", key, known)
    if _RULES[name] in _OF_RULES and isinstance(spec.get("rules"), list | tuple):
        spec["rules"] = tuple(build_rule(each) for each in spec["rules"])
    try:
        rule: Rule = _RULES[name](**spec)
    except TypeError as error:
        raise InputError(f"Stopping rule {name!r} cannot use {spec}: {error}.") from error
    return rule
