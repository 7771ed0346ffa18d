"""`ranked_by`: the order another strategy would give, for one batch; nothing is published."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from asknext.errors import ProjectError
from asknext.labelling.round_model import fitted_model
from asknext.labelling.snapshot import take_snapshot
from asknext.labelling.strategy_view import StrategyView, predicted, strategy_view, with_cold_start
from asknext.labelling.training import HEAD
from asknext.project.folder import Project

if TYPE_CHECKING:
    from asknext.strategies import Batch

__all__ = ["ranked_by"]


def ranked_by(
    project: Project, strategy: str | Mapping[str, Any], *, progress: Callable[..., None] | None = None
) -> tuple[int, Batch]:
    """How many labels the model knew, and every item the strategy may ask, best first, as a round would order them.

    Raises
    ------
    ProjectError : there are no items. AsknextError : embeddings or strategy cannot be used.
    """
    from asknext.project.embeddings import pool_embeddings
    from asknext.strategies import Batch, build

    said = progress or (lambda *_a, **_k: None)
    snapshot = take_snapshot(project)
    if snapshot.n == 0:
        raise ProjectError("There is nothing to choose from yet: import items first.")
    said(0, 3, "Computing embeddings")
    embeddings = pool_embeddings(project)
    said(1, 3, "Fitting the model")
    model = fitted_model(project, snapshot, embeddings)
    probabilities = None if model is None else predicted(project, snapshot, model, embeddings)
    said(2, 3, "Choosing")
    if len(snapshot.open) == 0:
        return len(snapshot.rows), Batch(snapshot.open, np.zeros(0), ())
    made: Any = with_cold_start(build(strategy), project, snapshot)
    rng = np.random.default_rng([project.config.seed, len(snapshot.rows), len(snapshot.open)])
    batch: Batch = made.rank(strategy_view(StrategyView(project, snapshot, probabilities, embeddings)), rng, HEAD)
    said(3, 3, "Done")
    return len(snapshot.rows), batch
