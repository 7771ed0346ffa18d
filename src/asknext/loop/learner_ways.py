"""How the advisor's advice is followed with an `ActiveLearner`."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from asknext.stopping.advice import Situation
from asknext.stopping.budget import Budget
from asknext.stopping.rule import Rule

__all__ = ["learner_situation"]

_SWITCH = 'from asknext.strategies import build; learner.strategy = build("{}")'
_WAYS = {
    "independent_set": "Make the learner with test=(content, labels), from items drawn at random.",
    "explore": _SWITCH.format("auto"),
    "harder": _SWITCH.format("margin"),
    "stop": "Fit on all labels with learner.fit(), and measure it on data of its own before it is relied on.",
}


def learner_situation(
    strategy: str, rules: Sequence[Rule], test: Any, *, numbers: bool, stop: bool | None
) -> Situation:
    """Where a learner stands; ``test`` : its held-out data, or None."""
    budgets = [rule.labels for rule in rules if isinstance(rule, Budget)]
    return Situation(
        strategy=strategy,
        numbers=numbers,
        independent=0 if test is None else len(test),
        metric=None if test is None else test.metrics[0],
        budget=budgets[0] if budgets else None,
        ways={**_WAYS, "easier": _SWITCH.format("random" if strategy == "auto" else "auto")},
        stop=stop,
    )
