"""A data set from plain lists, for tests."""

from __future__ import annotations

import numpy as np

from asknext.lab.data_sets import DataSet


def data_of(labels, columns=None, test_rows=None, embeddings=True, classes=None):
    content = np.arange(2.0 * len(labels)).reshape(-1, 2)
    several = isinstance(labels[0], tuple)
    every = {each for label in labels for each in label} if several else set(labels)
    return DataSet(
        "made",
        content,
        list(labels),
        tuple(classes or sorted(every)),
        several,
        content.astype(np.float32) if embeddings else None,
        {name: np.array(values) for name, values in (columns or {}).items()},
        None if test_rows is None else np.array(test_rows),
        [f"item {row}" for row in range(len(labels))],
        "0" * 64,
    )
