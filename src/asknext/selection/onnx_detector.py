"""A detector in an ONNX file, run on pictures."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, MissingExtra
from asknext.selection.seen_cache import Arrays

__all__ = ["OnnxDetector"]

Pixels = npt.NDArray[np.uint8]
Boxes = npt.NDArray[np.float32]
_LEAST = 0.05


class OnnxDetector:
    """Boxes by a model with one input of a fixed size and one output of boxes.

    The input takes RGB from 0 to 255, (1, h, w, 3) or (1, 3, h, w). The output is (1, k, 6): left, top, right, bottom
    in pixels of the input, score, number of the class. Of boxes of one class that overlap by more than ``overlap``
    (intersection over union) the surest is kept.

    Raises
    ------
    MissingExtra : onnxruntime is not installed. DataError : no such model, or one of another form.
    """

    def __init__(self, path: Path, overlap: float = 0.5) -> None:
        self.path, self._overlap = path, overlap
        try:
            self._bytes = path.read_bytes()
        except OSError as error:
            raise DataError(f"the model cannot be read ({error.strerror})", source=str(path)) from None
        self._session = _session(self._bytes, path)
        self._input = self._session.get_inputs()[0]
        shape = self._input.shape
        self._last = len(shape) == 4 and shape[3] == 3
        sides: list[Any] = list(shape[1:3] if self._last else shape[2:4]) if len(shape) == 4 else []
        if len(sides) != 2 or not all(isinstance(each, int) and 16 <= each <= 8_192 for each in sides):
            raise DataError(
                f"the model's input is {shape}, expected (1, height, width, 3) or (1, 3, height, width), numbers all",
                source=str(path),
            )
        self._height, self._width = sides

    @property
    def fingerprint(self) -> str:
        """Of the model's bytes and of how its boxes are thinned."""
        made = hashlib.blake2b(self._bytes, digest_size=8).hexdigest()
        return f"detect 1 {made} {self._overlap:g}"

    def run(self, pictures: Sequence[Pixels]) -> Arrays:
        """``count`` (b,) boxes of each picture, and ``boxes`` (sum of these, 6): corners in pixels of the picture,
        score, number of the class; scores below .05 are left out."""
        found = [self._detected(each) for each in pictures]
        return {
            "count": np.array([len(each) for each in found], dtype=np.int64),
            "boxes": np.concatenate(found) if found else np.zeros((0, 6), dtype=np.float32),
        }

    def _detected(self, picture: Pixels) -> Boxes:
        from PIL import Image

        image = Image.fromarray(picture).resize((self._width, self._height), Image.Resampling.BILINEAR)
        values = np.asarray(image, dtype=np.float32)
        values = values if self._last else values.transpose(2, 0, 1)
        wanted = np.uint8 if "uint8" in self._input.type else np.float32
        (out, *_) = self._session.run(None, {self._input.name: np.ascontiguousarray(values[None], dtype=wanted)})
        return _thinned(self._scaled(np.asarray(out, dtype=np.float32), picture), self._overlap)

    def _scaled(self, out: Boxes, picture: Pixels) -> Boxes:
        if out.ndim != 3 or out.shape[2] != 6:
            raise DataError(f"the model gives {out.shape}, expected (1, k, 6)", source=str(self.path))
        boxes = out[0][np.isfinite(out[0]).all(axis=1) & (out[0][:, 4] >= _LEAST)]
        height, width = picture.shape[:2]
        most = np.array([width, height, width, height], dtype=np.float32)
        corners = boxes[:, :4] * most / np.array([self._width, self._height] * 2, dtype=np.float32)
        boxes[:, :4] = np.clip(corners, 0, most)
        boxes[:, 4] = np.clip(boxes[:, 4], 0, 1)
        inside: Boxes = boxes[(boxes[:, 2] > boxes[:, 0]) & (boxes[:, 3] > boxes[:, 1])]
        return inside


def _session(data: bytes, path: Path) -> Any:
    try:
        import onnxruntime
    except ImportError:
        raise MissingExtra(f"The model {path}", "onnxruntime", "onnx") from None
    try:
        return onnxruntime.InferenceSession(data, providers=["CPUExecutionProvider"])
    except Exception as error:  # onnxruntime raises a class of its own for each kind of failure
        raise DataError(f"This is not an ONNX model that runs here: {error}", source=str(path)) from None


def _thinned(boxes: Boxes, overlap: float) -> Boxes:
    """The surest first; without those that overlap a surer one of their class (greedy non-maximum suppression)."""
    boxes = boxes[np.argsort(-boxes[:, 4], kind="stable")]
    kept = list[int]()
    for row in range(len(boxes)):
        own = [each for each in kept if boxes[each, 5] == boxes[row, 5]]
        if not own or _overlaps(boxes[row], boxes[own]).max() <= overlap:
            kept.append(row)
    return boxes[kept]


def _overlaps(box: Boxes, others: Boxes) -> Boxes:
    low, high = np.maximum(box[:2], others[:, :2]), np.minimum(box[2:4], others[:, 2:4])
    common = np.maximum(0, high - low).prod(axis=1)
    areas = (others[:, 2:4] - others[:, :2]).prod(axis=1) + (box[2:4] - box[:2]).prod()
    return np.asarray(common / np.maximum(areas - common, 1e-9))
