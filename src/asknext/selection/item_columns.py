"""The columns of items: what was measured, what a table says, scores and counts of what was predicted."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import InputError, MissingInput, UnknownName
from asknext.pool.view import PoolView
from asknext.selection.found_files import FoundFile
from asknext.selection.items import PICTURE, SOUND, Items
from asknext.selection.parts import Wanted
from asknext.selection.predicted import Predicted
from asknext.strategies.detections import ObjectFrequency, ObjectnessLeastConfidence
from asknext.strategies.detections.box_measures import MEASURES
from asknext.strategies.detections.boxes import Boxes, read_boxes
from asknext.strategies.detections.detection_scorer import DetectionScorer

__all__ = ["check_columns", "measured", "scored"]

Column = npt.NDArray[Any]
Float64 = npt.NDArray[np.float64]
_FILE = ("bytes",)
_OF_PICTURE = (*_FILE, "width", "height", *PICTURE)
_OF_SOUND = (*_FILE, "seconds", *SOUND)
_OF_FRAME = ("video", "frame", "seconds")
ALIASES = {"lightly.sharpness": "sharpness", "lightly.snr": "snr", "lightly.sizeInBytes": "bytes"}


def check_columns(wanted: Wanted, files: Sequence[FoundFile]) -> None:
    """Before anything is read: raises `UnknownName` for a column that will not be there."""
    kinds = {each.kind for each in files}
    known = {name for each in files for name in each.metadata} | set(_OF_SOUND if "audio" in kinds else _OF_PICTURE)
    known |= set(_OF_FRAME if "video" in kinds else ()) | (set() if "audio" in kinds else set(ALIASES))
    for name in wanted.read:
        if name not in known and not name.startswith(("score ", "count ")):
            raise UnknownName("column", name, known, where="selection.strategies")


def measured(items: Items) -> dict[str, Column]:
    """(n,) each: numbers as float64, all else as objects with None where it is missing."""
    sound = bool(items.sources) and items.sources[0].file.kind == "audio"
    sizes = np.array([each.facts.bytes for each in items.sources], dtype=np.float64)
    found: dict[str, Column] = {"bytes": sizes[items.source]}
    if not sound:
        found |= {"width": items.sizes[:, 0].astype(np.float64), "height": items.sizes[:, 1].astype(np.float64)}
    names = SOUND if sound else PICTURE
    found |= {name: items.measures[:, at].astype(np.float64) for at, name in enumerate(names)}
    if sound or any(each.file.kind == "video" for each in items.sources):
        found["seconds"] = items.seconds
    if any(each.file.kind == "video" for each in items.sources):
        found["frame"] = items.index.astype(np.float64)
        found["video"] = np.array([items.video(row) for row in range(len(items))], dtype=object)
    return found | _told(items)


def _told(items: Items) -> dict[str, Column]:
    """What tables say of files; frames have it of their video."""
    names = dict.fromkeys(name for each in items.sources for name in each.file.metadata)
    found = {}
    for name in names:
        values = [each.file.metadata.get(name) for each in items.sources]
        found[name] = _typed(values)[items.source]
    return found


def _typed(values: Sequence[Any]) -> Column:
    """Numbers where every value is one, or a text of one, or missing."""
    numbers = [_number(each) for each in values]
    if all(each is not None for each in numbers) and not all(map(math.isnan, numbers)):  # type: ignore[arg-type]
        return np.array(numbers, dtype=np.float64)
    return np.array([None if each in (None, "") else str(each) for each in values], dtype=object)


def _number(value: Any) -> float | None:
    if value is None or value == "":
        return math.nan
    try:
        return float(value)
    except (TypeError, ValueError):
        return None


def scored(wanted: Wanted, predicted: Predicted | None, n: int) -> dict[str, Column]:
    """The columns of scores and counts that a mix reads. Raises `MissingInput` without predictions."""
    if predicted is None:
        if wanted.detections:
            raise MissingInput(
                "The strategies look at predicted objects, and there are none: add 'predictions:' with a file or "
                "folder, or 'model:' with a detector."
            )
        return {}
    detections = predicted.detections()
    found: dict[str, Column] = {}
    for column, score in wanted.scores.items():
        made = (
            _by_strategy(score, detections, n) if isinstance(score, DetectionScorer) else _SCORES[score](detections, n)
        )
        found[column] = np.maximum(made, 0.0)
    for column, classes in wanted.counts.items():
        if unknown := [name for name in classes if name not in predicted.classes]:
            raise UnknownName("class", unknown[0], predicted.classes, where=column)
        counts = (predicted.counts(row) for row in range(n))
        found[column] = np.array([sum(each.get(name, 0) for name in classes) for each in counts], dtype=np.float64)
    return found


def _by_strategy(scorer: DetectionScorer, detections: list[Any], n: int) -> Float64:
    """Images without a box have 0, as a product takes no negative scores, or the highest where they come first."""
    return scorer.score(PoolView(n, detections=detections))


def _frequency(detections: list[Any], n: int) -> Float64:
    """Between .9 and 1, as in the scorer of Lightly (2023)."""
    scores = np.maximum(_by_strategy(ObjectFrequency(), detections, n), 0.0)
    low, high = float(scores.min(initial=np.inf)), float(scores.max(initial=-np.inf))
    return 0.9 + 0.1 * (scores - low) / (high - low) if high > low else np.ones(n)


def _uncertain(measure: str) -> Callable[[list[Any], int], Float64]:
    """The highest over the boxes, from 0 (sure) to 1 (all classes alike); 0 without a box."""

    def score(detections: list[Any], n: int) -> Float64:
        every = [read_boxes(each, f"image {row}") for row, each in enumerate(detections)]
        return np.array([_highest(each, measure) if len(each) else 0.0 for each in every])

    return score


def _highest(boxes: Boxes, measure: str) -> float:
    p = boxes.probabilities
    if p is None or p.shape[1] == 1:
        p = np.column_stack([boxes.scores, 1.0 - boxes.scores])
    values = np.maximum(MEASURES[measure](np.clip(p, 0.0, 1.0)), 0.0)
    alike = float(MEASURES[measure](np.full((1, p.shape[1]), 1.0 / p.shape[1]))[0])
    return float(values.max() / alike)


_SCORES: dict[str, Callable[[list[Any], int], Float64]] = {
    "object_frequency": _frequency,
    "objectness_least_confidence": lambda found, n: _by_strategy(ObjectnessLeastConfidence(), found, n),
    "uncertainty_entropy": _uncertain("entropy"),
    "uncertainty_least_confidence": _uncertain("least_confidence"),
    "uncertainty_margin": _uncertain("margin"),
}


def with_aliases(columns: dict[str, Column]) -> dict[str, Column]:
    """Lightly's names beside ours."""
    return columns | {alias: columns[name] for alias, name in ALIASES.items() if name in columns}


def extended(column: Column, more: int) -> Column:
    """With missing values for ``more`` further rows."""
    if column.dtype.kind == "f":
        return np.concatenate([column, np.full(more, np.nan)])
    if column.dtype.kind != "O":
        raise InputError(f"A column holds {column.dtype}, expected numbers or texts.")
    return np.concatenate([column, np.full(more, None, dtype=object)])
