"""A whole loop beside bare scikit-learn: digits, logistic regression, margin, 20 rounds of 20, 5 seeds.

Both fit the same models to as many labels, once a round; what asknext takes more is its overhead.

    python benchmarks/strategies/loop.py        about two minutes
"""

import json
import statistics
import time

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

import asknext

ROUNDS, STEP, SEEDS = 20, 20, 5
X, Y = load_digits(return_X_y=True)
X = X / 16.0


def model():
    return LogisticRegression(max_iter=300)


def start(seed):
    """Two of each class."""
    rng = np.random.default_rng(seed)
    return np.concatenate([rng.choice(np.flatnonzero(k == Y), 2, replace=False) for k in range(10)])


def by_hand(seed):
    labelled = np.zeros(len(Y), dtype=bool)
    labelled[start(seed)] = True
    for _ in range(ROUNDS):
        fitted, left = model().fit(X[labelled], Y[labelled]), np.flatnonzero(~labelled)
        two = np.partition(fitted.predict_proba(X[left]), -2, axis=1)
        labelled[left[np.argpartition(two[:, -1] - two[:, -2], STEP)[:STEP]]] = True
    return model().fit(X[labelled], Y[labelled]).score(X, Y)


def by_asknext(seed):
    learner = asknext.ActiveLearner(model(), X, "margin", seed=seed, embeddings=X, cold_start=False, stopping=[])
    first = start(seed)
    learner.tell(first, Y[first])
    for _ in range(ROUNDS):
        batch = learner.ask(STEP)
        learner.tell(batch, Y[batch.indices])
    return learner.fit().score(X, Y)


def fits():
    """Both with as many fits and the accuracy they come to, seconds of processor time, medians of three."""
    figures = {}
    for name, play in (("scikit-learn by hand", by_hand), ("asknext", by_asknext)):
        play(0)
        figures[name] = {"seconds": [], "accuracy": 0.0}
    for _ in range(3):
        for name, play in (("scikit-learn by hand", by_hand), ("asknext", by_asknext)):
            began = time.process_time()
            figures[name]["accuracy"] = statistics.mean(play(seed) for seed in range(SEEDS))
            figures[name]["seconds"].append(time.process_time() - began)
    return {name: {"cpu": statistics.median(f["seconds"]), "accuracy": f["accuracy"]} for name, f in figures.items()}


if __name__ == "__main__":
    figures = fits()
    bare, ours = figures["scikit-learn by hand"]["cpu"], figures["asknext"]["cpu"]
    print(json.dumps(figures | {"overhead": ours / bare - 1}))
