"""Classes of the objects that a detector found, image by image, and how far they are from their targets."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.pool.view import IntArray, PoolView
from asknext.strategies.detections.boxes import boxes_of
from asknext.strategies.inputs import Float64

__all__ = ["FarFromTarget", "PredictedObjects"]

_CELLS = 1 << 20
# of the worst item that has objects, so that it is still more than nothing
_LEAST = 1e-6


class PredictedObjects:
    """Membership of an image is the sum of its objects' class probabilities, or how many of each class there are.

    The classes are those of the view where probabilities stand in their order, else the labels that occur, sorted.
    """

    def __init__(self, view: PoolView, asker: str) -> None:
        self.rows = view.unlabelled
        every = [boxes_of(view, row, asker) for row in range(view.n)]
        seen = {str(label) for boxes in every if boxes.labels is not None for label in boxes.labels}
        self.classes = [str(name) for name in view.classes] or sorted(seen)
        self.classes += sorted(seen - set(self.classes))
        place = {name: position for position, name in enumerate(self.classes)}
        self.counts: Float64 = np.zeros((view.n, len(self.classes)))
        for row, boxes in enumerate(every):
            if boxes.probabilities is not None and boxes.probabilities.shape[1] == len(self.classes):
                self.counts[row] = boxes.probabilities.sum(axis=0)
            elif boxes.labels is not None:
                np.add.at(self.counts[row], [place[str(label)] for label in boxes.labels], 1.0)

    def sums(self, rows: IntArray) -> Float64:
        """(C,) the sum over ``rows``."""
        return np.asarray(self.counts[rows].sum(axis=0), dtype=np.float64)

    def weighted(self, weights: Float64) -> Float64:
        """(u,) the sum over classes of membership times ``weights`` (C,)."""
        return np.asarray(self.counts[self.rows] @ weights, dtype=np.float64)

    def keys(self, rng: np.random.Generator) -> Float64:
        """(u,) distinct random numbers to break ties by."""
        return rng.random(len(self.rows))


class FarFromTarget:
    """How far the shares of classes would be from ``shares`` with each item, which may hold many objects.

    ``counts`` (u, G) are the objects of each item by group of classes, ``sums`` (G,) those chosen already.
    """

    def __init__(self, counts: Float64, shares: Float64, sums: Float64) -> None:
        self._counts, self._shares, self._sums = counts, shares, sums
        self._filled = counts.sum(axis=1) > 0

    def gained(self) -> Float64:
        """(u,) how much nearer each item brings the shares (Euclidean distance) than the worst of the items.

        An item without objects changes nothing and gives nothing, however well the shares stand.
        """
        far = np.concatenate([self._far(each) for each in _blocks(self._counts)])
        return np.where(self._filled, far.max(initial=0.0, where=self._filled) - far + _LEAST, 0.0)

    def take(self, position: int) -> None:
        """Count an item."""
        self._sums = self._sums + self._counts[position]

    def _far(self, counts: Float64) -> Float64:
        then = self._sums + counts
        total = then.sum(axis=1, keepdims=True)
        shares = np.divide(then, total, out=np.zeros_like(then), where=total > 0)
        return np.asarray(np.sqrt(((shares - self._shares) ** 2).sum(axis=1)), dtype=np.float64)


def _blocks(counts: Float64) -> list[npt.NDArray[np.float64]]:
    step = max(1, _CELLS // max(1, counts.shape[1]))
    return [counts[at : at + step] for at in range(0, max(1, len(counts)), step)]
