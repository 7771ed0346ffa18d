"""`OnnxDetector`: boxes by any detector that was exported to ONNX (extra ``onnx``).

``detector.json`` beside the model says what it is; all but ``classes`` may be left out:

    {"classes": ["person", "bicycle"], "size": 640, "fit": "stretch", "channels": "RGB",
     "scale": 0.00392156862745098, "mean": [0, 0, 0], "std": [1, 1, 1], "overlap": 0.6}

``size`` : pixels of the input, where the model leaves them open. ``fit`` : "stretch" to the size, or "letterbox", which
keeps the shape of the picture and fills the rest with grey. (value * scale - mean) / std goes in. ``overlap`` : above
it the less sure of two boxes of one class goes.

Of the outputs three forms are known. One output (1, k, 6): x1, y1, x2, y2, score, class. Three outputs as torchvision
exports them: (k, 4) corners, (k,) whole classes, (k,) scores. One output (1, 4 + C, k), as Ultralytics exports it:
centre, width, height, and a score a class. Boxes are in pixels of the input.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Box, Picture
from asknext.errors import DataError, MissingExtra, UnknownName
from asknext.models.double_boxes import without_doubles

__all__ = ["OnnxDetector"]

Pixels = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float64]
_DEFAULTS: dict[str, Any] = {
    "classes": None, "size": 640, "fit": "stretch", "channels": "RGB", "scale": 1 / 255, "mean": [0, 0, 0],
    "std": [1, 1, 1], "overlap": 0.6,
}  # fmt: skip


class OnnxDetector:
    """A detector in an ONNX file.

    Parameters
    ----------
    path : the file, or a folder with ``model.onnx``.  floor : the least score of a box that is told.
    options : instead of ``detector.json`` beside the model.

    Raises
    ------
    MissingExtra : onnxruntime is not installed. DataError : the model or its options cannot be read.
    """

    def __init__(self, path: Path | str, *, floor: float = 0.05, **options: Any) -> None:
        given = Path(path)
        self.path = given / "model.onnx" if given.is_dir() else given
        self.floor = floor
        self._options = _options(self.path.parent / "detector.json", options)
        self.classes = tuple(str(each) for each in self._options["classes"])
        self._session = _session(self.path)

    def predict(self, pictures: Sequence[Pixels], names: Sequence[str] | None = None) -> list[Annotated]:
        """What it finds in each picture, (h, w, 3) uint8, as predictions in pixels, the surest first.

        ``names`` : of the pictures; by default their numbers, counted from 0. Raises `DataError` for outputs of
        another form, and for a class that has no name.
        """
        told = [str(at) for at in range(len(pictures))] if names is None else names
        return [self._item(name, picture) for name, picture in zip(told, pictures, strict=True)]

    def _item(self, name: str, picture: Pixels) -> Annotated:
        wanted = self._session.get_inputs()[0]
        height, width = picture.shape[:2]
        sides = [each for each in wanted.shape[1:] if isinstance(each, int) and each > 4]
        rows, columns = sides if len(sides) == 2 else (int(self._options["size"]),) * 2
        ready, scale = _fitted(picture, rows, columns, self._options["fit"])
        values = self._values(ready)[None]
        outputs = self._session.run(
            None, {wanted.name: values if wanted.shape[-1] == 3 else values.transpose(0, 3, 1, 2)}
        )
        corners, scores, numbers = _read([np.asarray(each) for each in outputs], len(self.classes), str(self.path))
        corners = np.clip(corners / np.tile(scale, 2), 0, [width, height, width, height])
        said = self._said(corners, scores, numbers)
        return Annotated(name, Picture(width, height), predictions=said)

    def _values(self, picture: Pixels) -> npt.NDArray[np.float32]:
        found = picture[..., ::-1] if self._options["channels"] == "BGR" else picture
        mean, std = (np.asarray(self._options[name], dtype=np.float32) for name in ("mean", "std"))
        made = (found.astype(np.float32) * np.float32(self._options["scale"]) - mean) / std
        return np.ascontiguousarray(made, dtype=np.float32)

    def _said(self, corners: Floats, scores: Floats, numbers: npt.NDArray[np.int64]) -> tuple[Annotation, ...]:
        sound = (scores >= self.floor) & (corners[:, 2] > corners[:, 0]) & (corners[:, 3] > corners[:, 1])
        order = np.flatnonzero(sound)[np.argsort(-scores[sound], kind="stable")]
        kept = order[without_doubles(corners[order], numbers[order], float(self._options["overlap"]))]
        if len(kept) and not (numbers[kept].min() >= 0 and numbers[kept].max() < len(self.classes)):
            raise DataError(
                f"The model told the class {numbers[kept].max()}, but detector.json names {len(self.classes)} classes.",
                source=str(self.path),
            )
        return tuple(
            Annotation(Box.of_corners(*corners[at].tolist()), self.classes[numbers[at]], min(float(scores[at]), 1.0))
            for at in kept
        )


def _fitted(picture: Pixels, rows: int, columns: int, fit: str) -> tuple[Pixels, Floats]:
    """The picture at the size of the input, and by how much it was scaled across and down."""
    from PIL import Image

    image = Image.fromarray(picture).convert("RGB")
    scale = np.array([columns / image.width, rows / image.height])
    if fit == "letterbox":
        scale = np.full(2, scale.min())
    size = np.maximum(np.round(scale * image.size), 1).astype(int)
    made = np.full((rows, columns, 3), 114, dtype=np.uint8)
    made[: size[1], : size[0]] = np.asarray(image.resize(tuple(size.tolist()), Image.Resampling.BILINEAR))
    return made, scale


def _read(outputs: list[npt.NDArray[Any]], classes: int, where: str) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    """Corners (k, 4), scores (k,) and numbers of classes (k,)."""
    flat = [each[0] if each.ndim == 3 and len(each) == 1 else each for each in outputs]
    whole = next((each for each in flat if each.ndim == 2 and each.shape[1] == 6), None)
    if whole is not None:
        return whole[:, :4].astype(float), whole[:, 4].astype(float), np.rint(whole[:, 5]).astype(np.int64)
    corners = next((each for each in flat if each.ndim == 2 and each.shape[1] == 4), None)
    lists = [each for each in flat if each.ndim == 1]
    if corners is not None and len(lists) == 2:
        numbers, scores = sorted(lists, key=lambda each: each.dtype.kind == "f")
        return corners.astype(float), scores.astype(float), numbers.astype(np.int64)
    if len(flat) == 1 and flat[0].ndim == 2 and flat[0].shape[0] == 4 + classes:
        return _centres(flat[0].T.astype(float))
    shapes = ", ".join(str(each.shape) for each in outputs)
    raise DataError(f"The model's outputs have the shapes {shapes}, which is no form that is known.", source=where)


def _centres(rows: Floats) -> tuple[Floats, Floats, npt.NDArray[np.int64]]:
    centre, half, scores = rows[:, :2], rows[:, 2:4] / 2, rows[:, 4:]
    return np.concatenate([centre - half, centre + half], axis=1), scores.max(axis=1), scores.argmax(axis=1)


def _options(path: Path, given: dict[str, Any]) -> dict[str, Any]:
    found: Any = {}
    if path.is_file():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))
        except ValueError as error:
            raise DataError(f"This is not JSON: {error}", source=str(path)) from None
    if not isinstance(found, dict):
        raise DataError("Found no JSON object, expected names and values.", source=str(path))
    made = {**_DEFAULTS, **found, **given}
    if unknown := [name for name in made if name not in _DEFAULTS]:
        raise UnknownName("option", unknown[0], _DEFAULTS, where=str(path))
    if not isinstance(made["classes"], list | tuple) or not made["classes"]:
        raise DataError('The names of the classes are missing: give {"classes": [...]}.', source=str(path))
    return made


def _session(path: Path) -> Any:
    try:
        onnxruntime = import_module("onnxruntime")
    except ImportError:
        raise MissingExtra(f"The detector {path}", "onnxruntime", "onnx") from None
    try:
        return onnxruntime.InferenceSession(path.read_bytes(), providers=["CPUExecutionProvider"])
    except Exception as error:  # a file that is not there, or one of onnxruntime's own classes for each failure
        raise DataError(f"This is not an ONNX model that runs here: {error}", source=str(path)) from None
