"""What the control stream says after a round: learning curve, shadow model, labels saved and still needed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.rounds import Past
from asknext.labelling.snapshot import Snapshot
from asknext.measures.agreement import cohen_kappa
from asknext.measures.contradiction import contradiction
from asknext.measures.control import Estimate, LearningCurve, labels_needed, labels_saved, learning_curve
from asknext.measures.metrics import predictions_of
from asknext.project.config import Config

__all__ = ["default_metric", "measure", "shadow_is_due"]

FOLDS, SIZES, LEAST_CONTROL = 5, 6, 20
EARLY = "Too early to tell: there are {n} answers on control items, {least} are needed."


def default_metric(config: Config) -> str:
    """The metric of the target, or the usual one of the task."""
    if config.target is not None:
        return config.target.metric
    return "micro_f1" if config.multilabel else "accuracy"


def measure(
    config: Config, snapshot: Snapshot, past: Sequence[Past], embeddings: Any, before: dict[str, Any]
) -> dict[str, Any]:
    """Everything the control answers and the stop set say, as JSON values.

    Parameters
    ----------
    past : finished rounds, this one last. before : the result of the round before, whose shadow is kept while new
        control answers are few.
    """
    result = _stability(config, past)
    curve = _curve(config, snapshot, past)
    shadow = _shadow(config, snapshot, embeddings) if shadow_is_due(snapshot, before) else None
    result["metric"] = default_metric(config)
    result["curve"] = [] if curve is None else _points(curve)
    result["shadow"] = before.get("shadow", _no_shadow()) if shadow is None else _shadow_result(shadow, snapshot, curve)
    result["saved"] = result["shadow"]["saved"]
    result["needed"] = _needed(config, curve, snapshot)
    return result


def shadow_is_due(snapshot: Snapshot, before: dict[str, Any]) -> bool:
    """Whether there are a tenth more control answers than when the shadow model was last fitted."""
    last = int(before.get("shadow", {}).get("control_labels", 0))
    return len(snapshot.control_rows) >= max(LEAST_CONTROL, math.ceil(1.1 * last), last + 1)


def _stability(config: Config, past: Sequence[Past]) -> dict[str, Any]:
    tables = [predictions_of(each.probabilities.astype(np.float64), config.multilabel) for each in past]
    rounds = [
        {"labels": each.labels, "value": contradiction(one, other)}
        for each, (one, other) in zip(past[1:], pairwise(tables), strict=True)
        if one.shape[0] == other.shape[0]
    ]
    same = len(tables) > 1 and tables[-2].shape == tables[-1].shape and tables[-1].size > 0
    kappa = cohen_kappa(tables[-2], tables[-1]) if same else None
    return {"contradiction": rounds, "kappa": kappa}


def _curve(config: Config, snapshot: Snapshot, past: Sequence[Past]) -> LearningCurve | None:
    """Every kept round measured on all control answers known now."""
    known = snapshot.control_rows
    while past and len(known) >= 1:
        common = known
        for each in past:
            common = np.intersect1d(common, each.items)
        if len(common) >= min(len(known), LEAST_CONTROL):
            return _curve_on(config, snapshot, past, common)
        past = past[1:]  # rounds from before the newest control items came
    return None


def _curve_on(
    config: Config, snapshot: Snapshot, past: Sequence[Past], items: npt.NDArray[np.int64]
) -> LearningCurve | None:
    if len(items) == 0:
        return None
    classes = len(snapshot.classes)
    truth = snapshot.control_targets[np.searchsorted(snapshot.control_rows, items)]
    table = np.stack([each.on(items, classes) for each in past]).astype(np.float64)
    return learning_curve([each.labels for each in past], table, truth, default_metric(config), seed=config.seed)


def _shadow(config: Config, snapshot: Snapshot, embeddings: Any) -> LearningCurve | None:
    """The model that learns from control items only, each predicted by models that did not train on it."""
    from asknext.models import class_probabilities, default_model, fit_model

    rng = np.random.default_rng([config.seed, 7])
    m, classes = len(snapshot.control_rows), range(len(snapshot.classes))
    X = np.asarray(embeddings[snapshot.control_rows], dtype=np.float32)
    y, fold = snapshot.control_targets, rng.permutation(m) % FOLDS
    smallest = min(2 * len(classes), m // 4) or 1
    sizes = np.unique(np.geomspace(smallest, m - math.ceil(m / FOLDS), SIZES).round().astype(int))
    table = np.zeros((len(sizes), m, len(classes)))
    model = default_model(config.multilabel, config.seed)
    for number in range(FOLDS):
        held, rest = fold == number, rng.permutation(np.flatnonzero(fold != number))
        for place, size in enumerate(sizes):
            fitted = fit_model(model, X[rest[:size]], y[rest[:size]], config.seed)
            table[place, held] = class_probabilities(fitted, X[held], classes, multilabel=config.multilabel)
    return learning_curve(sizes, table, y, default_metric(config), seed=config.seed)


def _shadow_result(shadow: LearningCurve, snapshot: Snapshot, curve: LearningCurve | None) -> dict[str, Any]:
    saved = (
        Estimate(None, None, None, "Too early to tell: no round was measured yet.")
        if curve is None
        else labels_saved(curve, shadow)
    )
    return {
        "control_labels": len(snapshot.control_rows),
        "points": _points(shadow),
        "saved": _estimate(saved),
    }


def _no_shadow() -> dict[str, Any]:
    sentence = EARLY.format(n="few", least=LEAST_CONTROL)
    return {"control_labels": 0, "points": [], "saved": {"sentence": sentence}}


def _needed(config: Config, curve: LearningCurve | None, snapshot: Snapshot) -> dict[str, Any]:
    if config.target is None:
        return {"sentence": "No target is set; with one, the labels still needed are estimated."}
    target = {"target": config.target.value}
    if curve is None:
        return {**target, "sentence": EARLY.format(n=len(snapshot.control_rows), least=LEAST_CONTROL)}
    return {**target, **_estimate(labels_needed(curve, config.target.value))}


def _points(curve: LearningCurve) -> list[dict[str, Any]]:
    return [{name: _finite(value) for name, value in asdict(each).items()} for each in curve.points]


def _estimate(estimate: Estimate) -> dict[str, Any]:
    return {name: _finite(value) for name, value in asdict(estimate).items()}


def _finite(value: Any) -> Any:
    return None if isinstance(value, float) and not math.isfinite(value) else value
