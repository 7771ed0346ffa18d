"""Whether a strategy can work in a project.

A project has a model's probabilities, of answers that are numbers its predictions with their standard deviations, a
committee of such models, embeddings, labels and further columns of its items.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from asknext.errors import InputError
from asknext.pool.task import REGRESSION
from asknext.project.annotate_config import LEARNED

__all__ = ["check_strategy"]

AUTO = "auto"
AVAILABLE = frozenset({"columns", "committee", "embeddings", "labels", "probabilities"})
OF_NUMBERS = AVAILABLE - {"probabilities"} | {"predictions"}


def check_strategy(spec: str | Mapping[str, Any], task: str) -> None:
    """Refuse a strategy that could not order the items of a project.

    Parameters
    ----------
    spec : a name, arithmetic, or a mapping with the name and parameters. task : as in the settings.

    Raises
    ------
    UnknownName : there is no such strategy or parameter. InputError : it needs what a project does not have, or is
    made for the other task.
    """
    if spec == AUTO:
        return  # works everywhere, and the strategies need not be loaded to know it
    from asknext.strategies import build

    strategy = build(spec)
    if "informed" in str(strategy.describe()):
        raise InputError(
            f"Strategy {strategy.name!r} looks at the true labels, which only a simulation has; choose another."
        )
    learned = LEARNED.get(task, task)
    if learned == REGRESSION:
        _check_for_numbers(strategy, task)
        return
    if missing := sorted(strategy.needs - AVAILABLE):
        raise InputError(
            f"Strategy {strategy.name!r} needs {' and '.join(missing)}, which a project does not have; choose one that "
            f"needs no more than embeddings, labels, probabilities, a committee and columns, or leave it at auto. "
            f"To choose by {missing[0]} without a project, there is asknext select."
        )
    tasks = strategy.tasks  # type: ignore[attr-defined]
    if learned not in tasks:
        meant = " or ".join(sorted(tasks)).replace("_", "-") or "no"
        raise InputError(
            f"Strategy {strategy.name!r} is for {meant} projects, and this one is {learned.replace('_', '-')}; choose "
            f"another, or leave it at auto."
        )


def _check_for_numbers(strategy: Any, task: str) -> None:
    if REGRESSION in strategy.tasks and strategy.needs <= OF_NUMBERS:
        return
    raise InputError(
        f"Strategy {strategy.name!r} is for labels that are classes, and the answers of the task {task} are learned as "
        f"numbers; use improved_greedy_sampling, committee_std, predictive_variance, greedy_sampling_x or another one "
        f"for regression, or leave it at auto."
    )
