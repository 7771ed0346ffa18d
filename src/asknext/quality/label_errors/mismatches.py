"""Where the model and the label disagree, the widest gap first."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.quality.label_errors.column_blocks import checked

__all__ = ["Mismatches", "mismatches"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Mismatches:
    """``m`` items whose likeliest class is another than the label, the widest gap first.

    rows : (m,) int64. said : (m,) int64 the class the model says. gap : (m,) float64 in (0, 1], its probability less
    that of the label.
    """

    rows: Codes
    said: Codes
    gap: Floats


def mismatches(labels: npt.ArrayLike, probabilities: npt.ArrayLike, *, least: float = 0.0) -> Mismatches:
    """Items whose label is not what the model says, with the gap between the two above ``least``.

    Parameters
    ----------
    labels : (n,) class codes. probabilities : (n, K), of a model that has not seen the labels it is held against.

    Raises
    ------
    InputError : shapes or codes that do not fit.
    """
    codes, table = checked(labels, probabilities)
    said = table.argmax(axis=1)
    every = np.arange(len(codes))
    gap = table[every, said].astype(np.float64) - table[every, codes]
    rows = np.flatnonzero(gap > least)
    rows = rows[np.argsort(-gap[rows], kind="stable")]
    return Mismatches(rows, said[rows], gap[rows])
