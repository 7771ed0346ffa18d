"""Pixels near the edge of what was segmented."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.detections.boxes import part_of
from asknext.strategies.detections.detection_scorer import with_empty
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.registry import register
from asknext.strategies.scorer import Scorer

__all__ = ["MaskBoundaryUncertainty", "near_boundary"]

_FORM = "(H, W) probabilities of the object at each pixel, or (C, H, W) of each class"
_TOLERANCE = 1e-3


@register
@dataclass(frozen=True)
class MaskBoundaryUncertainty(Scorer):
    """The higher the mean entropy of the pixels near predicted boundaries, the sooner.

    The detections of an image are a mapping with ``mask``: (H, W) probabilities of one object, or (C, H, W) of classes.
    A pixel is at a boundary where a pixel beside, above or below it is predicted another class, and near one at most
    ``width - 1`` steps from such a pixel, also across corners. The entropy is divided by its highest value. Inside of
    objects a segmenter is sure anyway, so large objects would drown their edges in a mean over all pixels. Images
    without a boundary come last, or first.
    """

    width: int = number(2, "how many pixels at each side of a boundary count", low=1, integer=True)
    empty: str = choice("last", "where images without a boundary come: 'last' or 'first'", options=("last", "first"))

    name = "mask_boundary_uncertainty"
    time = "pixels * (C + width)"
    memory = "n + pixels of an image"
    source = "entropy (Shannon 1948) over boundary pixels; after Vezhnevets, Buhmann & Ferrari 2012"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"detections"})

    def score_rows(self, view: PoolView) -> Float64:
        return with_empty(np.array([self._score(view, int(row)) for row in view.unlabelled]), self.empty)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        if score < 0 or score > 1:
            return "The segmenter found no boundary here."
        return f"The segmenter is unsure along the edges of what it found ({score:.2f} of 1)."

    def _score(self, view: PoolView, row: int) -> float:
        p = _mask(part_of(view, row, "mask", self.name, _FORM), f"Strategy {self.name!r}: image {row}")
        near = near_boundary(p.argmax(axis=0), self.width)
        if not near.any() or len(p) == 1:
            return float("nan")
        here = p[:, near]
        entropy = -(here * np.log(np.where(here > 0, here, 1.0))).sum(axis=0) / np.log(len(p))
        return float(np.clip(entropy.mean(), 0.0, 1.0))


def near_boundary(predicted: npt.NDArray[Any], width: int) -> npt.NDArray[np.bool_]:
    """(H, W) the pixels at most ``width - 1`` steps from one whose neighbour has another value in ``predicted``."""
    near = np.zeros(predicted.shape, dtype=bool)
    down, right = predicted[1:] != predicted[:-1], predicted[:, 1:] != predicted[:, :-1]
    near[1:] |= down
    near[:-1] |= down
    near[:, 1:] |= right
    near[:, :-1] |= right
    for _ in range(width - 1):
        near = _grown(near)
    return near


def _grown(near: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    rows = near.copy()
    rows[1:] |= near[:-1]
    rows[:-1] |= near[1:]
    grown = rows.copy()
    grown[:, 1:] |= rows[:, :-1]
    grown[:, :-1] |= rows[:, 1:]
    return grown


def _mask(given: Any, where: str) -> Float64:
    """(C, H, W) class probabilities of each pixel."""
    values = np.asarray(given, dtype=np.float64)
    if values.ndim not in (2, 3) or values.size == 0:
        raise InputError(f"{where}: mask has shape {values.shape}, expected {_FORM}.")
    if not (values.min() >= -_TOLERANCE and values.max() <= 1 + _TOLERANCE):
        raise InputError(f"{where}: mask holds a value that is no probability from 0 to 1; expected {_FORM}.")
    values = np.clip(values, 0.0, 1.0)
    if values.ndim == 2:
        return np.stack([1.0 - values, values])
    if np.abs(values.sum(axis=0) - 1).max() > _TOLERANCE:
        raise InputError(f"{where}: the classes of a pixel of mask do not sum to 1; expected {_FORM}.")
    return values
