"""Inputs of regression, checked: what the model and its committee predict, and labels that are numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import Float64

__all__ = ["Members", "numbers_told", "predicted"]

_ROWS = 1 << 16


def predicted(view: PoolView, asker: str, rows: IntArray) -> Float64:
    """(len(rows),) what the model predicts for ``rows``.

    Raises `InputError` where predictions are not one number an item, or one of those is not finite.
    """
    given = _numeric(view, "predictions", asker, (view.n,), "(n,)")
    values = np.asarray(given[rows], dtype=np.float64)
    _refuse_not_finite(values, rows, asker, "predictions")
    return values


class Members:
    """What each of K members predicts: iterates over (place, (K, rows) float64); `rows` reads any rows."""

    def __init__(self, view: PoolView, asker: str) -> None:
        self._view, self._asker = view, asker
        given = np.asarray(view.need("committee", asker))
        self.members = len(given) if given.ndim else 0
        self._values = _numeric(view, "committee", asker, (self.members, view.n), "(K, n), one prediction a member")

    def __iter__(self) -> Any:
        start = 0
        for rows in self._view.blocks(_ROWS):
            yield slice(start, start + len(rows)), self.rows(rows)
            start += len(rows)

    def rows(self, rows: IntArray) -> Float64:
        """(K, len(rows)) float64."""
        block = np.stack([np.asarray(member[rows], dtype=np.float64) for member in self._values])
        for k, values in enumerate(block):
            _refuse_not_finite(values, rows, self._asker, f"committee[{k}]")
        return block


def numbers_told(view: PoolView, asker: str, rows: IntArray) -> Float64:
    """(len(rows),) the labels of ``rows``, which must be finite numbers."""
    labels = view.need("labels", asker)
    try:
        values = np.array([labels[int(row)] for row in rows], dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"Strategy {asker!r} is for labels that are numbers, and some are not ({error}).") from error
    _refuse_not_finite(values, rows, asker, "labels")
    return values


def _numeric(view: PoolView, name: str, asker: str, shape: tuple[int, ...], form: str) -> npt.NDArray[Any]:
    values = np.asarray(view.need(name, asker))
    if values.shape != shape or 0 in shape:
        raise InputError(f"Strategy {asker!r}: {name} has shape {values.shape}, expected {form} with n = {view.n}.")
    if values.dtype.kind not in "fiub":
        raise InputError(f"Strategy {asker!r}: {name} holds {values.dtype}, expected numbers.")
    return values


def _refuse_not_finite(values: Float64, rows: IntArray, asker: str, name: str) -> None:
    wrong = ~np.isfinite(values)
    if wrong.any():
        at = int(np.argmax(wrong))
        raise InputError(
            f"Strategy {asker!r}: row {rows[at]} of {name} holds {values[at]}, but every value must be a finite number."
        )
