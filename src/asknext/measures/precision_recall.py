"""Precision, recall and F1: of each class, their mean over classes (macro), and over all decisions (micro)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.measures.class_counts import class_counts

__all__ = [
    "ClassScores",
    "class_scores",
    "macro_f1",
    "macro_precision",
    "macro_recall",
    "micro_f1",
    "micro_precision",
    "micro_recall",
]

Codes = npt.NDArray[np.integer[Any]]
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ClassScores:
    """Scores of each class, all (C,) float64, 0 where a denominator is 0.

    Attributes
    ----------
    precision : of the items predicted to be of the class, the share that is.
    recall : of the items of the class, the share that is predicted to be.
    f1 : 2tp / (2tp + fp + fn), their harmonic mean.
    support : items of the class.
    """

    precision: Floats
    recall: Floats
    f1: Floats
    support: Floats


def class_scores(truth: Codes, predictions: Codes, n_classes: int | None = None) -> ClassScores:
    """Precision, recall and F1 of each class or label.

    Parameters
    ----------
    truth, predictions : (m,) class codes, or (m, L) zeros and ones.
    n_classes : C, so that classes that do not occur have their place; default: those that occur.
    """
    hits, claimed, present = class_counts(truth, predictions, n_classes)
    return ClassScores(_ratio(hits, claimed), _ratio(hits, present), _ratio(2 * hits, claimed + present), present)


def macro_precision(truth: Codes, predictions: Codes) -> float:
    """Mean precision over the classes in truth or predictions, or over all labels; 0 for one never predicted."""
    return _macro(truth, predictions, "precision")


def macro_recall(truth: Codes, predictions: Codes) -> float:
    """Mean recall over the classes in truth or predictions, or over all labels; 0 for one that truth lacks.

    Where every predicted class occurs in truth this is the balanced accuracy.
    """
    return _macro(truth, predictions, "recall")


def macro_f1(truth: Codes, predictions: Codes) -> float:
    """Mean over classes (present in truth or predictions) or labels of 2tp / (2tp + fp + fn); 0 where undefined."""
    return _macro(truth, predictions, "f1")


def micro_precision(truth: Codes, predictions: Codes) -> float:
    """tp / (tp + fp) over all labels together; of one label an item it is the accuracy."""
    hits, claimed, _ = class_counts(truth, predictions)
    return float(_ratio(hits.sum(), claimed.sum()))


def micro_recall(truth: Codes, predictions: Codes) -> float:
    """tp / (tp + fn) over all labels together; of one label an item it is the accuracy."""
    hits, _, present = class_counts(truth, predictions)
    return float(_ratio(hits.sum(), present.sum()))


def micro_f1(truth: Codes, predictions: Codes) -> float:
    """2tp / (2tp + fp + fn) over all classes or labels together; 0 where undefined."""
    hits, claimed, present = class_counts(truth, predictions)
    return float(_ratio(2 * hits.sum(), (claimed + present).sum()))


def _macro(truth: Codes, predictions: Codes, which: str) -> float:
    hits, claimed, present = class_counts(truth, predictions)
    kept = claimed + present > 0 if truth.ndim == 1 else np.ones(len(hits), dtype=bool)
    base = {"precision": claimed, "recall": present, "f1": (claimed + present) / 2}[which]
    return float(np.mean(_ratio(hits, base)[kept]))


def _ratio(above: Any, below: Any) -> Floats:
    return np.asarray(np.where(below > 0, above / np.where(below > 0, below, 1.0), 0.0), dtype=np.float64)
