"""What each finished round predicted on the stop set, kept so that old rounds can be measured on new answers."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.project.folder import Project
from asknext.store.rankings import all_rounds

__all__ = ["Past", "keep_predictions", "past_rounds"]

MOST = 60


@dataclass(frozen=True)
class Past:
    """A finished round: labels the model was fitted on, items and their (s, C) float32 probabilities."""

    version: int
    labels: int
    items: npt.NDArray[np.int64]
    probabilities: npt.NDArray[np.float32]

    def on(self, items: npt.NDArray[np.int64], classes: int) -> npt.NDArray[np.float32]:
        """(len(items), classes) probabilities; a class that is newer than the round has 0."""
        order = np.argsort(self.items)
        found = self.probabilities[order[np.searchsorted(self.items, items, sorter=order)]]
        return np.pad(found, ((0, 0), (0, classes - found.shape[1])))


def keep_predictions(
    project: Project, version: int, items: npt.NDArray[np.int64], probabilities: npt.NDArray[Any]
) -> None:
    """Write a round's predictions; the file is whole or absent."""
    folder = project.arrays / "rounds"
    folder.mkdir(exist_ok=True)
    temporary = folder / f".{version}.npz"
    with open(temporary, "wb") as file:
        np.savez(file, items=items, probabilities=probabilities.astype(np.float32))
        file.flush()
        os.fsync(file.fileno())
    os.replace(temporary, folder / f"{version}.npz")


def past_rounds(project: Project) -> list[Past]:
    """The rounds whose predictions are kept, oldest first; of many, some spread over all, and the newest."""
    with project.database.read() as conn:
        rounds = [each for each in all_rounds(conn) if each.labels > 0]
    found = [_read(project.arrays / "rounds", each) for each in _spread(rounds)]
    return [each for each in found if each is not None]


def _spread(rounds: Sequence[Any]) -> list[Any]:
    if len(rounds) <= MOST:
        return list(rounds)
    places = np.unique(np.linspace(0, len(rounds) - 1, MOST).round().astype(int))
    return [rounds[place] for place in places]


def _read(folder: Path, row: Any) -> Past | None:
    try:
        with np.load(folder / f"{row.ranking}.npz", allow_pickle=False) as kept:
            return Past(row.ranking, row.labels, kept["items"], kept["probabilities"])
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
