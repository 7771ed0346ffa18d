"""Labels as a caller has them, some missing, in one form."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView

__all__ = ["known_labels", "labelled_rows"]

_PLAIN = {type(None), int, float, str, bool, np.int64, np.int32, np.float64, np.float32, np.str_, np.bool_}


def known_labels(labels: Any, n: int) -> tuple[npt.NDArray[Any] | None, npt.NDArray[np.bool_]]:
    """``labels`` as an object array (n,) with None where not known, and the mask (n,) of those not known.

    None, NaN, pandas' NA and NaT, and masked values are not known. Of a matrix (n, L) a row is not known where any of
    its values is missing; its known rows stay arrays. Without labels nothing is known.
    """
    if labels is None:
        return None, np.ones(n, dtype=bool)
    masked = np.ma.getmaskarray(labels) if isinstance(labels, np.ma.MaskedArray) else None
    if isinstance(labels, np.ndarray) and labels.ndim == 1 and labels.dtype.kind == "f" and masked is None:
        return _floats(labels, n)
    values = _objects(labels)
    if len(values) != n:
        raise _wrong_length(len(values), n)
    missing = _missing(labels, values)
    if masked is not None:
        missing |= masked.reshape(n, -1).any(axis=1)
    values[missing] = None
    return values, missing


def _floats(labels: npt.NDArray[np.floating[Any]], n: int) -> tuple[npt.NDArray[Any], npt.NDArray[np.bool_]]:
    """The same of an array with NaN where not known: no object is made of what is missing, which is nearly all."""
    if len(labels) != n:
        raise _wrong_length(len(labels), n)
    missing = np.isnan(labels)
    values, known = np.full(n, None, dtype=object), np.flatnonzero(~missing)
    values[known] = labels[known].astype(object)
    return values, missing


def _wrong_length(found: int, n: int) -> InputError:
    return InputError(f"labels has {found} values, but there are {n} items.")


def labelled_rows(view: PoolView) -> IntArray:
    """The rows of ``view.labelled`` with a known label: all of them where no labels are given.

    The others are not to be asked for another reason, e.g. because somebody set them aside.
    """
    if not view.has("labels"):
        return view.labelled
    labels = view.labels
    return np.array([row for row in view.labelled if not _is_missing(labels[int(row)])], dtype=np.int64)


def _missing(labels: Any, values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """(n,) which of ``values`` are not known; looks at them all at once where a comparison can tell."""
    if isinstance(labels, np.ndarray) and labels.ndim == 1 and labels.dtype.kind in "iubU":
        return np.zeros(len(labels), dtype=bool)
    if set(map(type, values)) <= _PLAIN:
        known: npt.NDArray[np.bool_] = values == values  # NaN is not itself
        nothing: npt.NDArray[np.bool_] = values == np.array(None)
        return ~known | nothing
    return np.fromiter(map(_is_missing, values), dtype=bool, count=len(values))


def _objects(labels: Any) -> npt.NDArray[Any]:
    if isinstance(labels, np.ndarray) and labels.ndim == 1 and not isinstance(labels, np.ma.MaskedArray):
        return labels.astype(object)
    if isinstance(labels, dict):
        raise InputError("labels is a mapping; give one value an item, in the order of the items, None where unknown.")
    rows = list(np.ma.getdata(labels)) if isinstance(labels, np.ma.MaskedArray) else list(_plain(labels))
    values = np.empty(len(rows), dtype=object)
    for position, row in enumerate(rows):  # assigning the list at once would make a matrix of equal-length lists
        values[position] = row
    return values


def _plain(labels: Any) -> Any:
    """A table becomes its rows; anything else is iterated as it is."""
    return labels.to_numpy() if hasattr(labels, "to_numpy") else labels


def _is_missing(value: Any) -> bool:
    if isinstance(value, np.ndarray):
        return bool(value.dtype.kind in "fO" and any(map(_is_missing, value)))
    if value is None or type(value).__name__ in {"NAType", "NaTType"}:
        return True
    return isinstance(value, float | np.floating) and bool(value != value)
