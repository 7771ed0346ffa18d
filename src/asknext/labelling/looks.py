"""What a round's batch covered and how easy it was, from what the round before left behind."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.rounds import keep_arrays, kept_arrays
from asknext.labelling.snapshot import Snapshot
from asknext.project.annotate_config import NUMBERS
from asknext.project.folder import Project
from asknext.stopping.advice import Asked, look_at_batch
from asknext.stopping.confidences import confidences, entropies

__all__ = ["batch_of_round", "keep_for_next_look", "look_of_round"]

NAME = "before"


def look_of_round(project: Project, snapshot: Snapshot, embeddings: Any) -> dict[str, Any] | None:
    """The fields of a `BatchLook`, or None where nothing new trains the model or no round was before."""
    kept = _kept(project, snapshot, "rows", "targets", "said", "labels")
    if kept is None:
        return None
    rows, targets, said, labels = kept
    batch = np.setdiff1d(snapshot.rows, rows)
    batch = batch[batch < len(said)]  # what was imported since was never judged
    if len(batch) == 0 or len(rows) == 0:
        return None
    free = snapshot.open[snapshot.open < len(said)]

    def predictions(wanted: npt.NDArray[np.int64]) -> npt.NDArray[Any]:
        return _unpacked(said[wanted], int(labels), targets.ndim == 2)

    of_numbers = targets.dtype == np.float64
    told, says = (None, None) if of_numbers else (targets, predictions)
    asked = Asked(rows, told, batch, np.concatenate([free, batch]), says)
    return asdict(look_at_batch(embeddings, asked, project.config.seed))


def batch_of_round(project: Project, snapshot: Snapshot) -> dict[str, list[float]] | None:
    """{entropy, confidence, right} of the batch, by the model before; None where no model judged all of it."""
    kept = _kept(project, snapshot, "rows", "said", "labels", "entropy", "confidence")
    if kept is None:
        return None
    rows, said, labels, entropy, confidence = kept
    at = np.flatnonzero(~np.isin(snapshot.rows, rows))
    batch = snapshot.rows[at]
    if len(batch) == 0 or batch.max() >= len(said):
        return None
    answers, several = snapshot.targets[at], snapshot.targets.ndim == 2
    guesses = _unpacked(said[batch], int(labels), several)
    if several:
        answers = answers[:, : int(labels)]
    right = (guesses == answers).mean(axis=1) if several else guesses == answers
    return {
        name: np.asarray(values, dtype=np.float64).round(4).tolist()
        for name, values in (("entropy", entropy[batch]), ("confidence", confidence[batch]), ("right", right))
    }


def keep_for_next_look(project: Project, snapshot: Snapshot, probabilities: npt.NDArray[np.float32] | None) -> None:
    """Keep what the model learned from, and what it predicts for every item and how surely: some bytes an item."""
    if probabilities is None:
        return
    if project.config.task in NUMBERS:  # of which only what was asked is looked at
        nothing = np.zeros(snapshot.n, dtype=np.uint8)
        known = {"rows": snapshot.rows, "targets": snapshot.targets, "said": nothing, "labels": np.array(0)}
        keep_arrays(project, NAME, classes=np.array([], dtype=str), **known)
        return
    several = project.config.multilabel
    said = probabilities >= 0.5 if several else probabilities.argmax(axis=1)
    keep_arrays(
        project, NAME, rows=snapshot.rows, targets=snapshot.targets,
        said=_packed(said, probabilities.shape[1]), labels=np.array(probabilities.shape[1]),
        entropy=entropies(probabilities, several).astype(np.float16),
        confidence=confidences(probabilities, several).astype(np.float16),
        classes=np.array([each.id for each in snapshot.classes]),
    )  # fmt: skip


def _kept(project: Project, snapshot: Snapshot, *names: str) -> list[npt.NDArray[Any]] | None:
    """What the round before kept, where its class codes are still the same; None where they are not."""
    found = kept_arrays(project, NAME, "classes", *names)
    if found is None or [each.id for each in snapshot.classes][: len(found[0])] != found[0].tolist():
        return None
    return found[1:]


def _packed(said: npt.NDArray[Any], labels: int) -> npt.NDArray[Any]:
    if said.ndim == 2:
        return np.packbits(said, axis=1)
    return said.astype(np.uint8 if labels <= 256 else np.int32)


def _unpacked(said: npt.NDArray[Any], labels: int, several: bool) -> npt.NDArray[Any]:
    return np.unpackbits(said, axis=1, count=labels) if several else said.astype(np.int64)
