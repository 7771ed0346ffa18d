"""`DataFacts`: what the rounds of a store tell of the data sets: rows, classes, and which rows hold which."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import numpy as np
import numpy.typing as npt

from asknext.lab.label_overlap import overlap
from asknext.lab.report.findings import DataSetFacts
from asknext.lab.run_store import CellRecord, StoredRound

__all__ = ["DataFacts"]

YES = "yes"


class DataFacts:
    """Fills as cells are read; the first cell of each data set and class tells what there is to know."""

    def __init__(self) -> None:
        self._seen: dict[tuple[str, str | None], dict[str, npt.NDArray[np.int64]]] = {}
        self._rows: dict[str, int] = {}
        self._fingerprints: dict[str, str] = {}
        self._several: set[str] = set()

    def look(self, cell: CellRecord, first: StoredRound) -> None:
        """Take note of a cell's first round."""
        key = (cell.data_set, cell.target)
        if key in self._seen:
            return
        rows = np.concatenate([first.pool_rows, first.evaluated_rows])
        truth = np.concatenate([first.pool_truth, first.truth])
        rows, places = np.unique(rows, return_index=True)
        self._seen[key] = _holding(rows, truth[places], first.classes)
        self._rows[cell.data_set] = max(self._rows.get(cell.data_set, 0), len(rows))
        self._fingerprints.setdefault(cell.data_set, cell.fingerprint)
        if first.multilabel or cell.target is not None:
            self._several.add(cell.data_set)

    @property
    def fingerprints(self) -> Mapping[str, str]:
        """Of each data set."""
        return self._fingerprints

    def shares(self, data_set: str, target: str | None) -> dict[str, float]:
        """Class -> its share of the rows."""
        held, rows = self._seen.get((data_set, target), {}), self._rows.get(data_set, 0)
        return {name: len(found) / max(rows, 1) for name, found in held.items()}

    def facts(self, sources: Mapping[str, str]) -> list[DataSetFacts]:
        """One a data set; ``sources`` says where each came from."""
        return [
            DataSetFacts(
                name,
                rows,
                {each: len(found) / max(rows, 1) for each, found in self._classes(name).items()},
                sources.get(name, ""),
                self._fingerprints[name],
                name in self._several,
            )
            for name, rows in self._rows.items()
        ]

    def co_occurrence(self) -> dict[str, dict[str, dict[str, int]]]:
        """Data set -> class -> class -> rows of both, where an item may have several."""
        found = {}
        for name in sorted(self._several):
            held = self._classes(name)
            if len(held) > 1:
                both = overlap(_sets(held), 1 + max(int(each.max(initial=0)) for each in held.values())).both
                found[name] = {
                    one: {other: int(both[i, j]) for j, other in enumerate(held)} for i, one in enumerate(held)
                }
        return found

    def _classes(self, data_set: str) -> dict[str, npt.NDArray[np.int64]]:
        """Class -> the rows that hold it; of classes one against the rest, those that hold each."""
        targets = {key[1]: held for key, held in self._seen.items() if key[0] == data_set}
        if set(targets) == {None}:
            return targets[None]
        return {str(target): held[YES] for target, held in targets.items() if target is not None and YES in held}


def _sets(held: Mapping[str, npt.NDArray[np.int64]]) -> dict[str, Collection[int]]:
    return {name: rows.tolist() for name, rows in held.items()}


def _holding(
    rows: npt.NDArray[np.int64], truth: npt.NDArray[np.generic], classes: tuple[object, ...]
) -> dict[str, npt.NDArray[np.int64]]:
    """Numbers have no classes."""
    if truth.dtype.kind == "f":
        return {}
    codes = truth.astype(np.int64)
    return {str(name): rows[codes[:, at] > 0 if codes.ndim == 2 else codes == at] for at, name in enumerate(classes)}
