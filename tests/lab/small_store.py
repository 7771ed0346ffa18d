"""Small run stores with rounds that were really played: a logistic regression on two blobs."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression

from asknext.lab.run_store import CellPlan, FinishedRound, NextBatch, StoreWriter
from asknext.measures import score

POOL, TEST, BATCH, ROUNDS = np.arange(60), np.arange(60, 100), 5, 6


def blobs(seed: int = 0) -> tuple[np.ndarray, np.ndarray]:
    rng = np.random.default_rng(seed)
    y = np.arange(100) % 2
    return rng.normal(size=(100, 2)) + 1.5 * y[:, None], y


@cache
def play(
    strategy: str, seed: int, rounds: int = ROUNDS, *, pool: bool = True, shift: float = 0.0
) -> list[FinishedRound]:
    """Margin or random batches of five; ``shift`` moves what is taken as accuracy."""
    X, y = blobs()
    rng = np.random.default_rng(seed)
    order = rng.permutation(POOL)
    rows = np.concatenate([order[y[order] == code][:2] for code in (0, 1)])
    labelled: list[int] = []
    found = []
    for number in range(rounds):
        labelled += rows.tolist()
        model = LogisticRegression().fit(X[labelled], y[labelled])
        test, every = model.predict_proba(X[TEST]), model.predict_proba(X[POOL])
        taken = {name: score(name, y[TEST], test) for name in ("accuracy", "roc_auc")}
        found.append(
            FinishedRound(
                number=number,
                asked=NextBatch(rows, seconds=0.5),
                answers=y[rows],
                labels=len(labelled),
                metrics=taken | {"accuracy": taken["accuracy"] + shift},
                test_probabilities=test,
                pool_probabilities=every if pool else None,
                fit_seconds=1.0,
            )
        )
        left = np.setdiff1d(POOL, labelled)
        doubt = np.abs(every[left, 0] - 0.5) if strategy == "margin" else rng.random(len(left))
        rows = left[np.argsort(doubt, kind="stable")[:BATCH]]
    return found


def make_store(
    folder: Path,
    *,
    strategies: Sequence[str] = ("margin", "random"),
    seeds: Sequence[int] = (0, 1, 2),
    study: dict[str, Any] | None = None,
    classes: tuple[Any, ...] = ("no", "yes"),
    keep: str = "float64",
    model: str = "logistic",
    **played: Any,
) -> Path:
    """A store with one cell for each strategy and seed, called for example margin-0."""
    cells = [(strategy, seed) for strategy in strategies for seed in seeds]
    with StoreWriter(folder, study or {"name": "small"}, keep_test=keep, keep_pool=keep) as writer:
        writer.add_cells([_plan(strategy, seed, classes, model) for strategy, seed in cells])
        for strategy, seed in cells:
            name = f"{strategy}-{seed}"
            writer.add_rounds([(name, finished) for finished in play(strategy, seed, **played)])
            writer.finish(name)
    return folder


def _plan(strategy: str, seed: int, classes: tuple[Any, ...], model: str) -> CellPlan:
    return CellPlan(
        id=f"{strategy}-{seed}", data_set="blobs", model=model, strategy=strategy, schedule="5", oracle="perfect",
        seed=seed, classes=classes, pool_rows=POOL, test_rows=TEST, truth=blobs()[1], fingerprint="f" * 64,
    )  # fmt: skip
