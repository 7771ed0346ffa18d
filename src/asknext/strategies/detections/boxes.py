"""What a detector found in each image, in one form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError
from asknext.pool.view import IntArray, PoolView
from asknext.strategies.inputs import Float64

__all__ = ["Boxes", "boxes_of", "part_of", "read_boxes"]

_TOLERANCE = 1e-3


@dataclass(frozen=True)
class Boxes:
    """The ``k`` boxes of one image.

    Attributes
    ----------
    scores : (k,) float64 in [0, 1], how sure the detector is of each box.
    corners : (k, 4) float64, x and y of the upper left and the lower right corner, or None.
    probabilities : (k, C) float64 class probabilities, or None.
    labels : (k,) object, the predicted class of each box: as given, or the likeliest column; None where neither is.
    """

    scores: Float64
    corners: Float64 | None = None
    probabilities: Float64 | None = None
    labels: npt.NDArray[Any] | None = None

    def __len__(self) -> int:
        return len(self.scores)

    def above(self, floor: float) -> Boxes:
        """Those with a score of at least ``floor``."""
        kept = self.scores >= floor
        parts = (self.corners, self.probabilities, self.labels)
        return Boxes(self.scores[kept], *(None if part is None else part[kept] for part in parts))


def boxes_of(view: PoolView, row: int, asker: str) -> Boxes:
    """The boxes of image ``row``; see `read_boxes` for the forms."""
    return read_boxes(_image(view, row, asker), f"Strategy {asker!r}: image {row}")


def part_of(view: PoolView, row: int, key: str, asker: str, form: str) -> Any:
    """The entry ``key`` of the mapping of image ``row``, e.g. its mask; raises `InputError` where there is none."""
    image = _image(view, row, asker)
    if not isinstance(image, Mapping) or image.get(key) is None:
        raise InputError(
            f"Strategy {asker!r}: image {row} has no {key!r}: give its detections as a mapping with {key!r}, {form}."
        )
    return image[key]


def read_boxes(image: Any, where: str) -> Boxes:
    """One image's detections as `Boxes`.

    ``image`` is None (no box); a mapping or table with ``scores`` (k,) and, if known, ``boxes`` (k, 4), ``labels`` (k,)
    and ``probabilities`` (k, C); or a (k, 6) array of x1, y1, x2, y2, score, class. Without scores the highest class
    probability is the score. Raises `InputError` that names the image (``where``) and the box.
    """
    if image is None:
        return Boxes(np.zeros(0))
    if not isinstance(image, Mapping) and not hasattr(image, "columns"):
        return _from_array(image, where)
    probabilities = _numbers(image, "probabilities", where)
    scores = _numbers(image, "scores", where)
    if scores is None and probabilities is None:
        raise InputError(f"{where} has neither scores nor probabilities; found {sorted(map(str, image))}.")
    if scores is None:
        assert probabilities is not None
        scores = probabilities.max(axis=1) if probabilities.size else np.zeros(0)
    corners, labels = _numbers(image, "boxes", where), _entry(image, "labels")
    return _checked(Boxes(scores, corners, probabilities, labels), where)


def _image(view: PoolView, row: int, asker: str) -> Any:
    images = view.need("detections", asker)
    if not hasattr(images, "__len__") or len(images) != view.n:
        raise InputError(f"Strategy {asker!r}: detections must be a list with one entry for each of {view.n} images.")
    return images[row]


def _from_array(image: Any, where: str) -> Boxes:
    values = np.asarray(image, dtype=np.float64)
    if values.size == 0:
        return Boxes(np.zeros(0))
    if values.ndim != 2 or values.shape[1] != 6:
        raise InputError(
            f"{where} has shape {values.shape}; expected a mapping with scores, or (k, 6) with x1, y1, x2, y2, score "
            f"and class."
        )
    return _checked(Boxes(values[:, 4], values[:, :4], None, values[:, 5].astype(object)), where)


def _entry(image: Any, key: str) -> Any:
    if key not in image or image[key] is None:
        return None
    values = image[key]
    return np.asarray(values.to_numpy() if hasattr(values, "to_numpy") else values, dtype=object)


def _numbers(image: Any, key: str, where: str) -> Float64 | None:
    values = _entry(image, key)
    if values is None:
        return None
    try:
        return np.array(values.tolist(), dtype=np.float64)
    except (TypeError, ValueError) as error:
        raise InputError(f"{where}: {key} must be numbers, one row for each box ({error}).") from error


def _checked(boxes: Boxes, where: str) -> Boxes:
    k, scores = len(boxes.scores), boxes.scores
    if scores.ndim != 1:
        raise InputError(f"{where}: scores has shape {scores.shape}, expected one number for each box.")
    _check_unit(scores, "the score", where)
    labels = None if boxes.labels is None else _shaped(boxes.labels, (k,), "labels", where)
    corners = None if boxes.corners is None else _shaped(boxes.corners, (k, 4), "boxes", where)
    if corners is not None:
        _check_corners(corners, where)
    probabilities = boxes.probabilities
    if probabilities is not None:
        classes = probabilities.shape[1] if probabilities.ndim == 2 else 1
        probabilities = _shaped(probabilities, (k, classes), "probabilities", where)
        _check_rows(probabilities, where)
        if labels is None and classes:
            labels = probabilities.argmax(axis=1).astype(object) if k else np.zeros(0, dtype=object)
    return Boxes(scores, corners, probabilities, labels)


def _shaped(values: npt.NDArray[Any], shape: tuple[int, ...], name: str, where: str) -> npt.NDArray[Any]:
    if values.shape == shape:
        return values
    if values.size == 0 and shape[0] == 0:
        return values.reshape(shape)
    raise InputError(f"{where}: {name} has shape {values.shape}, expected {shape} for its {shape[0]} boxes.")


def _check_unit(scores: Float64, what: str, where: str) -> None:
    wrong = np.flatnonzero(~((scores >= 0) & (scores <= 1)))
    if len(wrong):
        raise InputError(f"{where}: {what} of box {wrong[0]} is {scores[wrong[0]]}, expected a number from 0 to 1.")


def _check_corners(corners: Float64, where: str) -> None:
    wrong = np.flatnonzero(~(np.isfinite(corners).all(axis=1) & (corners[:, :2] <= corners[:, 2:]).all(axis=1)))
    if len(wrong):
        raise InputError(
            f"{where}: box {wrong[0]} is {corners[wrong[0]].tolist()}, expected finite x1, y1, x2, y2 with x1 <= x2 "
            f"and y1 <= y2."
        )


def _check_rows(probabilities: Float64, where: str) -> None:
    inside = ((probabilities >= -_TOLERANCE) & (probabilities <= 1 + _TOLERANCE)).all(axis=1)
    wrong: IntArray = np.flatnonzero(~(inside & (np.abs(probabilities.sum(axis=1) - 1) <= _TOLERANCE)))
    if len(wrong):
        raise InputError(
            f"{where}: the probabilities of box {wrong[0]} are {probabilities[wrong[0]].tolist()}, expected numbers "
            f"from 0 to 1 that sum to 1."
        )
