"""Boxes that move when the image is changed a little."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.detections.boxes import Boxes, part_of, read_boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.inputs import Float64
from asknext.strategies.registry import register

__all__ = ["BoxStability", "intersection_over_union"]

_FORM = "a list of what was found in each augmented view, in the coordinates of the image"


@register
@dataclass(frozen=True)
class BoxStability(DetectionScorer):
    """The less the boxes are found again in augmented views, the sooner (localization stability, Kao et al. 2018).

    The score is ``1 - sum s * stability / sum s`` over the boxes, with s the highest class probability of a box, or its
    score where there are none, and its stability the mean over the views of the highest intersection over union with a
    box of the same class there, 0 where there is none. The detections of an image are a mapping with ``boxes`` and
    ``views``: one such mapping or table for each view (noise, flips, scales), mapped back to the image's coordinates.
    """

    name = "box_stability"
    time = "boxes^2 * views of an image"
    source = "Kao, Lee, Sen & Liu 2018"

    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        return lambda boxes, row: self._instability(view, boxes, row)

    def sentence(self, boxes: Boxes, score: float) -> str:
        return f"Its {len(boxes)} boxes move or vanish when the image is changed a little (instability {score:.2f})."

    def _instability(self, view: PoolView, boxes: Boxes, row: int) -> float:
        where = f"Strategy {self.name!r}: image {row}"
        views = part_of(view, row, "views", self.name, _FORM)
        if not isinstance(views, Sequence) or len(views) == 0:
            raise InputError(f"{where}: views is empty or no list: give {_FORM}.")
        found = [read_boxes(one, f"{where}, view {at}").above(self.floor) for at, one in enumerate(views)]
        again = np.mean([_found_again(boxes, one, where) for one in found], axis=0)
        weights = boxes.scores if boxes.probabilities is None else boxes.probabilities.max(axis=1)
        total = float(weights.sum())
        return float(1.0 - (weights @ again / total if total > 0 else again.mean()))


def intersection_over_union(a: Float64, b: Float64) -> Float64:
    """(k, m) the overlap of each of ``a`` (k, 4) with each of ``b`` (m, 4); two boxes without area overlap by 0."""
    upper, lower = np.maximum(a[:, None, :2], b[None, :, :2]), np.minimum(a[:, None, 2:], b[None, :, 2:])
    shared = np.prod(np.maximum(lower - upper, 0.0), axis=2)
    both = np.prod(a[:, 2:] - a[:, :2], axis=1)[:, None] + np.prod(b[:, 2:] - b[:, :2], axis=1) - shared
    return np.asarray(np.where(both > 0, shared / np.where(both > 0, both, 1.0), 0.0), dtype=np.float64)


def _found_again(boxes: Boxes, there: Boxes, where: str) -> Float64:
    """(k,) the highest overlap of each box with one of the same class in another view."""
    if len(there) == 0:
        return np.zeros(len(boxes))
    if boxes.corners is None or there.corners is None:
        raise InputError(f"{where}: boxes are missing: give x1, y1, x2, y2 of each box, in the image and in each view.")
    overlap = intersection_over_union(boxes.corners, there.corners)
    if boxes.labels is not None and there.labels is not None:
        overlap = overlap * _same(boxes.labels, there.labels)
    return np.asarray(overlap.max(axis=1), dtype=np.float64)


def _same(a: Any, b: Any) -> Any:
    return a[:, None] == b[None, :]
