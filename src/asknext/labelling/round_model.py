"""`fitted_model`: the model that a round learns from the labels outside of the control stream."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.labelling.snapshot import Snapshot
from asknext.project.annotate_config import NUMBERS
from asknext.project.folder import Project

__all__ = ["fitted_model"]


def fitted_model(project: Project, snapshot: Snapshot, embeddings: Any) -> Any:
    """The default model of the project's task, or None while there is too little to learn from."""
    if project.config.task in NUMBERS:
        return _of_numbers(project, snapshot, embeddings)
    if len(snapshot.rows) == 0 or not snapshot.classes:
        return None
    from asknext.models import default_model, fit_model

    config = project.config
    X = np.asarray(embeddings[snapshot.rows], dtype=np.float32)
    return fit_model(default_model(config.multilabel, config.seed), X, snapshot.targets, config.seed)


def _of_numbers(project: Project, snapshot: Snapshot, embeddings: Any) -> Any:
    from asknext.labelling.number_model import fit_numbers, is_enough

    if not is_enough(snapshot.targets):
        return None
    return fit_numbers(embeddings[snapshot.rows], snapshot.targets, project.config.seed)
