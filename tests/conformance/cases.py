"""The small seeded pools on which libraries are compared with the definitions."""

from __future__ import annotations

import importlib
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from tests.conformance.definition import POOLS, Case, Definition, pool

__all__ = ["EDGES", "ORDINARY", "case", "cases_of", "load_definitions"]

ORDINARY = ("plain", "binary", "many_classes", "clumps", "ties")
EDGES = ("duplicates", "constant_features", "one_class_known", "zero_labels")
_DRAWN = ("few", "few_duplicates")  # chances are counted over many seeds: small pools keep that quick


def _case(name: str, seed: int, n: int, classes: int, labelled: Any, **given: Any) -> Case:
    """A pool of ``n`` items; what is not given is drawn."""
    rng = np.random.default_rng(seed)
    probabilities = given.get("probabilities", rng.dirichlet(np.ones(classes), n))
    embeddings = given.get("embeddings", rng.normal(size=(n, 3)))
    committee = given.get("committee", rng.dirichlet(np.ones(classes), (4, n)))
    truth = given.get("truth", np.arange(n) % classes)
    labels = np.full(n, None, dtype=object)
    for row in labelled:
        labels[row] = int(truth[row])
    columns = {
        "true_label": np.asarray(truth, dtype=np.int64),
        "reference_label": rng.integers(classes, size=n),
        "value": rng.normal(size=n),
    }
    rows = np.array(sorted(labelled), dtype=np.int64)
    return Case(name, probabilities, embeddings, committee, labels, rows, given.get("ask", 6), {"columns": columns})


@pool("plain")
def plain() -> Case:
    """24 items, three classes, two labels of each."""
    return _case("plain", 0, 24, 3, [0, 1, 2, 9, 10, 11])


@pool("binary")
def binary() -> Case:
    """20 items, two classes."""
    return _case("binary", 1, 20, 2, [2, 5, 11, 12])


@pool("many_classes")
def many_classes() -> Case:
    """More classes than labels."""
    return _case("many_classes", 2, 20, 12, [0, 7, 8])


@pool("duplicates")
def duplicates() -> Case:
    """Six different items, four copies of each."""
    rng = np.random.default_rng(3)
    which = np.arange(24) % 6
    p, x, c = rng.dirichlet(np.ones(3), 6), rng.normal(size=(6, 3)), rng.dirichlet(np.ones(3), (4, 6))
    given = {"probabilities": p[which], "embeddings": x[which], "committee": c[:, which], "truth": which % 3}
    return _case("duplicates", 3, 24, 3, [0, 1, 8], ask=10, **given)


@pool("constant_features")
def constant_features() -> Case:
    """Embeddings that tell nothing."""
    return _case("constant_features", 4, 18, 3, [0, 1, 2], embeddings=np.ones((18, 3)))


@pool("one_class_known")
def one_class_known() -> Case:
    """Every label so far is of one class."""
    return _case("one_class_known", 5, 20, 3, [0, 4, 9, 13], truth=np.zeros(20, dtype=np.int64))


@pool("zero_labels")
def zero_labels() -> Case:
    """Nothing is labelled."""
    return _case("zero_labels", 6, 20, 3, [])


@pool("clumps")
def clumps() -> Case:
    """Five clumps far apart, of 9, 8, 7, 6 and 5 unlabelled items; two more clumps hold the labels."""
    rng = np.random.default_rng(7)
    sizes = (9, 8, 7, 6, 5, 2, 2)
    which = np.repeat(np.arange(7), sizes)
    centres = 20.0 * np.array([[0, 0], [1, 0], [0, 1], [1, 1], [2, 0], [2, 1], [0, 2]])
    x = centres[which] + rng.normal(size=(len(which), 2))
    order = rng.permutation(len(which))
    labelled = np.flatnonzero(which[order] >= 5)
    return _case("clumps", 7, len(which), 3, labelled, embeddings=x[order], truth=which[order] % 3, ask=5)


@pool("three_clumps")
def three_clumps() -> Case:
    """Clear clumps of 4, 5 and 6 unlabelled items, and one with the only label."""
    rng = np.random.default_rng(13)
    which = np.repeat(np.arange(4), (4, 5, 6, 1))
    centres = 20.0 * np.array([[0, 0], [1, 0], [0, 1], [1, 1]])
    x = centres[which] + rng.normal(size=(16, 2))
    order = rng.permutation(16)
    labelled = np.flatnonzero(which[order] == 3)
    return _case("three_clumps", 13, 16, 3, labelled, embeddings=x[order], truth=which[order] % 3, ask=3)


@pool("three_directions")
def three_directions() -> Case:
    """The same clumps, seen from the origin in directions of their own."""
    rng = np.random.default_rng(14)
    which = np.repeat(np.arange(3), (5, 6, 4))
    x = 20.0 * np.eye(3)[which] + rng.normal(size=(15, 3))
    return _case("three_directions", 14, 15, 3, [], embeddings=x[rng.permutation(15)], ask=3)


@pool("larger")
def larger() -> Case:
    """Sixty items in six loose groups, a batch of twenty: shortcuts of the fast forms have room to go wrong."""
    return _larger("larger", [0, 9, 18, 27, 36])


@pool("larger_zero_labels")
def larger_zero_labels() -> Case:
    """The same without labels."""
    return _larger("larger_zero_labels", [])


def _larger(name: str, labelled: list[int]) -> Case:
    rng = np.random.default_rng(15)
    x = 0.3 * rng.normal(size=(60, 4)) + 3.0 * rng.normal(size=(6, 4))[rng.integers(6, size=60)]
    return _case(name, 15, 60, 3, labelled, embeddings=x, ask=20)


@pool("ties")
def ties() -> Case:
    """Probabilities in quarters and embeddings on a grid: much is exactly equal."""
    rng = np.random.default_rng(8)
    p = np.array([[0.5, 0.25, 0.25], [0.25, 0.5, 0.25], [0.75, 0.25, 0.0], [0.5, 0.5, 0.0]])
    x = np.array([[a, b, 0] for a in range(5) for b in range(4)], dtype=np.float64)
    given = {
        "probabilities": p[rng.integers(4, size=20)],
        "embeddings": x,
        "committee": p[rng.integers(4, size=(4, 20))],
    }
    return _case("ties", 8, 20, 3, [0, 6, 13], **given)


@pool("few")
def few() -> Case:
    """Seven items to choose from: few enough to try everything."""
    return _case("few", 9, 10, 3, [1, 4, 8], ask=2)


@pool("few_duplicates")
def few_duplicates() -> Case:
    """Seven items to choose from, of which some are copies."""
    rng = np.random.default_rng(10)
    which = np.array([0, 1, 2, 3, 4, 0, 1, 5, 2, 0])
    p, x, c = rng.dirichlet(np.ones(3), 6), rng.normal(size=(6, 3)), rng.dirichlet(np.ones(3), (4, 6))
    given = {"probabilities": p[which], "embeddings": x[which], "committee": c[:, which], "truth": which % 3}
    return _case("few_duplicates", 10, 10, 3, [3, 4, 7], ask=2, **given)


@pool("multi_label")
def multi_label() -> Case:
    """Five labels that may hold together; a label is a row of 0 and 1."""
    return _multi_label("multi_label", [0, 3, 7, 9, 15])


@pool("multi_label_zero")
def multi_label_zero() -> Case:
    """Several labels an item, nothing labelled."""
    return _multi_label("multi_label_zero", [])


def _multi_label(name: str, labelled: list[int]) -> Case:
    rng = np.random.default_rng(11)
    p, c = rng.random((20, 5)), rng.random((3, 20, 5))
    labels = np.full(20, None, dtype=object)
    for row in labelled:
        labels[row] = (rng.random(5) < 0.4).astype(np.float64)
    rows = np.array(labelled, dtype=np.int64)
    return Case(name, p, rng.normal(size=(20, 3)), c, labels, rows, 6, {"task": "multi_label"})


@pool("regression")
def regression() -> Case:
    """Labels are numbers; the committee predicts numbers, (K, n)."""
    return _regression("regression", [0, 3, 7, 9])


@pool("regression_zero")
def regression_zero() -> Case:
    """Labels are numbers, and none is known."""
    return _regression("regression_zero", [])


def _regression(name: str, labelled: list[int]) -> Case:
    rng = np.random.default_rng(12)
    x = rng.normal(size=(20, 3))
    truth = x @ np.array([1.0, -2.0, 0.5]) + np.sin(3 * x[:, 0])
    labels = np.full(20, None, dtype=object)
    for row in labelled:
        labels[row] = float(truth[row])
    predictions = truth + 0.3 * rng.normal(size=20)
    committee = truth + 0.5 * rng.normal(size=(4, 20))
    rows = np.array(labelled, dtype=np.int64)
    extra = {"task": "regression", "predictions": predictions}
    return Case(name, rng.dirichlet(np.ones(2), 20), x, committee, labels, rows, 6, extra)


@cache
def case(name: str) -> Case:
    """The pool of that name, its arrays read-only."""
    made = POOLS[name]()
    for array in (made.probabilities, made.embeddings, made.committee):
        array.setflags(write=False)
    return made


def cases_of(definition: Definition) -> list[Case]:
    """The pools on which a definition is tried."""
    default = _DRAWN if definition.kind == "chances" else ORDINARY + EDGES
    return [case(name) for name in definition.cases or default]


@cache
def load_definitions() -> None:
    """Import every file of definitions."""
    for file in sorted((Path(__file__).parent / "definitions").glob("*.py")):
        if file.stem != "__init__":
            importlib.import_module(f"tests.conformance.definitions.{file.stem}")
