"""What the control stream says after a round: learning curve, labels saved and labels still needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, replace
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.measured_numbers import METRIC, beside_error, error_metric, error_words
from asknext.labelling.number_model import TOO_FEW, is_enough, limits
from asknext.labelling.rounds import Past, aligned
from asknext.labelling.shadow import LEAST, Shadow
from asknext.labelling.snapshot import Snapshot
from asknext.measures.agreement import cohen_kappa
from asknext.measures.contradiction import contradiction
from asknext.measures.control import Estimate, LearningCurve, labels_needed, labels_saved, learning_curve
from asknext.measures.metrics import predictions_of
from asknext.project.annotate_config import NUMBERS
from asknext.project.config import Config

__all__ = ["default_metric", "measure"]

LEAST_COMMON = 0.9
EARLY = "Too early to tell: there are {n} answers on items drawn at random, {least} are needed."
UNMEASURED = "Too early to tell: no round was measured yet."
UNLEARNED = "Choices between two train no model here, so none is measured; the order is diverse or random."
ALL_COUNTED = " Answers on control items are counted in."

Items = npt.NDArray[np.int64]


def default_metric(config: Config) -> str:
    """The metric of the target, or the usual one of the task."""
    if config.target is not None:
        return config.target.metric
    if config.task in NUMBERS:
        return METRIC
    return "micro_f1" if config.multilabel else "accuracy"


def measure(config: Config, snapshot: Snapshot, past: Sequence[Past], shadow: Shadow | None) -> dict[str, Any]:
    """Everything the control answers and the stop set say, as JSON values.

    Parameters
    ----------
    past : finished rounds, this one last. shadow : the model of random items, if there is one yet.
    """
    if config.task == "pairwise":
        return _unlearned(config, UNLEARNED)
    if config.task in NUMBERS and not is_enough(snapshot.targets):
        return _unlearned(config, TOO_FEW)
    measured, items = _measurable(snapshot, past)
    curve = _active(config, snapshot, measured, items)
    shown = _shadow(config, snapshot, measured, items, shadow)
    return {
        **_stability(config, aligned(past)),
        "metric": default_metric(config),
        "curve": [] if curve is None else _points(curve),
        "shadow": shown,
        "saved": shown["saved"],
        "needed": _needed(config, curve, snapshot),
        **_of_numbers(config, snapshot, measured, items),
    }


def _of_numbers(config: Config, snapshot: Snapshot, past: Sequence[Past], items: Items) -> dict[str, Any]:
    """The metric in words, and what stands beside it."""
    if config.task not in NUMBERS:
        return {}
    found = {"metric_words": error_words(config)}
    if not past or len(items) == 0:
        return found
    return {**found, "beside": beside_error(config, _read(config, past[-1].on(items, 2)), _truth(snapshot, items))}


def _unlearned(config: Config, why: str) -> dict[str, Any]:
    """What a round says that learned nothing."""
    said = {"sentence": why}
    shadow = {"control_labels": 0, "points": [], "saved": said}
    stability: dict[str, Any] = {"contradiction": [], "kappa": None, "metric": default_metric(config), "curve": []}
    return {**stability, "shadow": shadow, "saved": said, "needed": said, "curve_sentence": why}


def _stability(config: Config, past: Sequence[Past]) -> dict[str, Any]:
    """How successive rounds differ; ``past`` is aligned."""
    if config.task in NUMBERS:
        return {"contradiction": [], "kappa": None}  # both compare classes
    tables = [predictions_of(each.probabilities.astype(np.float64), config.multilabel) for each in past]
    rounds = [
        {"labels": each.labels, "value": _finite(contradiction(one, other))}
        for each, (one, other) in zip(past[1:], pairwise(tables), strict=True)
    ]
    kappa = cohen_kappa(tables[-2], tables[-1]) if len(tables) > 1 and tables[-1].size > 0 else None
    return {"contradiction": rounds, "kappa": kappa}


def _measurable(snapshot: Snapshot, past: Sequence[Past]) -> tuple[Sequence[Past], Items]:
    """The rounds of the curve, and the drawn items, with answers known now, that all of them predicted.

    Rounds from before an import did not predict its items; they go, so that the curve is about all items.
    """
    if not past:
        return [], snapshot.drawn_rows[:0]
    known = np.intersect1d(snapshot.drawn_rows, past[-1].items)
    while True:
        common = known
        for each in past:
            common = np.intersect1d(common, each.items)
        if len(common) >= LEAST_COMMON * len(known):
            return past, common
        past = past[1:]


def _active(config: Config, snapshot: Snapshot, past: Sequence[Past], items: Items) -> LearningCurve | None:
    if not past or len(items) == 0:
        return None
    table = np.stack([each.on(items, _columns(config, snapshot)) for each in past])
    return _curve(config, snapshot, [each.labels for each in past], table, items)


def _shadow(
    config: Config, snapshot: Snapshot, past: Sequence[Past], items: Items, shadow: Shadow | None
) -> dict[str, Any]:
    """Both curves on the same items, so that what is easy or hard about these items cancels in their difference."""
    shared = items[:0] if shadow is None else np.intersect1d(items, shadow.items)
    if shadow is None or len(shared) < LEAST:
        early = EARLY.format(n=len(shared) or len(snapshot.drawn_rows), least=LEAST) if past else UNMEASURED
        return {"control_labels": len(shared), "points": [], "saved": {"sentence": early}}
    table = shadow.on(shared, _columns(config, snapshot))
    random = _curve(config, snapshot, shadow.labels.tolist(), table, shared)
    active = _active(config, snapshot, past, shared)
    saved = Estimate(None, None, None, UNMEASURED) if active is None else labels_saved(active, random)
    return {"control_labels": len(shared), "points": _points(random), "saved": _estimate(saved)}


def _curve(
    config: Config, snapshot: Snapshot, labels: Sequence[int], table: npt.NDArray[np.float32], items: Items
) -> LearningCurve:
    metric = error_metric(config) if config.task in NUMBERS else default_metric(config)
    return learning_curve(labels, _read(config, table), _truth(snapshot, items), metric, seed=config.seed)


def _columns(config: Config, snapshot: Snapshot) -> int:
    return 2 if config.task in NUMBERS else len(snapshot.classes)


def _read(config: Config, table: npt.NDArray[np.float32]) -> npt.NDArray[np.float64]:
    """Probabilities as they are; of numbers (..., 2) the predictions alone, within what an answer may be."""
    if config.task not in NUMBERS:
        return table.astype(np.float64)
    return np.clip(table[..., 0].astype(np.float64), *limits(config.task, config.annotate))


def _truth(snapshot: Snapshot, items: Items) -> npt.NDArray[Any]:
    return snapshot.drawn_targets[np.searchsorted(snapshot.drawn_rows, items)]


def _needed(config: Config, curve: LearningCurve | None, snapshot: Snapshot) -> dict[str, Any]:
    if config.target is None:
        return {"sentence": "No target is set; with one, the labels still needed are estimated."}
    target = {"target": config.target.value}
    if curve is None:
        return {**target, "sentence": EARLY.format(n=len(snapshot.drawn_rows), least=LEAST)}
    factor = _answers_a_label(config, snapshot)
    answers = np.rint(curve.labels * factor).astype(np.int64)
    found = labels_needed(replace(curve, labels=answers), config.target.value)
    if found.estimate and factor > 1:
        found = replace(found, sentence=found.sentence + ALL_COUNTED)
    return {**target, **_estimate(found)}


def _answers_a_label(config: Config, snapshot: Snapshot) -> float:
    """Answers that people give for each one that trains, so that a forecast tells all the work there is.

    A reserve that came with its labels costs no more work than the queue's share of control items.
    """
    if len(snapshot.rows) == 0:
        return 1.0
    return min(snapshot.all_labels / len(snapshot.rows), 1 / (1 - config.control))


def _points(curve: LearningCurve) -> list[dict[str, Any]]:
    return [{name: _finite(value) for name, value in asdict(each).items()} for each in curve.points]


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {name: _finite(value) for name, value in asdict(estimate).items()}


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
