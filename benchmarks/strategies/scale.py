"""Every registered strategy once on a million items, or its own sentence of refusal."""

import os

import numpy as np
from problem import CLASSES, LABELLED

# What has to be told which column it reads.
NAMED = {"cost_aware": {"name": "cost_aware", "scorer": "margin", "column": "value"}}


def names():
    import asknext

    return [name for name, info in asknext.strategies().items() if "simulation" not in info.parameters]


def prepared_strategy(name, problem):
    """A call of the strategy with every input it needs, all of them in memory before."""
    import asknext
    from asknext.strategies import build

    chosen = build(NAMED.get(name, name))
    given = {need: made(need, chosen, problem) for need in chosen.needs if need != "labels"}
    several = "single_label" not in chosen.tasks and "multi_label" in chosen.tasks
    threads = int(os.environ.get("BENCH_THREADS", "1"))
    labels = label_sets(problem) if several else problem.known
    return lambda: asknext.select(chosen, problem.b, labels=labels, threads=threads, **given).indices


def made(need, chosen, problem):
    rng = np.random.default_rng(0)
    if need in ("embeddings", "probabilities", "committee"):
        if need == "committee" and chosen.tasks == {"regression"}:
            return rng.normal(size=(5, problem.n))
        return getattr(problem, need)
    if need == "columns":
        return {name: rng.random(problem.n) for name in ("value", "standard_deviation")}
    if need == "predictions":
        return rng.normal(size=problem.n)
    if need == "annotations":
        answers = rng.integers(CLASSES, size=(problem.n, 3)).astype(float)
        answers[rng.random(answers.shape) < 0.8] = np.nan
        return answers
    return few(need, problem, rng)


def few(need, problem, rng):
    """One small table an item, of inputs that are a list of arrays: a thousand different ones again and again."""
    if need == "sequences":
        different = [rng.dirichlet(np.ones(CLASSES), 12) for _ in range(1000)]
        return [different[row % 1000] for row in range(problem.n)]
    if need == "detections":
        different = [detected(rng) for _ in range(1000)]
        return [different[row % 1000] for row in range(problem.n)]
    raise ValueError(f"this benchmark makes no {need}")


def label_sets(problem):
    labels = np.full(problem.n, None, dtype=object)
    for row in range(LABELLED):
        labels[row] = (problem.probabilities[row] > 0.1).astype(float)
    return labels


def detected(rng):
    corners = rng.random((int(rng.integers(5)), 2)) / 2
    boxes = np.hstack([corners, corners + 0.2])
    found = {"boxes": boxes, "scores": rng.random(len(boxes)), "probabilities": rng.dirichlet(np.ones(3), len(boxes))}
    return found | {"views": [found], "mask": rng.random((8, 8))}
