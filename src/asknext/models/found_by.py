"""What any detector finds in pictures, whoever made it: as predictions of one form.

Nothing of Ultralytics or torchvision is imported: what counts is what an object can do and what it answers.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Mask, Picture
from asknext.errors import InputError
from asknext.formats.exchange import from_torchvision, from_ultralytics

__all__ = ["found_by"]

Pixels = npt.NDArray[np.uint8]
Names = Mapping[int, str] | Sequence[str]


def found_by(
    model: Any, pictures: Sequence[Pixels], names: Sequence[str] | None = None, classes: Names | None = None
) -> list[Annotated]:
    """What ``model`` finds in each of ``pictures``, (h, w, 3) uint8 RGB, as predictions; see also `detections`.

    Parameters
    ----------
    model : a detector of ours; an object with ``predict`` that answers results as Ultralytics does; a module of PyTorch
        that answers as torchvision's do, a mapping a picture with boxes, labels and scores (and masks), or for
        semantic segmentation ``{"out": (b, C, h, w)}``; or any function of the list of pictures that answers such
        objects.
    names : of the pictures; by default their numbers, counted from 0.
    classes : the names of a torchvision model's classes, number 0 is the background.

    Raises
    ------
    InputError : an answer that is none of these, or not one a picture.
    """
    told = [str(at) for at in range(len(pictures))] if names is None else list(names)
    answers = _answers(model, list(pictures), told)
    if len(answers) != len(told):
        raise InputError(f"{type(model).__name__} answered {len(answers)} times about {len(told)} pictures.")
    return [_item(*each, classes) for each in zip(answers, told, pictures, strict=True)]


def _answers(model: Any, pictures: list[Pixels], names: list[str]) -> list[Any]:
    if type(model).__module__.startswith("asknext."):
        return list(model.predict(pictures, names))
    if hasattr(model, "predict"):
        # arrays count as blue, green, red there, as OpenCV reads them
        return list(model.predict([np.ascontiguousarray(each[..., ::-1]) for each in pictures], verbose=False))
    if hasattr(model, "state_dict"):
        return _module(model, pictures)
    return list(model(pictures))


def _module(model: Any, pictures: list[Pixels]) -> list[Any]:
    """A module in evaluation, one picture after the other, in numbers from 0 to 1; it is left as it was."""
    torch = import_module("torch")
    training = bool(model.training)
    model.eval()
    try:
        with torch.inference_mode():
            return [
                _first(model([torch.from_numpy(np.ascontiguousarray(each.transpose(2, 0, 1))).float() / 255]))
                if not _segments(model)
                else model(torch.from_numpy(np.ascontiguousarray(each.transpose(2, 0, 1))).float()[None] / 255)
                for each in pictures
            ]
    finally:
        model.train(training)


def _segments(model: Any) -> bool:
    """torchvision's models of semantic segmentation have a classifier of pixels, its detectors regions of interest."""
    return hasattr(model, "classifier") and not hasattr(model, "roi_heads")


def _first(answer: Any) -> Any:
    return answer[0] if isinstance(answer, list | tuple) else answer


def _item(answer: Any, name: str, picture: Pixels, classes: Names | None) -> Annotated:
    height, width = picture.shape[:2]
    if isinstance(answer, Annotated):
        return answer
    if hasattr(answer, "orig_shape"):
        return from_ultralytics(answer, name)
    if isinstance(answer, Mapping) and classes is None:
        raise InputError("The names of the model's classes are not known: give classes=, number 0 is the background.")
    if isinstance(answer, Mapping) and "out" in answer:
        assert classes is not None
        return _areas(answer["out"], classes, name, width, height)
    if isinstance(answer, Mapping):
        assert classes is not None
        return from_torchvision(answer, classes, name, width, height)
    raise InputError(f"The model answered a {type(answer).__name__}, which is no form of detections that is known.")


def _areas(logits: Any, classes: Names, name: str, width: int, height: int) -> Annotated:
    """A mask for each class but the background, where it is the likeliest; its score is the mean probability there."""
    values = np.asarray(logits.detach().cpu().numpy() if hasattr(logits, "detach") else logits, dtype=np.float64)[0]
    if values.shape[1:] != (height, width):
        raise InputError(f"The model answered {values.shape[1:]} pixels for a picture of {(height, width)}.")
    powers = np.exp(values - values.max(axis=0))
    p = powers / powers.sum(axis=0)
    best = p.argmax(axis=0)
    found = [each for each in np.unique(best).tolist() if each]
    said = (
        Annotation(Mask.of_pixels(best == each), classes[each], float(p[each][best == each].mean())) for each in found
    )
    return Annotated(name, Picture(width, height), predictions=tuple(said))
