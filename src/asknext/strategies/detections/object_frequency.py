"""Images with many objects of many classes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from asknext.pool.view import PoolView
from asknext.strategies.detections.boxes import Boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer
from asknext.strategies.parameter import number
from asknext.strategies.registry import register

__all__ = ["ObjectFrequency"]


@register
@dataclass(frozen=True)
class ObjectFrequency(DetectionScorer):
    """The more objects, the sooner: ``sum over classes found of 1 + penalty * (boxes of the class - 1)``.

    A further object of a class that is there already counts less than one of a new class. Boxes without a class count
    as one class.
    """

    penalty: float = number(0.25, "what a further object of the same class counts", low=0, high=1)

    name = "object_frequency"
    source = "Lightly 2023, object_frequency scorer"

    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        return lambda boxes, _: float(sum(1.0 + self.penalty * (count - 1) for count in _counts(boxes).values()))

    def sentence(self, boxes: Boxes, score: float) -> str:
        kinds = len(_counts(boxes))
        return f"The detector found {len(boxes)} objects of {kinds} kind{'' if kinds == 1 else 's'} here."


def _counts(boxes: Boxes) -> Counter[Any]:
    """How many boxes there are of each class."""
    return Counter([None] * len(boxes) if boxes.labels is None else boxes.labels.tolist())
