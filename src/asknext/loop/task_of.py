"""Which kind of labelling a learner is for, and the model for it where none is given."""

from __future__ import annotations

from typing import Any

from asknext.errors import InputError
from asknext.pool.task import MULTI_LABEL, REGRESSION, SINGLE_LABEL, TASKS, UnknownTask
from asknext.strategies.batch import Strategy

__all__ = ["estimator_for", "task_of"]


def task_of(task: str | None, multilabel: bool | None, model: Any, strategy: Strategy) -> str | None:
    """The task as it is told, else as the model and the strategy are for; None: the first labels have to tell.

    Raises `UnknownName` for another task, `InputError` where the model or ``multilabel`` contradicts it.
    """
    if task is not None and task not in TASKS:
        raise UnknownTask(task)
    if task is None and multilabel is not None:
        task = MULTI_LABEL if multilabel else SINGLE_LABEL
    elif task is not None and multilabel is not None and multilabel != (task == MULTI_LABEL):
        raise InputError(f"task is {task!r} and multilabel is {multilabel}, which contradict each other: give one.")
    numbers = model is not None and _is_regressor(model)
    if task is None:
        only: frozenset[str] = getattr(strategy, "tasks", frozenset())
        fallback = next(iter(only)) if len(only) == 1 and SINGLE_LABEL not in only else None
        return REGRESSION if numbers else None if fallback == REGRESSION and model is not None else fallback
    if numbers and task != REGRESSION:
        raise InputError(f"{type(model).__name__} is a regressor, but the task is {task}: give a classifier.")
    return task


def estimator_for(model: Any, task: str) -> Any:
    """``model``, or the default one for the task."""
    if model is not None:
        return model
    if task == REGRESSION:
        from asknext.models.numbers import default_regressor

        return default_regressor()
    from asknext.models.default import default_model

    return default_model(task == MULTI_LABEL)


def _is_regressor(model: Any) -> bool:
    from sklearn.base import is_regressor

    try:
        return bool(is_regressor(model))
    except (AttributeError, TypeError):  # not of scikit-learn: nothing says what it is
        return False
