"""When it is enough: one rule one file, and the advisor that puts them into a sentence."""

from asknext.stopping.advisor import DEFAULT_RULES, advise, overall
from asknext.stopping.budget import Budget
from asknext.stopping.contradiction_ratio import ContradictionRatio
from asknext.stopping.history import Advice, History, Round
from asknext.stopping.pool_exhausted import PoolExhaustedRule
from asknext.stopping.registry import build_rule, rules
from asknext.stopping.rule import Rule
from asknext.stopping.stabilising_predictions import StabilisingPredictions
from asknext.stopping.target_metric import TargetMetric

__all__ = [
    "DEFAULT_RULES",
    "Advice",
    "Budget",
    "ContradictionRatio",
    "History",
    "PoolExhaustedRule",
    "Round",
    "Rule",
    "StabilisingPredictions",
    "TargetMetric",
    "advise",
    "build_rule",
    "overall",
    "rules",
]
