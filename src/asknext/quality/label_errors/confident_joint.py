"""How often each class was given where another one is meant, counted where the model is sure of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.quality.label_errors.column_blocks import checked, column_blocks
from asknext.quality.label_errors.whole_counts import whole_rows

__all__ = ["ConfidentJoint", "confident_joint"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]

NEAR = 1e-6
_ABSENT = 2.0  # a threshold that no probability reaches
_TINY = 1e-100


@dataclass(frozen=True, eq=False)
class ConfidentJoint:
    """What was counted of ``n`` items and ``K`` classes.

    Attributes
    ----------
    thresholds : (K,) float64, the mean probability of a class among the items labelled so; 2 where there are none.
    guesses : (n,) int64, the class an item reaches the threshold of (of several the likeliest), -1 for none.
    counts : (K, K) int64, ``[given, guessed]``; a diagonal of 0 is raised to 1.
    joint : (K, K) int64, ``counts`` scaled so that each row sums to the items labelled so, in whole numbers.
    own : (n,) float64, the probability of the given label.
    suspects : (s,) int64 rising rows where another class is likelier than the given one by more than 1e-6.
    """

    thresholds: Floats
    guesses: Codes
    counts: Codes
    joint: Codes
    own: Floats
    suspects: Codes

    @property
    def noise(self) -> float:
        """The share of labels that are wrong, by the joint."""
        return float(1.0 - self.joint.trace() / self.joint.sum())


def confident_joint(labels: npt.ArrayLike, probabilities: npt.ArrayLike) -> ConfidentJoint:
    """Count (given, meant) pairs of classes.

    Parameters
    ----------
    labels : (n,) class codes as given. probabilities : (n, K), of a model that has not seen the labels it judges.

    Raises
    ------
    InputError : shapes or codes that do not fit, probabilities outside [0, 1].

    Source: Northcutt, Jiang & Chuang 2021, "Confident Learning", equations 1 to 3; rounding, the bound of the
    thresholds and what counts as equal as in cleanlab 2.9. One pass over the table, a block at a time.
    """
    codes, table = checked(labels, probabilities)
    size = table.shape[1]
    own = table[np.arange(len(codes)), codes].astype(np.float64)
    held = np.bincount(codes, minlength=size)
    sums = np.bincount(codes, weights=own, minlength=size)
    thresholds = np.where(held > 0, sums / np.maximum(held, 1), _ABSENT).clip(min=2 * NEAR)
    guesses, suspects = np.empty(len(codes), dtype=np.int64), np.empty(len(codes), dtype=bool)
    for rows, columns in column_blocks(table):
        suspects[rows] = _outdone(codes[rows], own[rows] + NEAR, columns)
        guesses[rows] = _guesses(table[rows], columns, thresholds - NEAR)
    cells = np.bincount(codes * (size + 1) + guesses + 1, minlength=size * (size + 1))
    counts = np.ascontiguousarray(cells.reshape(size, size + 1)[:, 1:])
    np.fill_diagonal(counts, counts.diagonal().clip(min=1))
    return ConfidentJoint(thresholds, guesses, counts, _calibrated(counts, held), own, np.flatnonzero(suspects))


def _outdone(given: Codes, own: Floats, columns: Floats) -> npt.NDArray[np.bool_]:
    """(rows,) whether a class other than the one given is the likeliest, by more than ``own`` was raised."""
    highest = columns.max(axis=0)
    if not (columns.min() >= 0 and highest.max() <= 1 + NEAR):
        raise InputError("Probabilities are numbers from 0 to 1; found one below, above or missing (NaN).")
    outdone: npt.NDArray[np.bool_] = highest > own
    for at in np.flatnonzero(highest == own):  # of equal ones the first class wins
        outdone[at] = bool((columns[: given[at], at] >= own[at]).any())
    return outdone


def _guesses(table: npt.NDArray[Any], columns: Floats, least: Floats) -> Codes:
    """(rows,) the class whose bound ``least`` (K,) is reached, of several the likeliest of all, or -1."""
    small: Any = np.uint8 if len(columns) <= np.iinfo(np.uint8).max else np.uint32
    reached, code = np.zeros((2, columns.shape[1]), dtype=small)
    for at, column in enumerate(columns):
        above = (column >= least[at]).view(np.uint8)
        reached += above
        code += above * small(at)  # overflows only where several are reached
    guesses: Codes = code.astype(np.int64)
    guesses[reached == 0] = -1
    several = np.flatnonzero(reached > 1)
    guesses[several] = table[several].argmax(axis=1)
    return guesses


def _calibrated(counts: Codes, held: Codes) -> Codes:
    scaled = (counts.T / counts.sum(axis=1).clip(min=_TINY) * held).T
    return whole_rows(scaled / max(float(scaled.sum()), _TINY) * held.sum())
