"""`DataSet`: rows with their labels, as every cell of a study sees them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from hashlib import sha256
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.loop.label_space import Label, Scalar

__all__ = ["DataSet"]


@dataclass(frozen=True)
class DataSet:
    """Labelled rows.

    Attributes
    ----------
    name : as it is shown.
    content : n rows as a model takes them: (n, d) float array, or a list of n texts.
    labels : n labels, none missing: a class each; a tuple of classes each where ``multilabel``; a float each where
        ``numbers``.
    classes : every class, in the order of the columns of probabilities; none where ``numbers``.
    multilabel : whether an item may hold several classes, or none.
    embeddings : (n, d) float32, or None.
    columns : name -> (n,) values, further facts of the rows, e.g. groups, or which rows are noisy.
    test_rows : (t,) int64 rows that came as a test part, or None.
    ids : n texts, distinct.
    fingerprint : sha256 (hex) of what was read.
    notes : sentences on what was left out or changed while reading.
    numbers : whether labels are numbers (regression).
    """

    name: str
    content: Any
    labels: list[Label]
    classes: tuple[Scalar, ...]
    multilabel: bool
    embeddings: npt.NDArray[np.float32] | None
    columns: Mapping[str, npt.NDArray[Any]]
    test_rows: npt.NDArray[np.int64] | None
    ids: list[str]
    fingerprint: str
    notes: tuple[str, ...] = field(default=())
    numbers: bool = False

    def one_vs_rest(self) -> dict[Scalar, DataSet]:
        """For each class the same rows with the labels "yes" and "no": does the item hold it?

        Raises
        ------
        InputError : labels are numbers.
        """
        if self.numbers:
            raise InputError(f"The labels of {self.name!r} are numbers: there are no classes to look at one by one.")
        return {target: self._against_rest(target) for target in self.classes}

    def _against_rest(self, target: Scalar) -> DataSet:
        held = [target in label if isinstance(label, tuple) else target == label for label in self.labels]
        return replace(
            self,
            labels=["yes" if each else "no" for each in held],
            classes=("no", "yes"),
            multilabel=False,
            fingerprint=sha256(f"{self.fingerprint} one vs rest {target!r}".encode()).hexdigest(),
        )
