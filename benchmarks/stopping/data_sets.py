"""What the runs are played on: two bundled sets, two made ones, and the public sets that are on this machine."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.label_efficiency.data_sets import data_set

__all__ = ["BASELINE", "PUBLIC", "Split", "split_of"]

BASELINE = ("digits", "wdbc", "made_5_classes", "made_2_classes")
PUBLIC = (
    "sms_spam", "docs_issues", "tweets", "ag_news", "rt_polarity", "cifar10", "fashion_mnist", "segment", "phishing",
    "wall_robot", "spambase", "german", "splice",
)  # fmt: skip
_TEST_SHARE, _MADE = 0.4, 5_000
_FLIPS = {"made_5_classes": (5, 0.05), "made_2_classes": (2, 0.2)}


@dataclass(frozen=True)
class Split:
    """A pool to label and held-out data that only the evaluation sees; classes are 0..C-1."""

    X: npt.NDArray[np.float32]
    y: npt.NDArray[np.int64]
    X_test: npt.NDArray[np.float32]
    y_test: npt.NDArray[np.int64]
    classes: int


def split_of(name: str, seed: int, cache: Path) -> Split:
    """The pool and the test part of a set for one seed; raises `Absent` where its files are not on this machine."""
    X, y = _made(name, seed) if name in _FLIPS else _known(name, cache)
    order = np.random.default_rng([seed, 71]).permutation(len(X))
    test, pool = np.split(order, [round((0.7 if name in _FLIPS else _TEST_SHARE) * len(X))])
    return Split(X[pool], y[pool], X[test], y[test], int(y.max()) + 1)


def _known(name: str, cache: Path) -> tuple[Any, Any]:
    found = data_set(name, cache)
    return found.X, found.y


def _made(name: str, seed: int) -> tuple[Any, Any]:
    from sklearn.datasets import make_classification

    classes, flips = _FLIPS[name]
    X, y = make_classification(
        n_samples=_MADE, n_features=20, n_informative=10, n_classes=classes, flip_y=flips, class_sep=1.0,
        random_state=seed,
    )  # fmt: skip
    return X.astype(np.float32), y.astype(np.int64)
