"""For each pair of classes, the items whose label is held to be the one instead of the other."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.quality.label_errors.confident_joint import NEAR, ConfidentJoint

__all__ = ["by_class", "by_noise_rate", "largest"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]


def by_noise_rate(codes: Codes, table: npt.NDArray[Any], found: ConfidentJoint, prune: Codes, keep: int) -> Mask:
    """(n,) suspects among the ``prune[j, k]`` items labelled k with the largest margin of j, for each pair.

    Parameters
    ----------
    codes : (n,) int64 labels. table : (n, K) probabilities. prune : (K, K) int64, how many to take.
    keep : classes with no more items than this are left alone.

    An item whose label is the likeliest class has no margin above 0, so while enough others have one, the others are
    all that need to be looked at.
    """
    mask = np.zeros(len(codes), dtype=bool)
    held = np.bincount(codes, minlength=table.shape[1])
    for k, rows in enumerate(_by_code(codes, found.suspects, len(held))):
        wanted = np.flatnonzero(prune[:, k])
        wanted = wanted[wanted != k]
        if held[k] > keep and len(rows) and len(wanted):
            own = found.own[rows]
            margins = np.ascontiguousarray(table[rows].T[wanted], dtype=np.float64) - own
            taken, short = _above(margins, prune[wanted, k])
            mask[rows[taken]] = True
            if len(short):
                everyone = np.flatnonzero(codes == k)
                mask[_of_everyone(everyone, table, found.own, prune[:, k], wanted[short])] = True
    return mask & _is_among(found.suspects, len(codes))


def by_class(codes: Codes, found: ConfidentJoint, prune: Codes, keep: int) -> Mask:
    """(n,) of each class k the items with the lowest probability of it, all but ``prune[k, k]`` of them."""
    mask = np.zeros(len(codes), dtype=bool)
    for k, rows in enumerate(_by_code(codes, np.arange(len(codes)), len(prune))):
        beyond = len(rows) - int(prune[k, k])
        if len(rows) > keep and beyond >= 1:
            mask[rows[largest(-found.own[rows], beyond)]] = True
    return mask


def largest(values: Floats, count: int) -> Codes:
    """(count,) int64 places of the largest, of equal ones the first."""
    if count == len(values):
        return np.arange(count)
    cut = np.partition(values, len(values) - count)[len(values) - count]
    above = np.flatnonzero(values > cut)
    return np.concatenate([above, np.flatnonzero(values == cut)[: count - len(above)]])


def _above(margins: Floats, counts: Codes) -> tuple[Codes, Codes]:
    """Columns among the ``counts[j]`` largest of row j, and the rows whose cut falls among those not above 0."""
    width = margins.shape[1]
    ordered = np.sort(margins, axis=1)
    cuts = ordered[np.arange(len(counts)), np.maximum(width - counts, 0)]
    short = (counts > width) | (cuts <= 2 * NEAR)
    cuts[short] = np.inf
    above = margins >= cuts[:, None]
    for j in np.flatnonzero(above.sum(axis=1) > counts):
        above[j] = _is_among(largest(margins[j], int(counts[j])), width)
    return np.flatnonzero(above.any(axis=0)), np.flatnonzero(short)


def _of_everyone(rows: Codes, table: npt.NDArray[Any], own: Floats, counts: Codes, classes: Codes) -> Codes:
    """Those of ``rows`` among the ``counts[j]`` largest margins, for each j of ``classes``."""
    away = {j: table[rows, j].astype(np.float64) - own[rows] for j in classes}
    return np.concatenate([rows[largest(margins, min(int(counts[j]), len(rows)))] for j, margins in away.items()])


def _by_code(codes: Codes, rows: Codes, classes: int) -> list[Codes]:
    """``rows`` of each class, in their order."""
    of_rows = codes[rows].astype(np.int16 if classes < 1 << 15 else np.int64)  # small ones are sorted by counting
    order = np.argsort(of_rows, kind="stable")
    ends = np.cumsum(np.bincount(of_rows, minlength=classes))
    return np.split(rows[order], ends[:-1])


def _is_among(rows: Codes, n: int) -> Mask:
    mask = np.zeros(n, dtype=bool)
    mask[rows] = True
    return mask
