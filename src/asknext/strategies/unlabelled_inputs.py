"""The inputs of a view for its unlabelled rows alone, checked, in the simplest form: what a plain function is given."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.pool.task import REGRESSION
from asknext.pool.view import PoolView
from asknext.strategies.inputs import CommitteeBlocks, EmbeddingBlocks, ProbabilityBlocks
from asknext.strategies.regression.numbers import Members, predicted

__all__ = ["INPUTS", "unlabelled_input"]

INPUTS = (
    "probabilities",
    "embeddings",
    "committee",
    "predictions",
    "columns",
    "detections",
    "annotations",
    "sequences",
)


def unlabelled_input(name: str, view: PoolView, asker: str) -> Any:
    """The input ``name`` of ``view.unlabelled``, in that order.

    Probabilities (u, C), embeddings (u, d), committee (K, u, C) or for regression (K, u), predictions (u,): float64,
    checked as for any strategy. Columns: name to (u,) array. Anything else: a list of u, as it was given.
    """
    rows = view.unlabelled
    if name == "probabilities":
        return ProbabilityBlocks(view, asker).rows(rows)
    if name == "embeddings":
        return EmbeddingBlocks(view, asker).rows(rows, np.float64)
    if name == "committee":
        members = Members(view, asker) if view.task == REGRESSION else CommitteeBlocks(view, asker)
        return members.rows(rows)
    if name == "predictions":
        return predicted(view, asker, rows)
    given = view.need(name, asker)
    if name == "columns":
        return {key: np.asarray(values)[rows] for key, values in given.items()}
    return [given[int(row)] for row in rows]
