"""When it is enough: one rule one file, and the advisor that puts them into a sentence."""

from asknext.stopping.advisor import DEFAULT_RULES, advise, overall
from asknext.stopping.budget import Budget
from asknext.stopping.cmh import CMH
from asknext.stopping.contradiction_ratio import ContradictionRatio
from asknext.stopping.history import Advice, History, Round
from asknext.stopping.knee import Knee
from asknext.stopping.pool_exhausted import PoolExhaustedRule
from asknext.stopping.qbcb import QBCB
from asknext.stopping.quant import Quant
from asknext.stopping.registry import build_rule, rules
from asknext.stopping.review_budget import ReviewBudget
from asknext.stopping.round_of import round_of
from asknext.stopping.rule import Rule
from asknext.stopping.stabilising_predictions import StabilisingPredictions
from asknext.stopping.target import Target
from asknext.stopping.target_metric import TargetMetric

__all__ = [
    "CMH",
    "DEFAULT_RULES",
    "QBCB",
    "Advice",
    "Budget",
    "ContradictionRatio",
    "History",
    "Knee",
    "PoolExhaustedRule",
    "Quant",
    "ReviewBudget",
    "Round",
    "Rule",
    "StabilisingPredictions",
    "Target",
    "TargetMetric",
    "advise",
    "build_rule",
    "overall",
    "round_of",
    "rules",
]
