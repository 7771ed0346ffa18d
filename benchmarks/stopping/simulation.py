"""One run: margin sampling on one split with one model, every round's probabilities kept for the rules to replay."""

from __future__ import annotations

import os
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
from benchmarks.stopping.data_sets import Split, split_of

import asknext

__all__ = ["BATCH", "MODELS", "ROUNDS", "Played", "play", "played"]

BATCH, ROUNDS, START = 10, 45, 2
MODELS = ("logistic_regression", "random_forest")


@dataclass(frozen=True)
class Played:
    """A finished run of R rounds over a pool of n items.

    Attributes
    ----------
    labels : (R,) labels behind each model.  asked : (labels[-1],) pool rows in the order they were labelled.
    truth : (n,) class codes of the pool.  probabilities : (R, n, C) float32 of the pool.
    coefficients : (R, K, d + 1) float64, weights and intercept of a logistic regression; (R, 0, 0) of a forest.
    test_right : (R, t) bool, which of the test items each model gets right: the evaluation alone looks at it.
    """

    labels: npt.NDArray[np.int64]
    asked: npt.NDArray[np.int64]
    truth: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float32]
    coefficients: npt.NDArray[np.float64]
    test_right: npt.NDArray[np.bool_]


def played(name: str, model: str, seed: int, folder: Path) -> Played:
    """The run, from ``folder`` if it was played before; raises `Absent` where the data is not on this machine."""
    path = folder / f"{name}-{model}-{seed}.npz"
    if not path.exists():
        run = play(split_of(name, seed, folder / "data"), model, seed)
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part")
        with part.open("wb") as file:
            np.savez_compressed(file, **{each.name: getattr(run, each.name) for each in fields(run)})
        os.replace(part, path)
    with np.load(path, allow_pickle=False) as kept:
        return Played(**{each.name: kept[each.name] for each in fields(Played)})


def play(data: Split, model: str, seed: int) -> Played:
    """Two labels of each class at random, then 45 batches of 10 by margin, each model fitted from scratch."""
    learner = asknext.ActiveLearner(
        _model(model), data.X, "margin", seed=seed, classes=range(data.classes), stopping=(), cold_start=False,
        embeddings=data.X,
    )  # fmt: skip
    kept: dict[str, list[Any]] = {"labels": [], "asked": [], "probabilities": [], "coefficients": [], "test_right": []}
    rows = _start(data.y, seed)
    for _ in range(ROUNDS + 1):
        learner.tell(rows, data.y[rows])
        kept["asked"].append(rows)
        _keep(kept, learner, data)
        if len(learner.available) == 0:
            break
        rows = learner.ask(BATCH, allow_fewer=True).indices
    stacked = {name: np.stack(values) for name, values in kept.items() if name != "asked"}
    return Played(truth=data.y, asked=np.concatenate(kept["asked"]), **stacked)


def _keep(kept: dict[str, list[Any]], learner: Any, data: Split) -> None:
    fitted = learner.fit()
    kept["labels"].append(len(learner.labels))
    kept["probabilities"].append(learner.predict_proba().astype(np.float32))
    kept["test_right"].append(learner.predict_proba(data.X_test).argmax(axis=1) == data.y_test)
    last = getattr(fitted, "steps", [(None, fitted)])[-1][1]
    known = hasattr(last, "coef_")
    kept["coefficients"].append(np.hstack([last.coef_, last.intercept_[:, None]]) if known else np.zeros((0, 0)))


def _start(y: npt.NDArray[np.int64], seed: int) -> npt.NDArray[np.int64]:
    order = np.random.default_rng([seed, 72]).permutation(len(y))
    return np.sort(np.concatenate([order[y[order] == code][:START] for code in np.unique(y)]))


def _model(name: str) -> Any:
    if name == "random_forest":
        from sklearn.ensemble import RandomForestClassifier

        return RandomForestClassifier(100)
    from sklearn.linear_model import LogisticRegression

    return LogisticRegression(max_iter=1000)
