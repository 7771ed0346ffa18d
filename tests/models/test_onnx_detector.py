from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asknext.errors import DataError, MissingExtra, UnknownName
from asknext.models import onnx_detector
from asknext.models.onnx_detector import OnnxDetector

PICTURE = np.zeros((60, 120, 3), np.uint8)


class Stand:
    """A session whose model always answers the same; ``given`` is what it was asked about."""

    def __init__(self, shape: list[Any], *outputs: Any) -> None:
        self._shape, self._outputs = shape, [np.asarray(each) for each in outputs]

    def get_inputs(self) -> list[Any]:
        return [SimpleNamespace(name="x", shape=self._shape)]

    def run(self, _: Any, feed: dict[str, Any]) -> list[Any]:
        self.given = feed["x"]
        return self._outputs


def detector(session: Stand, monkeypatch: pytest.MonkeyPatch, **options: Any) -> OnnxDetector:
    monkeypatch.setattr(onnx_detector, "_session", lambda path: session)
    return OnnxDetector("model.onnx", **{"classes": ["cat", "dog"], "size": 240, **options})


def told(found: Any) -> list[tuple[Any, ...]]:
    return [(each.label, round(each.score, 3), each.value.bounds) for each in found.predictions]


SIX = [[[0, 0, 20, 40, 0.4, 1], [20, 40, 120, 240, 0.9, 0], [22, 42, 122, 240, 0.8, 0], [0, 0, 9, 9, 0.01, 0]]]
CORNERS = [np.array(SIX[0])[:, :4], np.array([1, 0, 0, 0]), np.array(SIX[0])[:, 4]]
CENTRES = np.array([[10, 20, 20, 40, 0.1, 0.4], [70, 140, 100, 200, 0.9, 0], [72, 141, 100, 198, 0.8, 0]]).T[None]


@pytest.mark.parametrize("outputs", [[SIX], CORNERS, CORNERS[::-1], [CENTRES]])
def test_three_forms_of_answers(outputs: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The input is 240 x 240, the picture 120 x 60: half across, a quarter down. The double of the cat goes."""
    found = detector(Stand(["b", 3, "h", "w"], *outputs), monkeypatch).predict([PICTURE], ["a.png"])[0]
    assert (found.name, found.content.width, found.content.height) == ("a.png", 120, 60)  # type: ignore[union-attr]
    assert told(found) == [("cat", 0.9, (10, 10, 60, 60)), ("dog", 0.4, (0, 0, 10, 10))]


def test_a_letterbox_keeps_the_shape(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Stand([1, 240, 240, 3], [[[0, 0, 240, 240, 0.5, 0]]])
    white = np.full_like(PICTURE, 255)
    found = detector(session, monkeypatch, fit="letterbox", scale=1.0, mean=[1, 2, 3]).predict([white])[0]
    assert told(found) == [("cat", 0.5, (0, 0, 120, 60))]
    assert session.given.shape == (1, 240, 240, 3)
    assert session.given[0, 10, 10].tolist() == [254, 253, 252]
    assert session.given[0, 200, 10].tolist() == [113, 112, 111]


def test_colours_go_in_as_the_model_wants(monkeypatch: pytest.MonkeyPatch) -> None:
    session = Stand([1, 3, 8, 8], np.zeros((1, 0, 6)))
    picture = np.zeros((8, 8, 3), np.uint8) + np.array([10, 20, 30], np.uint8)
    assert detector(session, monkeypatch, channels="BGR", scale=1.0).predict([picture])[0].predictions == ()
    assert session.given[0, :, 0, 0].tolist() == [30, 20, 10]


def test_what_cannot_be_is_said(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with pytest.raises(DataError, match=r"outputs have the shapes \(3, 7\), which is no form"):
        detector(Stand([1, 3, 8, 8], np.zeros((3, 7))), monkeypatch).predict([PICTURE])
    with pytest.raises(DataError, match=r"told the class 5, but detector\.json names 2 classes"):
        detector(Stand([1, 3, 8, 8], [[[0, 0, 5, 5, 0.5, 5]]]), monkeypatch).predict([PICTURE])
    with pytest.raises(DataError, match="names of the classes are missing"):
        OnnxDetector(tmp_path / "model.onnx")
    (tmp_path / "detector.json").write_text('{"clases": ["a"]}')
    with pytest.raises(UnknownName, match=r"no option 'clases'.*'classes'"):
        OnnxDetector(tmp_path)


@pytest.mark.skipif(importlib.util.find_spec("onnxruntime") is not None, reason="onnxruntime is installed")
def test_without_the_extra_the_message_says_what_to_type(tmp_path: Path) -> None:
    (tmp_path / "detector.json").write_text(json.dumps({"classes": ["cat"]}))
    with pytest.raises(MissingExtra, match=r"needs onnxruntime.*pip install 'asknext\[onnx\]'"):
        OnnxDetector(tmp_path)


def test_a_file_that_is_no_model_is_refused(tmp_path: Path) -> None:
    pytest.importorskip("onnxruntime")
    (tmp_path / "model.onnx").write_bytes(b"no model")
    with pytest.raises(DataError, match="not an ONNX model that runs here"):
        OnnxDetector(tmp_path, classes=["cat"])
