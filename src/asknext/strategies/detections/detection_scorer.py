"""The rung of scores over the boxes of an image."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from asknext.pool.view import PoolView
from asknext.strategies.detections.boxes import Boxes, boxes_of
from asknext.strategies.inputs import Float64
from asknext.strategies.parameter import choice, number
from asknext.strategies.scorer import Scorer

__all__ = ["DetectionScorer", "with_empty"]


@dataclass(frozen=True)
class DetectionScorer(Scorer):
    """One number for the boxes of an image that reach the ``floor``. A member writes `scored` and `sentence`.

    Images without such a box come last, or first: a detector that finds nothing may have overlooked something.
    """

    floor: float = number(0.0, "boxes with a lower score do not count", low=0, high=1)
    empty: str = choice("last", "where images without a box come: 'last' or 'first'", options=("last", "first"))

    time = "boxes"
    memory = "n"

    @property
    def needs(self) -> frozenset[str]:
        return frozenset({"detections"})

    @abstractmethod
    def scored(self, view: PoolView) -> Callable[[Boxes, int], float]:
        """A function of the boxes of an image, at least one, and its row, that gives a score of at least 0."""

    @abstractmethod
    def sentence(self, boxes: Boxes, score: float) -> str:
        """Why an image with at least one box is asked."""

    def score_rows(self, view: PoolView) -> Float64:
        score = self.scored(view)
        images = ((self.boxes(view, int(row)), int(row)) for row in view.unlabelled)
        scores = [score(boxes, row) if len(boxes) else np.nan for boxes, row in images]
        return with_empty(np.array(scores, dtype=np.float64), self.empty)

    def reason(self, view: PoolView, row: int, score: float) -> str:
        boxes = self.boxes(view, row)
        if len(boxes) == 0:
            return "The detector found nothing here."
        return self.sentence(boxes, score)

    def boxes(self, view: PoolView, row: int) -> Boxes:
        """The boxes of image ``row`` that reach the floor."""
        return boxes_of(view, row, self.name).above(self.floor)


def with_empty(scores: Float64, empty: str) -> Float64:
    """``scores`` of images, NaN where there is nothing to score, with these ``last`` or ``first``."""
    without = np.isnan(scores)
    beyond = scores[~without].max() + 1.0 if (~without).any() else 1.0
    return np.where(without, -1.0 if empty == "last" else beyond, scores)
