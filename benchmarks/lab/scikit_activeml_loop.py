"""The tweet study as a user of scikit-activeml writes it: one loop, one process. Runs in that package's environment.

    python scikit_activeml_loop.py EMBEDDINGS.npz --seeds 2 --rounds 71 > peer.json

Prints one JSON object: seconds of the clock and of the processor by strategy, and the curves of AUC.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
import warnings
from typing import Any

import numpy as np
from skactiveml import __version__
from skactiveml.classifier import SklearnClassifier
from skactiveml.pool import (
    Badge,
    Clue,
    ContrastiveAL,
    CoreSet,
    DropQuery,
    Falcun,
    RandomSampling,
    UncertaintySampling,
)
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score

# The name here -> how the strategy is made, and how the fitted model is handed to it. fit_clf=False: the loop has just
# fitted the model, and the package's default would fit it once more.
STRATEGIES: dict[str, tuple[Any, str]] = {
    "random": (RandomSampling, ""),
    "least_confidence": (lambda **of: UncertaintySampling(method="least_confident", **of), "clf"),
    "margin": (lambda **of: UncertaintySampling(method="margin_sampling", **of), "clf"),
    "entropy": (lambda **of: UncertaintySampling(method="entropy", **of), "clf"),
    "k_center_greedy": (CoreSet, ""),
    "badge": (Badge, "clf"),
    "clue": (Clue, "estimator"),
    "contrastive": (ContrastiveAL, "clf"),
    "falcun": (Falcun, "clf"),
    "drop_query": (DropQuery, "clf"),
}
TEST, INITIAL, BATCH = 800, 100, 100


def play(X: Any, truth: Any, name: str, seed: int, rounds: int) -> list[float]:
    """The AUC after each batch."""
    order = np.random.default_rng(seed).permutation(len(X))
    test, pool = order[:TEST], order[TEST:]
    y = np.full(len(pool), np.nan)
    y[:INITIAL] = truth[pool[:INITIAL]]
    model = SklearnClassifier(LogisticRegression(max_iter=1000), classes=[0, 1], random_state=seed)
    made, given = STRATEGIES[name]
    strategy, scores = made(random_state=seed), []
    for turn in range(rounds + 1):
        model.fit(X[pool], y)
        scores.append(roc_auc_score(truth[test], model.predict_proba(X[test])[:, 1]))
        if turn < rounds:
            fitted = {given: model, f"fit_{given}": False} if given else {}
            asked = strategy.query(X=X[pool], y=y, batch_size=BATCH, **fitted)
            y[asked] = truth[pool[asked]]
    return scores


def main() -> None:
    """Every strategy and seed, one after the other."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--rounds", type=int, default=71)
    parser.add_argument("--strategies", nargs="*", default=list(STRATEGIES))
    asked = parser.parse_args()
    warnings.filterwarnings("ignore")
    with np.load(asked.file, allow_pickle=False) as data:
        X, truth = data["x"].astype(np.float32), data["y"].astype(np.int64)
    found: dict[str, Any] = {"version": __version__, "strategies": {}}
    for name in asked.strategies:
        wall, cpu = time.perf_counter(), time.process_time()
        curves = [play(X, truth, name, seed, asked.rounds) for seed in range(asked.seeds)]
        seconds = {"wall": time.perf_counter() - wall, "cpu": time.process_time() - cpu}
        found["strategies"][name] = {**seconds, "curves": curves}
        print(name, {key: round(value, 1) for key, value in seconds.items()}, file=sys.stderr, flush=True)
    print(json.dumps(found))


if __name__ == "__main__":
    main()
