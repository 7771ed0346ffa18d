"""How sure a model is of each item, from its probabilities."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

__all__ = ["confidences", "entropies", "expected_f", "share_right"]

Floats = npt.NDArray[np.float64]


def confidences(probabilities: npt.NDArray[Any], multilabel: bool = False) -> Floats:
    """(n,) probability of the predicted class, from (n, C); of (n, L) the mean over labels of max(p, 1 - p)."""
    p = _columns(probabilities)
    return np.asarray(np.maximum(p, 1 - p).mean(axis=0) if multilabel else p.max(axis=0))


def entropies(probabilities: npt.NDArray[Any], multilabel: bool = False) -> Floats:
    """(n,) entropy in nats, from (n, C); of (n, L) the mean over labels of that of each decision."""
    p = _columns(probabilities)
    return np.asarray((_terms(p) + _terms(1 - p)).mean(axis=0) if multilabel else _terms(p).sum(axis=0))


def expected_f(probabilities: npt.NDArray[Any], multilabel: bool = False) -> float:
    """The F measure that a model expects of its own predictions, mean over classes (Laws & Schuetze 2008).

    For each class 2tp / (2tp + fp + fn), where an item predicted to be of it adds its probability p to tp and 1 - p to
    fp, and any other item adds p to fn. Classes of which neither is expected nor predicted anything are left out; NaN
    where none is left. Summed over all classes before the division it would be the mean confidence.
    """
    p = _columns(probabilities)
    chosen = p >= 0.5 if multilabel else p.argmax(axis=0) == np.arange(len(p))[:, None]
    hit, claimed, present = (p * chosen).sum(axis=1), chosen.sum(axis=1), p.sum(axis=1)
    base = claimed + present
    return float(np.mean(2 * hit[base > 0] / base[base > 0])) if (base > 0).any() else float("nan")


def share_right(probabilities: npt.NDArray[Any], answers: npt.NDArray[Any]) -> Floats:
    """(n,) whether the most probable class is the answer, 0 or 1; for (n, L) answers the share of labels right."""
    if answers.ndim == 2:
        width = min(answers.shape[1], probabilities.shape[1])
        wrong = (probabilities[:, :width] >= 0.5) != answers[:, :width].astype(bool)
        # A label the model did not know was predicted for nobody.
        unknown = answers[:, width:].astype(bool)
        return np.asarray(1 - (wrong.sum(axis=1) + unknown.sum(axis=1)) / answers.shape[1])
    return np.asarray(probabilities.argmax(axis=1) == answers, dtype=np.float64)


def _columns(probabilities: npt.NDArray[Any]) -> Floats:
    """(C, n) one row a class: sums over a few classes are then sums of long rows, several times quicker."""
    return np.ascontiguousarray(np.asarray(probabilities).T, dtype=np.float64)


def _terms(p: Floats) -> Floats:
    """-p log p, 0 where p is 0."""
    return np.asarray(-p * np.log(np.where(p > 0, p, 1.0)))
