"""What the project's model says of labelled items it has not learnt from; kept until a label changes."""

from __future__ import annotations

import hashlib
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.rounds import keep_arrays, kept_arrays
from asknext.project.folder import Project

__all__ = ["LEAST", "judged_probabilities", "knows_nothing", "too_few"]

Floats = npt.NDArray[np.float64]

NAME = "judged"
LEAST, LEAST_A_CLASS = 20, 3


def too_few(labels: npt.NDArray[Any], classes: int) -> str:
    """Why a model cannot judge these labels, (m,) codes or (m, L) zeros and ones; "" where it can."""
    counts = labels.sum(axis=0) if labels.ndim == 2 else np.bincount(labels, minlength=classes)
    enough = int((counts >= LEAST_A_CLASS).sum())
    if len(labels) >= LEAST and enough >= (1 if labels.ndim == 2 else 2):
        return ""
    return (
        f"A model that judges labels needs {LEAST} labelled items and {LEAST_A_CLASS} of two classes at least; there "
        f"are {len(labels):,} labelled items, and {enough} classes with {LEAST_A_CLASS} or more."
    )


def knows_nothing(labels: npt.NDArray[Any], probabilities: Floats) -> str:
    """Why what a model says of these labels is worth nothing; "" where it is worth something."""
    from asknext.quality.label_errors import tells_apart

    if tells_apart(labels, probabilities):
        return ""
    return (
        "The model cannot judge these labels: on items it has not learnt from it knows no more of them than how "
        "frequent each class is. More labels, or other embeddings, may help."
    )


def judged_probabilities(
    project: Project,
    vectors: npt.NDArray[np.float32],
    labels: npt.NDArray[Any],
    classes: int,
    groups: npt.NDArray[np.int64],
) -> Floats:
    """(m, K) float64: each item judged by a model fitted on the others, in 5 folds (see `out_of_sample`).

    Parameters
    ----------
    vectors : (m, d) of the labelled items. labels : (m,) codes, or (m, L) zeros and ones. classes : K.
    groups : (m,) codes; items of one group are in one fold, those below 0 by themselves.
    """
    from asknext.quality.label_errors import out_of_sample

    key = _key(vectors, labels, classes, groups, project.config.seed)
    kept = kept_arrays(project, NAME, "key", "probabilities")
    if kept is not None and kept[0].tobytes() == key.tobytes():
        return kept[1].astype(np.float64)
    together = None if (groups < 0).all() else [None if group < 0 else int(group) for group in groups]
    found = out_of_sample(vectors, labels, classes, groups=together, seed=project.config.seed)
    keep_arrays(project, NAME, key=key, probabilities=found.astype(np.float32))
    return found.astype(np.float32).astype(np.float64)


def _key(vectors: npt.NDArray[np.float32], labels: npt.NDArray[Any], classes: int, groups: Any, seed: int) -> Any:
    """What the answer depends on, in 16 bytes."""
    digest = hashlib.blake2b(repr((vectors.shape, labels.shape, classes, seed)).encode(), digest_size=16)
    for each in (labels, groups, vectors):
        digest.update(np.ascontiguousarray(each).view(np.uint8).data)
    return np.frombuffer(digest.digest(), dtype=np.uint8)
