"""Whether the parts of a study fit a data set: said before anything runs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asknext.errors import InputError, MissingInput
from asknext.lab.data_sets.data_set import DataSet
from asknext.lab.initial_sets import initial_spec
from asknext.lab.models import build_model, model_content
from asknext.lab.oracles import check_oracle
from asknext.lab.study.cell_sizes import batch_sizes, schedule_of
from asknext.lab.study.part import Part
from asknext.lab.study.problems import Problems
from asknext.lab.study.scoring import Scoring, usual_metrics
from asknext.lab.study.study import Study
from asknext.lab.study.task_of import task_of
from asknext.pool.task import REGRESSION
from asknext.strategies import build

__all__ = ["check_fit"]

_ALWAYS = frozenset({"labels", "committee"})


def check_fit(study: Study, data: DataSet, rows: Callable[[int], Any], problems: Problems) -> None:
    """Everything of ``study`` against one data set; ``rows`` gives the split of a seed."""
    for place, model in enumerate(study.parts("models")):
        with problems.at(f"models[{place}]", model.given):
            _check_model(model, data, f"models[{place}]")
    for place, strategy in enumerate(study.parts("strategies")):
        with problems.at(f"strategies[{place}]", strategy.given):
            _check_strategy(strategy, data)
    for place, oracle in enumerate(study.parts("oracles")):
        with problems.at(f"oracles[{place}]", oracle.given):
            if task_of(data) == REGRESSION and oracle.spec != "perfect":
                raise InputError(
                    f"The oracle {oracle.name} errs about classes, and the labels of {data.name!r} are numbers."
                )
            check_oracle(oracle.spec, data.classes, f"oracles[{place}]")
    with problems.at("metrics"):
        Scoring.of(study.metrics or usual_metrics(task_of(data)), task_of(data), len(data.classes))
    with problems.at("splits"):
        _check_rows(study, data, min(len(rows(seed)[0]) for seed in study.split.seeds()), problems)


def _check_rows(study: Study, data: DataSet, pool: int, problems: Problems) -> None:
    for place, part in enumerate(study.parts("schedules")):
        initial = part.spec.get("initial", study.initial)
        path = f"schedules[{place}]" if "initial" in part.spec or study.initial is None else "initial"
        with problems.at(path, part.given):
            _check_schedule(part, initial, data, pool, study.has_usual_schedule)


def _check_schedule(part: Part, initial: Any, data: DataSet, pool: int, is_usual: bool) -> None:
    schedule = schedule_of(part)
    first, *sizes = batch_sizes(part, initial, pool)
    if initial is not None and "cold_start" in initial_spec(initial) and data.embeddings is None:
        raise MissingInput(f"A cold start needs embeddings, and {data.name!r} has none: give data.embeddings.")
    if first >= pool:
        raise InputError(f"{first} first labels leave nothing to ask: the pool of {data.name!r} has {pool} items.")
    wanted = schedule.rounds if schedule.rounds is not None else len(schedule.batches)
    if len(sizes) < wanted and not is_usual:
        raise InputError(
            f"The schedule {part.name} asks {wanted} batches, but after {first} first labels the pool of {data.name!r} "
            f"({pool} items) feeds {len(sizes)}: ask for fewer, or leave rounds out to go on until the pool is used up."
        )


def _check_model(part: Part, data: DataSet, path: str) -> None:
    model = part.made
    if model is None:
        model = build_model(part.spec, path, multilabel=data.multilabel, numbers=data.numbers)
    model_content(part.spec if part.made is None else model, data)
    kind = _kind_of(model)
    if kind and kind != ("regressor" if data.numbers else "classifier"):
        labels = "numbers" if data.numbers else "classes"
        raise InputError(f"{part.name} is a {kind}, and the labels of {data.name!r} are {labels}.")


def _kind_of(model: Any) -> str | None:
    from sklearn.base import is_classifier, is_regressor

    try:
        return "classifier" if is_classifier(model) else "regressor" if is_regressor(model) else None
    except (AttributeError, TypeError):  # not of scikit-learn: nothing says what it is
        return None


def _check_strategy(part: Part, data: DataSet) -> None:
    strategy, task = part.made or build(part.spec), task_of(data)
    tasks = getattr(strategy, "tasks", frozenset({task}))
    if task not in tasks:
        meant = " or ".join(sorted(tasks)).replace("_", "-")
        raise InputError(
            f"The strategy {part.name} is for {meant} labels, and those of {data.name!r} are {task.replace('_', '-')}: "
            f"choose another{', or one_vs_rest' if data.multilabel else ''}."
        )
    needs = strategy.needs_for(task) if hasattr(strategy, "needs_for") else strategy.needs
    missing = sorted(needs - _available(data))
    if missing:
        raise MissingInput(
            f"The strategy {part.name} needs {' and '.join(missing)}, which {data.name!r} does not bring"
            f"{': give data.embeddings' if missing == ['embeddings'] else ''}."
        )


def _available(data: DataSet) -> frozenset[str]:
    said = {"predictions"} if data.numbers else {"probabilities"}
    own = {"embeddings"} if data.embeddings is not None else set()
    return _ALWAYS | said | own | ({"columns"} if data.columns else set())
