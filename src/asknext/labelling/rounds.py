"""What each finished round predicted on the stop set, kept so that old rounds can be measured on new answers."""

from __future__ import annotations

import json
import os
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.ontology.columns import columns_now
from asknext.project.folder import Project
from asknext.project.ontology import Ontology
from asknext.project.ontology.reading import read_ontology
from asknext.stopping.advice import BatchLook
from asknext.store.rankings import all_rounds

__all__ = ["Past", "aligned", "keep_arrays", "keep_predictions", "kept_arrays", "past_rounds"]

MOST, UNTHINNED = 60, 8
LEAST_SHARE, LEAST_ITEMS = 0.8, 20


@dataclass(frozen=True)
class Past:
    """A finished round: labels the model was fitted on, items and their (s, C) float32 probabilities.

    ``settled`` is false while the model knew too little for its predictions to say whether labelling may stop.
    ``look`` : what the batch behind the round covered, ``batch`` : the entropies and confidences that the model before
    gave its items, and whether it was right; see `asknext.labelling.looks`.
    """

    version: int
    labels: int
    items: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float32]
    settled: bool = True
    look: BatchLook | None = None
    batch: Mapping[str, list[float]] | None = None

    def on(self, items: npt.NDArray[np.int64], classes: int) -> npt.NDArray[np.float32]:
        """(len(items), classes) probabilities; a class that is newer than the round has 0."""
        order = np.argsort(self.items)
        found = self.probabilities[order[np.searchsorted(self.items, items, sorter=order)]]
        return np.pad(found, ((0, 0), (0, classes - found.shape[1])))


def aligned(past: Sequence[Past]) -> list[Past]:
    """The rounds on the items they have in common, in one order, so that row i is the same item in each.

    The stop set changes when items are ignored or imported. A round that shares too few items with the newest one
    is left out.
    """
    if not past:
        return []
    newest = past[-1]
    common, kept = np.sort(newest.items), [newest]
    for each in reversed(past[:-1]):
        shared = np.intersect1d(common, each.items)
        if len(shared) >= max(LEAST_SHARE * len(newest.items), LEAST_ITEMS):
            common, kept = shared, [each, *kept]
    width = max(each.probabilities.shape[1] for each in kept)
    return [replace(each, items=common, probabilities=each.on(common, width)) for each in kept]


def keep_predictions(
    project: Project, version: int, items: npt.NDArray[np.int64], probabilities: npt.NDArray[Any]
) -> None:
    """Write a round's predictions; the file is whole or absent."""
    keep_arrays(project, str(version), items=items, probabilities=probabilities.astype(np.float32))


def past_rounds(project: Project) -> list[Past]:
    """The rounds whose predictions are kept, oldest first; of many, some spread over all, and the newest ones.

    Of rounds that learned from the same labels only the newest counts: the others would look like a model that has
    become stable. What they predicted is told by the classes as they are now.
    """
    with project.database.read() as conn:
        ontology = read_ontology(conn)
        rounds = [(each, json.loads(each.result)) for each in all_rounds(conn) if each.labels > 0]
    different = {(row.labels, result.get("training_event")): (row, result) for row, result in rounds}
    in_order = sorted(different.values(), key=lambda each: int(each[0].ranking))
    found = [_read(project, ontology, *each) for each in _spread(in_order)]
    return [each for each in found if each is not None]


def keep_arrays(project: Project, name: str, **arrays: Any) -> None:
    """Write arrays below the rounds; the file is whole or absent."""
    folder = project.arrays / "rounds"
    folder.mkdir(exist_ok=True)
    temporary = folder / f".{name}.npz"
    with open(temporary, "wb") as file:
        np.savez(file, **arrays)
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / f"{name}.npz")


def kept_arrays(project: Project, name: str, *names: str) -> list[npt.NDArray[Any]] | None:
    """Arrays that `keep_arrays` wrote, or None where they cannot be read."""
    path: Path = project.arrays / "rounds" / f"{name}.npz"
    try:
        with np.load(path, allow_pickle=False) as kept:
            return [kept[each] for each in names]
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None


def _spread(rounds: Sequence[Any]) -> list[Any]:
    """At most ``MOST`` rounds; the newest without a gap, for what is asked is whether *successive* models agree."""
    if len(rounds) <= MOST:
        return list(rounds)
    places = np.linspace(0, len(rounds) - UNTHINNED - 1, MOST - UNTHINNED).round().astype(int)
    return [rounds[place] for place in np.unique(places)] + list(rounds[-UNTHINNED:])


def _read(project: Project, ontology: Ontology, row: Any, result: dict[str, Any]) -> Past | None:
    arrays = kept_arrays(project, str(row.ranking), "items", "probabilities")
    if arrays is None:
        return None
    had = list(result.get("class_counts", ()))
    predicted = columns_now(arrays[1], had, ontology, multilabel=project.config.multilabel) if had else arrays[1]
    look = None if result.get("look") is None else BatchLook(**result["look"])
    settled, batch = result.get("settled", True), result.get("batch")
    return Past(row.ranking, row.labels, arrays[0], predicted, settled, look, batch)
