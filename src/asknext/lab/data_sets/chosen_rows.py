"""The rows that are kept: those with a label, of the classes wanted, and as many as wanted."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, UnknownName
from asknext.lab.data_sets.plain_labels import PlainLabels
from asknext.lab.data_sets.source import Read
from asknext.lab.settings import Settings
from asknext.loop.experiment import split_rows
from asknext.loop.label_space import Label, Scalar
from asknext.pool.rows import n_rows, take_rows

__all__ = ["with_chosen_rows"]

_SEED = 0
Vectors = npt.NDArray[Any] | None


def with_chosen_rows(
    read: Read, known: PlainLabels, embeddings: Vectors, given: Settings
) -> tuple[Read, PlainLabels, Vectors]:
    """What was read, its labels and its embeddings, for the rows that are kept; notes say how many others there were.

    Raises
    ------
    InputError, UnknownName : ``classes`` or ``rows`` do not fit the data.
    """
    known = _of_classes(known, given)
    known = _as_many(known, given)
    if len(set(known.labels)) < 2:
        found = "no labelled rows" if not known.labels else f"only the label {known.labels[0]!r}"
        raise InputError(f"{given.where} holds {found}; there is nothing to learn.")
    if len(known.rows) == n_rows(read.content):
        return read, known, embeddings
    taken = known.rows
    tested = None if read.test_rows is None else np.flatnonzero(np.isin(taken, read.test_rows))
    kept = replace(
        read,
        content=take_rows(read.content, taken),
        columns={name: values[taken] for name, values in read.columns.items()},
        test_rows=tested,
        ids=[read.ids[row] for row in taken.tolist()] if read.ids else [str(row) for row in taken.tolist()],
    )
    return kept, known, None if embeddings is None else embeddings[taken]


def _of_classes(known: PlainLabels, given: Settings) -> PlainLabels:
    wanted = given.values.get("classes")
    if wanted is None:
        return known
    if known.numbers or not isinstance(wanted, list) or len(set(map(str, wanted))) != len(wanted) or not wanted:
        raise given.wrong("classes", "a list of distinct classes of the labels")
    for each in wanted:
        if each not in known.classes:
            raise UnknownName("class", each, known.classes, where=f"{given.where}.classes")
    classes = tuple(each for each in known.classes if each in wanted)
    if known.multilabel:
        labels: list[Label] = [_kept(label, classes) for label in known.labels]
        return replace(known, labels=labels, classes=classes)
    kept = [at for at, label in enumerate(known.labels) if label in classes]
    note = f"{len(known.labels) - len(kept):,} rows of other classes were left out."
    return _taken(replace(known, classes=classes, notes=(*known.notes, note)), np.array(kept, dtype=np.int64))


def _kept(label: Label, classes: tuple[Scalar, ...]) -> Label:
    return tuple(each for each in label if each in classes) if isinstance(label, tuple) else label


def _as_many(known: PlainLabels, given: Settings) -> PlainLabels:
    wanted = given.whole("rows", None, low=2)
    if wanted is None or wanted == len(known.rows):
        return known
    if wanted > len(known.rows):
        raise InputError(f"{given.where}.rows is {wanted:,}, but there are {len(known.rows):,} labelled rows.")
    strata: list[Label] = [0.0] * len(known.labels) if known.numbers else known.labels
    kept = split_rows(strata, wanted / len(known.rows), _SEED)[1]
    note = f"{len(kept):,} of {len(known.rows):,} rows were drawn, with a fixed seed."
    return _taken(replace(known, notes=(*known.notes, note)), kept)


def _taken(known: PlainLabels, kept: npt.NDArray[np.int64]) -> PlainLabels:
    return replace(known, rows=known.rows[kept], labels=[known.labels[at] for at in kept.tolist()])
