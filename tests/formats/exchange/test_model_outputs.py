from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest

import asknext
from asknext.annotations import Box, ItemClass, Keypoints, Mask, OrientedBox, Picture, Polygon
from asknext.errors import DataError, InputError
from asknext.formats.exchange import detection, from_torchvision, from_ultralytics


class Tensor:
    """As a tensor on a device: only detach().cpu().numpy() gives an array."""

    def __init__(self, values: Any) -> None:
        self._values = np.asarray(values, dtype=np.float32)

    def detach(self) -> Tensor:
        return self

    def cpu(self) -> Tensor:
        return self

    def numpy(self) -> Any:
        return self._values


def result(**parts: Any) -> SimpleNamespace:
    whole = {"orig_shape": (30, 40), "names": {0: "cat", 1: "dog"}, "path": "/x/y/a.jpg"}
    empty = dict.fromkeys(("boxes", "masks", "keypoints", "obb", "probs"))
    return SimpleNamespace(**(whole | empty | parts))


BOXES = SimpleNamespace(xyxy=Tensor([[1, 2, 4, 6], [0, 0, 9, 9]]), conf=Tensor([0.5, 1.0]), cls=Tensor([1, 0]))


def test_boxes_of_ultralytics() -> None:
    item = from_ultralytics(result(boxes=BOXES))
    assert (item.name, item.content) == ("a.jpg", Picture(40, 30))
    assert [(each.value, each.label, each.score) for each in item.predictions] == [
        (Box(1, 2, 3, 4), "dog", 0.5), (Box(0, 0, 9, 9), "cat", 1.0),
    ]  # fmt: skip


def test_outlines_keypoints_and_turned_boxes_of_ultralytics() -> None:
    masks = SimpleNamespace(xy=[Tensor([[1, 1], [4, 1], [4, 5]]), Tensor(np.zeros((0, 2)))])
    outlines = [each.value for each in from_ultralytics(result(boxes=BOXES, masks=masks)).predictions]
    assert outlines == [Polygon.of(((1, 1), (4, 1), (4, 5))), Box(0, 0, 9, 9)]
    joints = SimpleNamespace(data=Tensor([[[1, 2, 0.9], [3, 4, 0.2], [0, 0, 0]]] * 2))
    pose = from_ultralytics(result(boxes=BOXES, keypoints=joints)).predictions[0].value
    assert pose == Keypoints(((1, 2, 2), (3, 4, 1), (0, 0, 0)), Box(1, 2, 3, 4))
    obb = SimpleNamespace(xyxyxyxy=Tensor([[[0, 0], [2, 0], [2, 1], [0, 1]]]), conf=Tensor([0.5]), cls=Tensor([0]))
    assert from_ultralytics(result(obb=obb)).predictions[0].value == OrientedBox(((0, 0), (2, 0), (2, 1), (0, 1)))


def test_class_probabilities_of_ultralytics() -> None:
    [found] = from_ultralytics(result(probs=SimpleNamespace(data=Tensor([0.25, 0.75])))).predictions
    assert (found.value, found.label, found.score, found.probabilities) == (ItemClass(), "dog", 0.75, (0.25, 0.75))


def test_an_image_without_a_box_has_no_prediction() -> None:
    none = SimpleNamespace(xyxy=Tensor(np.zeros((0, 4))), conf=Tensor([]), cls=Tensor([]))
    assert from_ultralytics(result(boxes=none)).predictions == ()


def test_masks_and_keypoints_of_torchvision() -> None:
    whole = {"boxes": Tensor([[0, 0, 2, 2]]), "labels": Tensor([1]), "scores": Tensor([0.5])}
    mask = np.zeros((1, 1, 3, 4))
    mask[0, 0, :2, :2] = 0.7
    names = ["background", "cat"]
    masked = from_torchvision(whole | {"masks": Tensor(mask)}, names, "a.png", 4, 3)
    assert masked.predictions[0].value == Mask.of_pixels(mask[0, 0] > 0.5)
    posed = from_torchvision(whole | {"keypoints": Tensor([[[1, 1, 1]]])}, names, "a.png", 4, 3)
    assert posed.predictions[0].value == Keypoints(((1, 1, 2),), Box(0, 0, 2, 2))
    assert from_torchvision(whole, names, "a.png", 4, 3).predictions[0].label == "cat"


def test_what_is_no_output_is_refused() -> None:
    with pytest.raises(InputError, match="no result of Ultralytics"):
        from_ultralytics(object())
    with pytest.raises(InputError, match="no 'scores'"):
        from_torchvision({"boxes": [], "labels": []}, [], "a", 1, 1)
    with pytest.raises(InputError, match="The class 7 is not among the 2 names"):
        from_ultralytics(result(boxes=SimpleNamespace(xyxy=[[1, 2, 3, 4]], conf=[0.5], cls=[7])))
    with pytest.raises(DataError, match="the score is nan"):
        from_ultralytics(result(boxes=SimpleNamespace(xyxy=[[1, 2, 3, 4]], conf=[float("nan")], cls=[0])))


def test_outputs_go_straight_into_a_selection() -> None:
    sure = SimpleNamespace(xyxy=[[1, 2, 4, 6]], conf=[0.9], cls=[1])
    items = [from_ultralytics(result(boxes=boxes)) for boxes in (sure, BOXES)]
    batch = asknext.select("min_box_confidence", 1, detections=[detection(each) for each in items])
    assert batch.indices.tolist() == [1]
