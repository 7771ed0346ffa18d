"""The uncertainty of the boxes of an image, where a rare class counts as much as a frequent one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.strategies.detections.box_measures import MEASURES, REDUCTIONS, uncertainties
from asknext.strategies.detections.boxes import Boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register

__all__ = ["ClassBalancedBoxes"]


@register
@dataclass(frozen=True)
class ClassBalancedBoxes(DetectionScorer):
    """Box uncertainty, each box weighted by how rare its predicted class is (Brust et al. 2019).

    The weight of a box is ``boxes / (classes * boxes of its class)``, counted over the images that may be asked: a
    class with the average number of boxes has weight 1. The weighted uncertainties of an image are then put together.
    """

    measure: str = choice("least_confidence", "the uncertainty of a box", options=tuple(MEASURES))
    reduce: str = choice("sum", "how boxes come together: 'mean', 'sum' or 'max'", options=tuple(REDUCTIONS))

    name = "class_balanced_boxes"
    memory = "n + classes"
    source = "Brust, Kaeding & Denzler 2019"

    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        counts: Counter[Any] = Counter()
        for row in view.unlabelled:
            counts.update(_labels(self.boxes(view, int(row))))
        weights = {label: counts.total() / (len(counts) * count) for label, count in counts.items()}
        return lambda boxes, _: self._weighted(boxes, weights)

    def sentence(self, boxes: Boxes, score: float) -> str:
        kinds = len(set(_labels(boxes)))
        classes = "1 class" if kinds == 1 else f"{kinds} classes"
        return f"It has {len(boxes)} boxes of {classes}; unsure ones and rare classes count most ({score:.2f})."

    def boxes(self, view: PoolView, row: int) -> Boxes:
        found = super().boxes(view, row)
        if len(found) and found.labels is None:
            raise InputError(
                f"Strategy {self.name!r}: image {row} has neither labels nor probabilities, so there are no classes to "
                f"balance."
            )
        return found

    def _weighted(self, boxes: Boxes, weights: dict[Any, float]) -> float:
        own = np.array([weights[label] for label in _labels(boxes)])
        return REDUCTIONS[self.reduce](own * uncertainties(boxes, self.measure))


def _labels(boxes: Boxes) -> list[Any]:
    return [] if boxes.labels is None else boxes.labels.tolist()
