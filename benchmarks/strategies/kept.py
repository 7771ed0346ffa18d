"""What the approximate forms keep of what the exact ones find, and how good the k-means of a batch is.

    python benchmarks/strategies/kept.py [SETS.npz ...]        about ten minutes

Without arguments: a mixture of 50 Gaussians and uniform points, 128 dimensions. A file given holds ``embeddings``.
Each approximation is switched off by the constant that limits it; both forms get the same seeds.
"""

import argparse
import json
import statistics
import time
from contextlib import contextmanager
from importlib import import_module
from itertools import chain
from pathlib import Path

import numpy as np
from sklearn.cluster import KMeans

import asknext

SEEDS, BATCH = 2, 100


def sets(paths):
    rng = np.random.default_rng(20261122)
    noise = rng.standard_normal((24_000, 128), dtype=np.float32)
    yield "50 Gaussians", noise + (2 * rng.standard_normal((50, 128), dtype=np.float32))[rng.integers(50, size=24_000)]
    yield "uniform", rng.random((24_000, 128), dtype=np.float32)
    for path in paths:
        with np.load(path) as kept:
            yield path.stem, kept["embeddings"].astype(np.float32)


@contextmanager
def limit(module, **constants):
    """The constants of a module changed for a while."""
    room = import_module(f"asknext.strategies.{module}")
    before = {name: getattr(room, name) for name in constants}
    for name, value in constants.items():
        setattr(room, name, value)
    try:
        yield
    finally:
        for name, value in before.items():
            setattr(room, name, value)


def squares_to(X, rows):
    """(n,) squared distance of each row to the nearest of ``rows``, and the place of that one."""
    best, place, lengths = np.full(len(X), np.inf), np.zeros(len(X), dtype=int), np.einsum("ij,ij->i", X, X)
    for at, row in enumerate(rows):
        away = np.maximum(lengths + lengths[row] - 2 * (X @ X[row]), 0)
        nearer = away < best
        best[nearer], place[nearer] = away[nearer], at
    return best, place


def spread(X):
    return float(np.sqrt(np.square(X - X.mean(axis=0)).sum(axis=1).mean()))


def coverage(X, rows):
    """What max_herding raises: the mean over all items of the kernel to the nearest chosen."""
    return float(np.exp(-0.5 * squares_to(X, rows)[0] / spread(X) ** 2).mean())


def ball(X, rows, delta):
    """What prob_cover raises: the share of items within delta of a chosen one."""
    return float((squares_to(X, rows)[0] <= delta**2).mean())


def typical(X, rows):
    """The mean over the chosen of the inverse mean distance to their 20 nearest in the whole pool."""
    lengths, found = np.einsum("ij,ij->i", X, X), []
    for row in rows:
        away = np.partition(np.maximum(lengths + lengths[row] - 2 * (X @ X[row]), 0), 20)[1:21]
        found.append(1 / np.sqrt(away).mean())
    return float(np.mean(found))


def pairs(X):
    """(name, approximate picks, exact picks, what they are worth) of each strategy, by seed."""
    n = len(X)
    delta = float(np.sqrt(np.median(squares_to(X, range(BATCH))[0])))
    near = ("geometry.nearest_neighbours", {"_EXACT": n})
    # A quarter of the usual references, so that a pool of this size is far above them.
    yield "max_herding", {"references": 4096}, {"references": n}, None, coverage
    yield (
        "prob_cover",
        {"delta": delta},
        {"delta": delta},
        ("diversity.prob_cover", {"_REFERENCES": n}),
        (lambda X, rows: ball(X, rows, delta)),
    )
    yield "typiclust", {}, {}, ("diversity.typiclust", {"_SAMPLE": n}), typical
    yield "facility_location", {}, {}, near, coverage
    yield "graph_density", {}, {}, near, typical


def kept(X):
    for name, approximate, exact, switch, worth in pairs(X):
        shares, common = [], []
        for seed in range(SEEDS):
            rough = asknext.select({"name": name, **approximate}, BATCH, embeddings=X, seed=seed).indices
            if switch is None:
                true = asknext.select({"name": name, **exact}, BATCH, embeddings=X, seed=seed).indices
            else:
                with limit(switch[0], **switch[1]):
                    true = asknext.select({"name": name, **exact}, BATCH, embeddings=X, seed=seed).indices
            shares.append(worth(X, rough) / worth(X, true))
            common.append(len(np.intersect1d(rough, true)) / BATCH)
        yield {"what": name, "kept": statistics.mean(shares), "least": min(shares), "same picks": np.mean(common)}


def inertia(X, b=1000, beta=10):
    """Weighted k-means of the beta b items kept, by asknext and by scikit-learn with one start, on equal weights."""
    from asknext.strategies.geometry.clustering import cluster

    points = X[: b * beta].astype(np.float32)
    weights, found = np.random.default_rng(1).random(len(points)) + 0.1, []
    for seed in range(SEEDS):
        began = time.process_time()
        ours = cluster(points, b, weights, np.random.default_rng(seed))
        middle = time.process_time()
        theirs = KMeans(b, n_init=1, random_state=seed).fit(points, sample_weight=weights)
        end = time.process_time()
        found.append((float(weights @ ours.squares) / theirs.inertia_, (end - middle) / (middle - began)))
    ratios = [one for one, _ in found]
    times = statistics.median(two for _, two in found)
    mean, worst = statistics.mean(ratios), max(ratios)
    return {"what": "k-means, b = 1000", "inertia": mean, "worst": worst, "times faster": times}


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("sets", nargs="*", type=Path)
    for name, X in sets(parser.parse_args().sets):
        for found in chain([inertia(X)] if len(X) >= 10_000 else [], kept(X)):
            print(json.dumps({"set": name, **found}), flush=True)
