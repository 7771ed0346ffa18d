"""A whole loop beside bare scikit-learn: digits, logistic regression, margin, 20 rounds of 20, 5 seeds.

Both fit the same models to as many labels, once a round. A fit takes most of the time and varies by more than the
loop around it costs, so what is compared is the processor time outside the model's own ``fit`` and ``predict_proba``,
held against the whole time by hand.

    python benchmarks/strategies/loop.py        about two minutes
"""

import json
import statistics
import time

import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression

import asknext

ROUNDS, STEP, SEEDS, REPETITIONS = 20, 20, 5, 5
X, Y = load_digits(return_X_y=True)
X = X / 16.0


class Model(LogisticRegression):
    """Adds up what its own methods take."""

    inside = 0.0

    def fit(self, X, y):
        return self._timed(super().fit, X, y)

    def predict_proba(self, X):
        return self._timed(super().predict_proba, X)

    @staticmethod
    def _timed(method, *given):
        began = time.process_time()
        try:
            return method(*given)
        finally:
            Model.inside += time.process_time() - began


def model():
    return Model(max_iter=300)


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


def figures():
    """Of both: seconds of processor time, those outside the model, accuracy; medians over repetitions in turn."""
    found = {"scikit-learn by hand": by_hand, "asknext": by_asknext}
    runs = {name: [] for name in found}
    for repetition in range(1 + REPETITIONS):
        for name, play in found.items():
            Model.inside, began = 0.0, time.process_time()
            accuracy = statistics.mean(play(seed) for seed in range(SEEDS))
            cpu = time.process_time() - began
            if repetition:  # the first is for loading
                runs[name].append({"cpu": cpu, "outside": cpu - Model.inside, "accuracy": accuracy})
    return {name: {key: statistics.median(run[key] for run in each) for key in each[0]} for name, each in runs.items()}


if __name__ == "__main__":
    found = figures()
    bare, ours = found["scikit-learn by hand"], found["asknext"]
    print(json.dumps(found | {"overhead": (ours["outside"] - bare["outside"]) / bare["cpu"]}, indent=1))
