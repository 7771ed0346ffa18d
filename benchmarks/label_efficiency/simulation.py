"""One run: a split, first labels, a strategy, a model; its learning curve. A pure function of its arguments."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.label_efficiency.data_sets import DataSet

import asknext
from asknext.models import CalibratedLogisticRegression, class_probabilities, default_model, fit_model

__all__ = ["PROTOCOLS", "Protocol", "play"]

Ints = npt.NDArray[np.int64]
_TEST_SHARE = 1 / 3


@dataclass(frozen=True)
class Protocol:
    """``initial`` random labels, the same for every strategy, then ``rounds`` batches of ``batch``."""

    initial: int
    batch: int
    rounds: int


PROTOCOLS = {
    "batch 1": Protocol(20, 1, 30),
    "batch 10": Protocol(20, 10, 8),
    "batch 50": Protocol(20, 50, 4),
    "cold": Protocol(0, 10, 6),
}


def play(data: DataSet, protocol: Protocol, strategy: Any, seed: int, model: str = "default") -> dict[str, Any]:
    """The curve of ``strategy``: labels, scores after each fit, and the processor seconds of choosing and fitting."""
    pool, test = _split(len(data.X), seed)
    X, y = data.X[pool], data.y[pool]
    asked = _first(y, protocol.initial, seed)
    curve: dict[str, Any] = {"labels": [], "select_seconds": 0.0, "fit_seconds": 0.0}
    probabilities = _scored(curve, data, model, X, y, asked, test, seed) if len(asked) else None
    for turn in range(protocol.rounds):
        left = len(y) - len(asked)
        if left == 0:
            break
        began = process_time()
        batch = asknext.select(
            strategy,
            min(protocol.batch, left),
            probabilities=probabilities,
            embeddings=X,
            labels=_known(y, asked),
            labelled=asked,
            seed=np.random.default_rng([seed, turn, 3]),
            multilabel=data.multilabel,
        )
        curve["select_seconds"] += process_time() - began
        asked = np.sort(np.concatenate([asked, batch.indices]))
        probabilities = _scored(curve, data, model, X, y, asked, test, seed)
    return curve


def _split(n: int, seed: int) -> tuple[Ints, Ints]:
    order = np.random.default_rng([seed, 1]).permutation(n)
    return np.sort(order[round(n * _TEST_SHARE) :]), np.sort(order[: round(n * _TEST_SHARE)])


def _first(y: Ints, size: int, seed: int) -> Ints:
    """Random rows, drawn again until they differ in their labels."""
    rng = np.random.default_rng([seed, 2])
    rows = np.sort(rng.permutation(len(y))[:size])
    while size and (y[rows] == y[rows[0]]).all():
        rows = np.sort(rng.permutation(len(y))[:size])
    return rows


def _known(y: Ints, asked: Ints) -> npt.NDArray[Any]:
    labels = np.full(len(y), None, dtype=object)
    for row in asked.tolist():
        labels[row] = y[row] if y.ndim == 2 else int(y[row])
    return labels


def _scored(
    curve: dict[str, Any], data: DataSet, model: str, X: Any, y: Ints, asked: Ints, test: Ints, seed: int
) -> npt.NDArray[np.float64]:
    """Fit, put the scores on the curve, and give the probabilities of the pool."""
    began = process_time()
    fitted = fit_model(_estimator(model, data.multilabel), X[asked], y[asked], seed)
    classes = np.arange(data.classes)
    curve["fit_seconds"] += process_time() - began
    table = class_probabilities(fitted, data.X[test], classes, multilabel=data.multilabel)
    curve["labels"].append(len(asked))
    for name, value in _scores(data.y[test], table, data.multilabel).items():
        curve.setdefault(name, []).append(round(value, 6))
    return class_probabilities(fitted, X, classes, multilabel=data.multilabel)


def _estimator(model: str, multilabel: bool) -> Any:
    if model == "default":
        return default_model(multilabel)
    if model == "fixed penalty":
        return CalibratedLogisticRegression(multilabel, choose_from=10**9)
    from sklearn.ensemble import RandomForestClassifier

    return RandomForestClassifier(50)


def _scores(truth: Ints, table: npt.NDArray[np.float64], multilabel: bool) -> dict[str, float]:
    """Single-label: accuracy and macro F1. Multi-label: mean average precision over labels, and micro F1."""
    from sklearn.metrics import average_precision_score, f1_score

    if not multilabel:
        guess = table.argmax(axis=1)
        macro = f1_score(truth, guess, average="macro", zero_division=0.0)
        return {"score": float((guess == truth).mean()), "f1": float(macro)}
    seen = truth.any(axis=0)
    precision = average_precision_score(truth[:, seen], table[:, seen], average="macro")
    return {"score": float(precision), "f1": float(f1_score(truth, table >= 0.5, average="micro", zero_division=0.0))}
