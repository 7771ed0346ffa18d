"""How well a detector's boxes or masks fit those that people drew: mAP, precision and recall."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from importlib import import_module
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated
from asknext.errors import DataError, InputError, MissingExtra
from asknext.measures.detection.coco_tables import predicted_rows, truth_tables
from asknext.measures.detection.hits import Hits, best_floor, hits_of

__all__ = ["ClassDetection", "DetectionScores", "detection_scores"]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class ClassDetection:
    """One class: how many objects people drew and models told, and the scores; None where people drew none.

    map50, map50_95 : mean precision over 101 recalls at an overlap of .5, and at .5, .55, ... .95.
    precision, recall : at an overlap of .5, of the predictions whose score is at least the floor; a precision of None
    says that there is no such prediction.
    """

    name: str
    drawn: int
    told: int
    map50: float | None
    map50_95: float | None
    precision: float | None
    recall: float | None


@dataclass(frozen=True)
class DetectionScores:
    """Means over the classes that people drew, and each class.

    shape : "boxes" or "masks".  floor : the score from which predictions count for precision and recall.
    """

    shape: str
    images: int
    drawn: int
    told: int
    floor: float
    map50: float | None
    map50_95: float | None
    precision: float | None
    recall: float | None
    classes: tuple[ClassDetection, ...]

    def to_json(self) -> dict[str, Any]:
        """Plain numbers, texts and lists."""
        found = asdict(self)
        return found | {"classes": list(found["classes"])}


def detection_scores(
    truth: Sequence[Annotated],
    predicted: Iterable[Annotated],
    *,
    masks: bool = False,
    floor: float | None = None,
    most: int = 100,
    classes: Sequence[str] | None = None,
) -> DetectionScores:
    """Compare predictions with the truth by the COCO API (Lin et al. 2014; pycocotools, BSD).

    A prediction hits when its overlap with an object of its class that no surer prediction has taken is large enough.
    Objects with the attribute ``iscrowd`` are groups: a prediction inside of one counts neither way.

    Parameters
    ----------
    truth : items whose ``annotations`` people made. An image without a shape says that nothing is there.
    predicted : items of the same names whose ``predictions`` have scores; an image that is missing has none.
    masks : compare outlines and masks pixel by pixel, instead of boxes (an outline counts by its bounds there).
    floor : of precision and recall; None takes the one at which the F1 of all classes together is best on these very
        items, which flatters a little: state one that was chosen elsewhere for a fair figure.
    most : the surest predictions of a class in an image that count.
    classes : their names and order; None takes those that occur.

    Raises
    ------
    DataError : names, classes, sizes or scores that do not fit together. MissingExtra : pycocotools is not installed.
    """
    if floor is not None and not 0 <= floor <= 1:
        raise InputError(f"The floor is {floor}, expected a score from 0 to 1.")
    listed = list(predicted)
    _check_names(truth)
    names = _occurring(truth, listed) if classes is None else list(classes)
    told = predicted_rows(listed, truth, names, masks)
    found = _compared(truth_tables(truth, names, masks), told, masks, most)
    hits = hits_of(found.evalImgs, len(names)) if names else []
    level = best_floor(hits) if floor is None else floor
    precisions = found.eval["precision"][:, :, :, 0, 0] if names else np.zeros((10, 101, 0))
    each = tuple(_class(name, precisions[:, :, at], hits[at], level) for at, name in enumerate(names))
    return _together(each, "masks" if masks else "boxes", len(truth), level)


def _compared(truth: dict[str, Any], told: list[dict[str, Any]], masks: bool, most: int) -> Any:
    """The COCO API's evaluation; it prints as it goes, which nobody asked for."""
    try:
        tables_of, compare = import_module("pycocotools.coco").COCO, import_module("pycocotools.cocoeval").COCOeval
    except ImportError:
        raise MissingExtra("Comparing detections", "pycocotools", "detection") from None
    with contextlib.redirect_stdout(io.StringIO()):
        tables = []
        for table in (truth, {**truth, "annotations": told}):
            tables.append(tables_of())
            tables[-1].dataset = table
            tables[-1].createIndex()
        run = compare(*tables, "segm" if masks else "bbox")
        run.params.maxDets, run.params.areaRng, run.params.areaRngLbl = [most], [[0, 1e10]], ["all"]
        if truth["categories"]:
            run.evaluate()
            run.accumulate()
    return run


def _class(name: str, precisions: Floats, hits: Hits, floor: float) -> ClassDetection:
    """``precisions`` : (10 overlaps, 101 recalls); -1 where there is no truth."""
    if not hits.drawn:
        return ClassDetection(name, 0, len(hits.scores), None, None, None, None)
    map50, every = float(precisions[0].mean()), float(precisions.mean())
    precision, recall = hits.at(floor)
    return ClassDetection(name, hits.drawn, len(hits.scores), map50, every, precision, recall)


def _together(classes: tuple[ClassDetection, ...], shape: str, images: int, floor: float) -> DetectionScores:
    def mean(field: str) -> float | None:
        known = [getattr(each, field) for each in classes if each.drawn]
        return float(np.mean([0.0 if each is None else each for each in known])) if known else None

    drawn, told = sum(each.drawn for each in classes), sum(each.told for each in classes)
    map50, every, precision, recall = (mean(field) for field in ("map50", "map50_95", "precision", "recall"))
    return DetectionScores(shape, images, drawn, told, floor, map50, every, precision, recall, classes)


def _occurring(*items: Iterable[Annotated]) -> list[str]:
    return sorted({each.label for part in items for item in part for each in item.said if each.label is not None})


def _check_names(truth: Sequence[Annotated]) -> None:
    seen: set[str] = set()
    for item in truth:
        if item.name in seen:
            raise DataError(f"the truth has the image {item.name!r} twice")
        seen.add(item.name)
