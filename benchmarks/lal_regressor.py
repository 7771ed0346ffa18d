"""Makes src/asknext/strategies/choosing/lal_regressor.npz: what a label is worth, learnt on made data.

    python -m benchmarks.lal_regressor --states 400

As Konyushkova, Sznitman & Fua (2017): two Gaussian clouds in the plane, a few labels drawn at random, a random forest
on them, and the fall of its test error by one more label. A random forest regressor learns the fall from the features
of `asknext.strategies.choosing.learner_state`. It is written as plain arrays. With the same arguments and the same
scikit-learn the file is the same.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from time import perf_counter
from typing import Any

import numpy as np
from sklearn.ensemble import RandomForestRegressor

from asknext.strategies.choosing.learner_state import fit_forest

TARGET = Path(__file__).parents[1] / "src/asknext/strategies/choosing/lal_regressor.npz"
_CANDIDATES, _POOL, _TEST = 10, 200, 400


def clouds(rng: np.random.Generator, count: int, centres: Any, shapes: Any, share: float) -> tuple[Any, Any]:
    """``count`` points of two classes, in the plane."""
    y = (rng.random(count) < share).astype(int)
    steps = rng.standard_normal((count, 2))
    return centres[y] + np.einsum("nij,nj->ni", shapes[y], steps), y


def state(seed: int) -> tuple[Any, Any]:
    """(candidates, 8) features of one learner, and (candidates,) by how much each label lowers its test error."""
    rng = np.random.default_rng([2017, seed])
    world = rng.uniform(-2, 2, (2, 2)), rng.normal(size=(2, 2, 2)), float(rng.uniform(0.1, 0.9))
    x, y = clouds(rng, _POOL, *world)
    x_test, y_test = clouds(rng, _TEST, *world)
    known = rng.permutation(_POOL)[: int(rng.integers(4, 51))]
    if len(set(y[known].tolist())) < 2:
        return np.empty((0, 8)), np.empty(0)
    rest = np.setdiff1d(np.arange(_POOL), known)
    before = fit_forest(x[known], y[known], x[rest], seed)
    error = np.mean(before.votes(x_test)[0].argmax(axis=1) != y_test)
    chosen = rng.choice(rest, _CANDIDATES, replace=False)
    falls = []
    for row in chosen:
        more = np.append(known, row)
        after = fit_forest(x[more], y[more], x[rest[:1]], seed)
        falls.append(error - np.mean(after.votes(x_test)[0].argmax(axis=1) != y_test))
    return np.concatenate(before.tables(x[chosen])), np.tile(falls, 2)


def arrays(model: Any) -> dict[str, Any]:
    """The trees side by side: children, features and thresholds of every node; a leaf is its own child."""
    trees = [tree.tree_ for tree in model.estimators_]
    starts = np.cumsum([0, *(tree.node_count for tree in trees)])[:-1]
    parts: dict[str, list[Any]] = {"left": [], "right": [], "feature": [], "threshold": [], "value": []}
    for tree, start in zip(trees, starts, strict=True):
        leaf, own = tree.children_left < 0, np.arange(tree.node_count)
        parts["left"].append(start + np.where(leaf, own, tree.children_left))
        parts["right"].append(start + np.where(leaf, own, tree.children_right))
        parts["feature"].append(np.where(leaf, 0, tree.feature))
        parts["threshold"].append(tree.threshold)
        parts["value"].append(tree.value[:, 0, 0])
    kinds = {"left": np.int32, "right": np.int32, "feature": np.int8, "threshold": np.float32, "value": np.float32}
    joined = {name: np.concatenate(values).astype(kinds[name]) for name, values in parts.items()}
    return joined | {"roots": starts.astype(np.int32)}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--states", type=int, default=400)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    given = parser.parse_args()
    tables, falls, start = [], [], perf_counter()
    for seed in range(given.states):
        table, fall = state(seed)
        tables.append(table)
        falls.append(fall)
        if perf_counter() - start > given.seconds:
            break
    x, y = np.concatenate(tables), np.concatenate(falls)
    half = np.arange(len(x)) < 0.8 * len(x)
    model = RandomForestRegressor(60, min_samples_leaf=20, max_features=4, random_state=0)
    guess = model.fit(x[half], y[half]).predict(x[~half])
    print(f"{len(tables)} states, {len(x)} rows; held out: correlation {np.corrcoef(guess, y[~half])[0, 1]:.3f}")
    np.savez_compressed(TARGET, **arrays(model.fit(x, y)))
    print(f"{TARGET.name}: {TARGET.stat().st_size} bytes")


if __name__ == "__main__":
    main()
