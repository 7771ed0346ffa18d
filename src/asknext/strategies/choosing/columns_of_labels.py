"""Which column of the probabilities is which label, where nobody says."""

from __future__ import annotations

from typing import Any

import numpy as np

from asknext.strategies.inputs import Float64

__all__ = ["columns_of_labels"]


def columns_of_labels(labels: list[Any], probabilities: Float64) -> dict[Any, int]:
    """Label -> column, by the one-to-one assignment under which the model is surest of the ``labels`` (m,) it has seen.

    ``probabilities`` (m, C) are the model's for the same items. With more labels than columns the rest are left out.
    """
    from scipy.optimize import linear_sum_assignment

    known = sorted(set(labels), key=lambda value: (str(type(value)), repr(value)))
    place = {label: position for position, label in enumerate(known)}
    sums = np.zeros((len(known), probabilities.shape[1]))
    np.add.at(sums, [place[label] for label in labels], probabilities)
    rows, columns = linear_sum_assignment(sums, maximize=True)
    return {known[row]: int(column) for row, column in zip(rows.tolist(), columns.tolist(), strict=True)}
