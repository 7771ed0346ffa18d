"""`Shadow`: the model that learns from randomly drawn items only, which is what random labelling would have given."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.rounds import keep_arrays, kept_arrays
from asknext.labelling.snapshot import Snapshot
from asknext.project.annotate_config import NUMBERS
from asknext.project.config import Config
from asknext.project.folder import Project

__all__ = ["Shadow", "shadow_is_due", "shadow_of"]

FOLDS, SIZES, LEAST, GROWTH = 5, 6, 20, 1.1
NAME = "shadow"
NEEDED = 5
"""Half the answers of which the smallest shadow of numbers is made."""
Table = npt.NDArray[Any]
Learn = Callable[[Table, Table, Table], Table]


@dataclass(frozen=True)
class Shadow:
    """What models fitted on ``labels`` (S,) of the drawn items predict for the others.

    items : (m,) int64, ascending. probabilities : (S, m, C) float32, each by a model that did not train on the item.
    """

    items: npt.NDArray[np.int64]
    labels: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float32]

    def on(self, items: npt.NDArray[np.int64], classes: int) -> npt.NDArray[np.float32]:
        """(S, len(items), classes) probabilities; a class that is newer than the shadow has 0."""
        found = self.probabilities[:, np.searchsorted(self.items, items)]
        return np.pad(found, ((0, 0), (0, 0), (0, classes - found.shape[2])))


def shadow_of(project: Project, snapshot: Snapshot, embeddings: Any) -> Shadow | None:
    """The shadow kept from an earlier round, or a new one where it is due; None while drawn answers are few."""
    kept = kept_arrays(project, NAME, "items", "labels", "probabilities")
    shadow = None if kept is None else Shadow(*kept)
    if shadow_is_due(snapshot, shadow):
        shadow = _fitted(project.config, snapshot, embeddings)
        keep_arrays(project, NAME, items=shadow.items, labels=shadow.labels, probabilities=shadow.probabilities)
    return shadow


def shadow_is_due(snapshot: Snapshot, shadow: Shadow | None) -> bool:
    """Whether there are a tenth more drawn answers than the shadow has seen of them."""
    seen = 0 if shadow is None else len(np.intersect1d(shadow.items, snapshot.drawn_rows))
    return len(snapshot.drawn_rows) >= max(LEAST, math.ceil(GROWTH * seen), seen + 1)


def _fitted(config: Config, snapshot: Snapshot, embeddings: Any) -> Shadow:
    rng, m, learn = np.random.default_rng([config.seed, 7]), len(snapshot.drawn_rows), _learner(config, snapshot)
    X = np.asarray(embeddings[snapshot.drawn_rows], dtype=np.float32)
    y, fold = snapshot.drawn_targets, rng.permutation(m) % FOLDS
    sizes = _sizes(m, NEEDED if config.task in NUMBERS else len(snapshot.classes))
    table: npt.NDArray[np.float32] | None = None
    for number in range(FOLDS):
        held, rest = fold == number, rng.permutation(np.flatnonzero(fold != number))
        for place, size in enumerate(sizes):
            said = learn(X[rest[:size]], y[rest[:size]], X[held])
            table = np.zeros((len(sizes), m, said.shape[1]), dtype=np.float32) if table is None else table
            table[place, held] = said
    assert table is not None
    return Shadow(snapshot.drawn_rows, sizes, table)


def _learner(config: Config, snapshot: Snapshot) -> Learn:
    """What is learned of (m, d) and (m, ...) said of (k, d), in the columns of a round's predictions."""
    if config.task in NUMBERS:
        from asknext.labelling.number_model import fit_numbers, model_says

        return lambda X, y, held: model_says(fit_numbers(X, y, config.seed), held)
    from asknext.models import class_probabilities, default_model, fit_model

    model, classes = default_model(config.multilabel, config.seed), range(len(snapshot.classes))

    def learn(X: Table, y: Table, held: Table) -> Table:
        fitted = fit_model(model, X, y, config.seed)
        return class_probabilities(fitted, held, classes, multilabel=config.multilabel)

    return learn


def _sizes(m: int, classes: int) -> npt.NDArray[np.int64]:
    smallest = min(2 * classes, m // 4) or 1
    sizes = np.geomspace(smallest, m - math.ceil(m / FOLDS), SIZES).round().astype(np.int64)
    return np.asarray(np.unique(sizes), dtype=np.int64)
