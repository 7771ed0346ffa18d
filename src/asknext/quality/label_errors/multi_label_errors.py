"""Which labels are probably wrong where an item may have several: each class against the rest."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.label_errors.confident_learning import label_errors
from asknext.quality.label_errors.noise_posterior import noise_posterior

__all__ = ["MultiLabelErrors", "multi_label_errors"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class MultiLabelErrors:
    """Labels of ``n`` items and ``L`` classes that are probably wrong.

    mask : (n, L) bool, a class that is given and should not be, or the other way round.
    right : (n, L) float64, the probability that what is said of the class is right (see `noise_posterior`).
    """

    mask: npt.NDArray[np.bool_]
    right: Floats

    @property
    def rows(self) -> Codes:
        """(e,) int64 items with something probably wrong, the likeliest error first."""
        rows = np.flatnonzero(self.mask.any(axis=1))
        worst = np.where(self.mask[rows], self.right[rows], 1.0).min(axis=1, initial=1.0)
        return rows[np.argsort(worst, kind="stable")]


def multi_label_errors(
    labels: npt.ArrayLike, probabilities: npt.ArrayLike, *, by: str = "noise_rate"
) -> MultiLabelErrors:
    """Confident learning on each class against the rest.

    Parameters
    ----------
    labels : (n, L) zeros and ones. probabilities : (n, L) each in [0, 1], of a model that has not seen these labels.
    by : the filter, as for `label_errors`.

    Raises
    ------
    InputError : shapes or values that cannot be.

    Source: Thyagarajan, Snorrason, Northcutt & Mueller 2022, "Identifying incorrect annotations in multi-label
    classification data"; the same mask as cleanlab 2.9 gives for each class.
    """
    given, table = np.asarray(labels), np.asarray(probabilities, dtype=np.float64)
    if given.ndim != 2 or given.shape != table.shape or not np.isin(given, (0, 1)).all():
        raise InputError(
            f"Labels are (n, L) zeros and ones beside (n, L) probabilities; found {given.shape}, {table.shape}."
        )
    columns = [(given[:, at].astype(np.int64), np.stack([1 - p, p], axis=1)) for at, p in enumerate(table.T)]
    mask = [label_errors(codes, pair, by=by).mask for codes, pair in columns]
    right = [noise_posterior(codes, pair).right for codes, pair in columns]
    return MultiLabelErrors(np.stack(mask, axis=1), np.stack(right, axis=1))
