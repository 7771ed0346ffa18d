"""The least sure box."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.detections.boxes import Boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.registry import register

__all__ = ["MinBoxConfidence"]


@register
@dataclass(frozen=True)
class MinBoxConfidence(DetectionScorer):
    """The lower the lowest box score of an image, the sooner: ``1 - min score``, over the boxes at least at ``floor``.

    With a floor of .15 an image with the scores .9 and .2 comes before one with .5, and one without a box last.
    """

    name = "min_box_confidence"
    source = "least confidence (Lewis & Gale 1994) of the least sure box"

    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        return lambda boxes, _: float(1.0 - boxes.scores.min())

    def sentence(self, boxes: Boxes, score: float) -> str:
        return f"The least sure of {len(boxes)} boxes has only {boxes.scores.min():.2f}."
