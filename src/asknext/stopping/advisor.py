"""Ask every rule, and put their answers into one sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from asknext.stopping.combination import Combination
from asknext.stopping.cost_optimal import CostOptimal
from asknext.stopping.history import Advice, History
from asknext.stopping.registry import build_rule, rules
from asknext.stopping.rule import Rule

__all__ = ["DEFAULT_RULES", "advise", "overall"]

# The cheapest of all that were measured where nobody says what an error costs: benchmarks/results/stopping.md
DEFAULT_RULES: tuple[str | Mapping[str, Any], ...] = (
    "pool_exhausted",
    {"name": "any_of", "rules": ["cost_optimal", "stabilising_predictions"]},
)
_HARD = frozenset({"budget", "max_rounds", "pool_exhausted", "target_metric"})
_ALSO_OF_NUMBERS = _HARD | {"diminishing_returns", "half", "overfitting_guard", "patience"}


def advise(
    history: History, asked: Iterable[str | Mapping[str, Any] | Rule] = DEFAULT_RULES, *, numbers: bool = False
) -> list[Advice]:
    """What each rule ``asked`` says about the finished rounds, in that order.

    ``numbers`` : labels are numbers, so rules that look at predicted classes say that they do not apply.
    """
    return [_said(build_rule(rule), history, numbers) for rule in asked]


def _said(rule: Rule, history: History, numbers: bool) -> Advice:
    if numbers and not _is_of_numbers(rule):
        sentence = (
            f"The rule {rule.name} does not apply: it looks at predicted classes, and here labels are numbers. Give "
            f"test= and the rule target_metric, or a budget."
        )
        return Advice(rule.name, None, sentence)
    return rule.check(history)


def _is_of_numbers(rule: Rule) -> bool:
    """Of the rules there are; a rule of the user's own is asked."""
    if isinstance(rule, Combination):
        return all(_is_of_numbers(each) for each in rule.rules)
    by_curve = isinstance(rule, CostOptimal) and rule.by == "curve"
    return by_curve or rule.name in _ALSO_OF_NUMBERS or rule.name not in rules()


def overall(advice: Sequence[Advice]) -> Advice:
    """One verdict: stop where a limit or target says so, or where every rule about the model that can tell agrees.

    Rules about the model (stability, contradiction) are estimates, so a single one among several is only a hint.
    """
    limits = [each for each in advice if each.rule in _HARD and each.stop]
    if limits:
        return Advice("overall", True, f"Stop. {limits[0].sentence}")
    signs = [each for each in advice if each.rule not in _HARD and each.stop is not None]
    for_it = [each for each in signs if each.stop]
    if for_it and len(for_it) == len(signs):
        return Advice("overall", True, f"It is time to stop. {' '.join(each.sentence for each in for_it)}")
    if for_it:
        return Advice("overall", False, f"Near the end. {for_it[0].sentence} {_first_against(signs).sentence}")
    if signs:
        return Advice("overall", False, f"Keep labelling. {_first_against(signs).sentence}")
    pending = [each for each in advice if each.stop is False]
    said = pending[0].sentence if pending else "No rule can tell yet."
    return Advice("overall", False if pending else None, f"Keep labelling. {said}")


def _first_against(signs: Sequence[Advice]) -> Advice:
    return next(each for each in signs if not each.stop)
