"""The uncertainty of the boxes of an image, together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.detections.box_measures import MEASURES, REDUCTIONS, uncertainties
from asknext.strategies.detections.boxes import Boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.parameter import choice
from asknext.strategies.registry import register

__all__ = ["BoxUncertainty"]


@register
@dataclass(frozen=True)
class BoxUncertainty(DetectionScorer):
    """The mean, sum or highest uncertainty of the boxes: least confidence, margin or entropy (Brust et al. 2019).

    Of the class probabilities of a box; where there are none, of (score, 1 - score). The sum favours images with many
    boxes, which also take longer to label.
    """

    measure: str = choice("least_confidence", "the uncertainty of a box", options=tuple(MEASURES))
    reduce: str = choice("mean", "how boxes come together: 'mean', 'sum' or 'max'", options=tuple(REDUCTIONS))

    name = "box_uncertainty"
    source = "Brust, Kaeding & Denzler 2019"

    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        return lambda boxes, _: REDUCTIONS[self.reduce](uncertainties(boxes, self.measure))

    def sentence(self, boxes: Boxes, score: float) -> str:
        return f"The {self.reduce} of the {self.measure.replace('_', ' ')} of its {len(boxes)} boxes is {score:.2f}."
