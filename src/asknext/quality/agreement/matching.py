"""Which parts that two annotators marked are the same part: spans of text, stretches of time, boxes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError

__all__ = ["Matches", "matched_parts", "overlaps"]

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Matches:
    """``first`` and ``second`` (p,) int64: the rows that belong together; ``overlap`` (p,) float64 of each pair."""

    first: Codes
    second: Codes
    overlap: Floats


def overlaps(first: npt.ArrayLike, second: npt.ArrayLike) -> Floats:
    """(a, b) intersection over union of parts given by their lower and upper edges.

    Parameters
    ----------
    first, second : (a, 2 d), (b, 2 d): d lower edges, then d upper edges; spans (start, end), boxes (x0, y0, x1, y1).

    Two parts without extent have overlap 1 where they are the same and 0 where not.

    Raises
    ------
    InputError : tables that do not fit, or an upper edge below its lower one.
    """
    left, right = _parts(first), _parts(second)
    if left.size == 0 or right.size == 0:
        return np.zeros((len(left), len(right)))
    if left.shape[1] != right.shape[1]:
        raise InputError(f"Parts are of one kind; found rows of {left.shape[1]} and of {right.shape[1]} edges.")
    d = left.shape[1] // 2
    low = np.maximum(left[:, None, :d], right[None, :, :d])
    high = np.minimum(left[:, None, d:], right[None, :, d:])
    shared = np.maximum(high - low, 0.0).prod(axis=2)
    sizes = [(each[:, d:] - each[:, :d]).prod(axis=1) for each in (left, right)]
    union = sizes[0][:, None] + sizes[1][None, :] - shared
    same = (left[:, None, :] == right[None, :, :]).all(axis=2)
    found: Floats = np.where(union > 0, shared / np.where(union > 0, union, 1.0), same)
    return found


def matched_parts(first: npt.ArrayLike, second: npt.ArrayLike, least: float = 0.5) -> Matches:
    """Pairs of parts, each in one pair at most, of overlap ``least`` or more: the most pairs, then the largest overlap.

    Raises
    ------
    InputError : as `overlaps`, or ``least`` outside (0, 1].
    """
    from scipy.optimize import linear_sum_assignment

    if not 0 < least <= 1:
        raise InputError(f"The least overlap of two parts that are the same lies in (0, 1]; found {least}.")
    table = overlaps(first, second)
    # 1 for every allowed pair outweighs whatever overlaps sum to.
    worth = np.where(table >= least, len(table) + 1.0 + table, 0.0)
    rows, columns = linear_sum_assignment(worth, maximize=True)
    good = table[rows, columns] >= least
    return Matches(rows[good], columns[good], table[rows, columns][good])


def _parts(given: npt.ArrayLike) -> Floats:
    table = np.asarray(given, dtype=np.float64)
    if table.size == 0:
        return np.zeros((0, 2))
    if (
        table.ndim != 2
        or table.shape[1] % 2
        or not (table[:, : table.shape[1] // 2] <= table[:, table.shape[1] // 2 :]).all()
    ):
        raise InputError(
            f"Parts are rows of lower edges, then upper edges, such as (start, end) or (x0, y0, x1, y1); found shape "
            f"{table.shape}, or an upper edge below its lower one."
        )
    return table
