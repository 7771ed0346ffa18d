from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

from asknext.annotations import Annotated, Mask
from asknext.errors import InputError
from asknext.formats.exchange import detections
from asknext.models.found_by import found_by

PICTURES = [np.full((20, 30, 3), (10, 20, 30), np.uint8), np.zeros((20, 30, 3), np.uint8)]
BOXES = {"boxes": np.array([[1, 2, 5, 9]]), "labels": np.array([1]), "scores": np.array([0.5])}


def result(seen: Any) -> SimpleNamespace:
    """As a result of Ultralytics; its class is 1 where the picture came in as blue, green, red."""
    kind = int(seen[0, 0, 0] == 30)
    boxes = SimpleNamespace(cls=np.array([kind]), xyxy=np.array([[1, 2, 5, 9]]), conf=np.array([0.5]))
    return SimpleNamespace(orig_shape=(20, 30), names={0: "other", 1: "bgr"}, boxes=boxes, path="x.jpg")


class Predicts:
    """As a model of Ultralytics, which says what it does on every picture unless it is told to be quiet."""

    def predict(self, pictures: Any, verbose: bool = True) -> list[Any]:
        assert not verbose
        return [result(each) for each in pictures]


def test_results_of_ultralytics() -> None:
    first, second = found_by(Predicts(), PICTURES, ["a", "b"])
    assert (first.name, first.predictions[0].label) == ("a", "bgr")
    assert (second.name, second.predictions[0].label) == ("b", "other")


def test_any_function() -> None:
    found = found_by(lambda pictures: [BOXES for _ in pictures], PICTURES, classes=["background", "cell"])
    assert [each.name for each in found] == ["0", "1"]
    assert found[0].predictions[0].label == "cell"
    assert detections(found)[1]["boxes"].tolist() == [[1, 2, 5, 9]]  # type: ignore[index]
    ready = [Annotated("a"), Annotated("b")]
    assert found_by(lambda pictures: ready, PICTURES) == ready


def test_answers_that_do_not_fit_are_refused() -> None:
    with pytest.raises(InputError, match="answered 1 times about 2 pictures"):
        found_by(lambda pictures: [BOXES], PICTURES, classes=["background", "cell"])
    with pytest.raises(InputError, match="names of the model's classes are not known"):
        found_by(lambda pictures: [BOXES] * 2, PICTURES)
    with pytest.raises(InputError, match="answered a int, which is no form"):
        found_by(lambda pictures: [1, 2], PICTURES)


def test_a_detector_of_pytorch_is_asked_and_left_as_it_was() -> None:
    torch = pytest.importorskip("torch")

    class Detector(torch.nn.Module):  # type: ignore[misc, name-defined]
        def forward(self, pictures: Any) -> Any:
            assert not self.training
            assert pictures[0].shape == (3, 20, 30)
            assert float(pictures[0].max()) <= 1
            return [{name: torch.as_tensor(each) for name, each in BOXES.items()} for _ in pictures]

    model = Detector().train()
    assert found_by(model, PICTURES, classes=["background", "cell"])[0].predictions[0].label == "cell"
    assert model.training


def test_areas_of_a_semantic_segmentation() -> None:
    torch = pytest.importorskip("torch")

    class Segments(torch.nn.Module):  # type: ignore[misc, name-defined]
        def __init__(self) -> None:
            super().__init__()
            self.classifier = torch.nn.Identity()

        def forward(self, pictures: Any) -> Any:
            logits = torch.zeros(len(pictures), 3, 20, 30)
            logits[:, 2, 5:10, 6:12] = 5.0
            return {"out": logits}

    (area,) = found_by(Segments(), PICTURES, classes=["background", "cat", "dog"])[0].predictions
    assert isinstance(area.value, Mask)
    assert (area.label, area.value.bounds, area.value.area) == ("dog", (6, 5, 12, 10), 30)
    assert area.score == pytest.approx(np.exp(5) / (np.exp(5) + 2))
