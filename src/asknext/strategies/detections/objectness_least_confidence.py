"""How unsure the detector is that there are objects where it found some."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from asknext.pool.view import PoolView
from asknext.strategies.detections.boxes import Boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.registry import register

__all__ = ["ObjectnessLeastConfidence"]


@register
@dataclass(frozen=True)
class ObjectnessLeastConfidence(DetectionScorer):
    """The lower the mean box score of an image, the sooner: ``1 - mean score``."""

    name = "objectness_least_confidence"
    source = "Lightly 2023, objectness_least_confidence scorer"

    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        return lambda boxes, _: float(1.0 - boxes.scores.mean())

    def sentence(self, boxes: Boxes, score: float) -> str:
        return f"The detector is unsure of its {len(boxes)} boxes: their mean score is {boxes.scores.mean():.2f}."
