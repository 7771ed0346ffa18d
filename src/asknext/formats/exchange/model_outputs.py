"""What detectors give in memory, as predictions: the results of Ultralytics, the mappings of torchvision.

Nothing of them is imported; what is read are attributes and names, and arrays by way of numpy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    ItemClass,
    Keypoints,
    Mask,
    OrientedBox,
    Picture,
    Polygon,
    Value,
)
from asknext.annotations.keypoints import HIDDEN, MISSING, VISIBLE
from asknext.errors import InputError

__all__ = ["from_torchvision", "from_ultralytics"]

Array = npt.NDArray[Any]


def from_ultralytics(result: Any, name: str | None = None) -> Annotated:
    """One ``Results`` object: boxes, outlines, keypoints, turned boxes or class probabilities, in pixels.

    ``name`` : the image's; by default the last part of the result's path. Raises `InputError` where it is no such
    object, or its parts are not of one length.
    """
    shape, names = getattr(result, "orig_shape", None), getattr(result, "names", None)
    if shape is None or not isinstance(names, Mapping | Sequence):
        raise InputError(f"{type(result).__name__} is no result of Ultralytics: it lacks orig_shape or names.")
    height, width = (int(each) for each in shape)
    path = str(getattr(result, "path", "") or "image").replace("\\", "/")
    said = _classified(result, names) or _turned(result, names) or _boxes(result, names)
    return Annotated(name or path.rpartition("/")[2], Picture(width, height), predictions=said)


def from_torchvision(
    output: Mapping[str, Any], classes: Mapping[int, str] | Sequence[str], name: str, width: int, height: int
) -> Annotated:
    """One mapping of a detector: ``boxes`` (k, 4) corners, ``labels`` (k,), ``scores`` (k,), and ``masks``
    (k, 1, height, width) probabilities or ``keypoints`` (k, points, 3) where there are some.

    ``classes`` : the names of the labels, number 0 is the background. A mask is where the probability is at least
    .5. Raises `InputError`.
    """
    lacking = [key for key in ("boxes", "labels", "scores") if key not in output]
    if lacking:
        raise InputError(f"The output has no {lacking[0]!r}; expected a mapping with boxes, labels and scores.")
    boxes, scores = _array(output["boxes"]).reshape(-1, 4), _array(output["scores"])
    labels = [_name(classes, each) for each in _array(output["labels"]).tolist()]
    values: list[Value] = [Box.of_corners(*box) for box in boxes.tolist()]
    if output.get("masks") is not None:
        values = [Mask.of_pixels(each.reshape(height, width) >= 0.5) for each in _array(output["masks"])]
    elif output.get("keypoints") is not None:
        values = [_pose(points, box) for points, box in zip(_array(output["keypoints"]), values, strict=True)]  # type: ignore[arg-type]
    return Annotated(name, Picture(width, height), predictions=_said(values, labels, scores))


def _boxes(result: Any, names: Any) -> tuple[Annotation, ...]:
    boxes = getattr(result, "boxes", None)
    if boxes is None:
        return ()
    labels = [_name(names, each) for each in _array(boxes.cls).tolist()]
    values: list[Value] = [Box.of_corners(*each) for each in _array(boxes.xyxy).reshape(-1, 4).tolist()]
    masks, joints = getattr(result, "masks", None), getattr(result, "keypoints", None)
    if masks is not None:
        values = [_outline(each, box) for each, box in zip(masks.xy, values, strict=True)]
    elif joints is not None and len(values):
        values = [_pose(points, box) for points, box in zip(_array(joints.data), values, strict=True)]  # type: ignore[arg-type]
    return _said(values, labels, _array(boxes.conf))


def _turned(result: Any, names: Any) -> tuple[Annotation, ...]:
    found = getattr(result, "obb", None)
    if found is None:
        return ()
    corners = _array(found.xyxyxyxy).reshape(-1, 4, 2).tolist()
    labels = [_name(names, each) for each in _array(found.cls).tolist()]
    return _said([OrientedBox(tuple(map(tuple, each))) for each in corners], labels, _array(found.conf))


def _classified(result: Any, names: Any) -> tuple[Annotation, ...]:
    found = getattr(result, "probs", None)
    if found is None:
        return ()
    p = np.clip(_array(found.data), 0.0, 1.0).tolist()
    best = int(np.argmax(p))
    return (Annotation(ItemClass(), _name(names, best), p[best], tuple(p)),)


def _said(values: Sequence[Value], labels: list[str], scores: Array) -> tuple[Annotation, ...]:
    if not len(values) == len(labels) == len(scores):
        raise InputError(f"There are {len(values)} shapes, {len(labels)} labels and {len(scores)} scores.")
    # a score in 32 bits may be a hair over 1
    told = np.clip(scores, 0.0, 1.0).tolist() if not np.isnan(scores).any() else scores.tolist()
    return tuple(Annotation(value, label, score) for value, label, score in zip(values, labels, told, strict=True))


def _outline(points: Any, box: Value) -> Value:
    """An outline of fewer than three points encloses nothing; its box is all there is."""
    ring = _array(points).reshape(-1, 2).tolist()
    return Polygon.of(tuple(map(tuple, ring))) if len(ring) >= 3 else box


def _pose(points: Array, box: Box) -> Keypoints:
    flags = points.shape[1]
    seen = points[:, 2] if flags == 3 else np.where((points[:, :2] != 0).any(axis=1), 1.0, 0.0)
    return Keypoints(
        tuple((*xy, _seen(sure)) for xy, sure in zip(points[:, :2].tolist(), seen.tolist(), strict=True)), box
    )


def _seen(sure: float) -> int:
    return MISSING if sure == 0 else VISIBLE if sure >= 0.5 else HIDDEN


def _name(names: Any, number: float) -> str:
    try:
        return str(names[int(number)])
    except (KeyError, IndexError):
        raise InputError(f"The class {int(number)} is not among the {len(names)} names.") from None


def _array(found: Any) -> Array:
    """An array or a tensor, wherever it lies, as float64."""
    for step in ("detach", "cpu"):
        if hasattr(found, step):
            found = getattr(found, step)()
    return np.asarray(found.numpy() if hasattr(found, "numpy") else found, dtype=np.float64)
