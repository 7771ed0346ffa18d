"""Predictions as the inputs of strategies: ``detections`` of images, ``sequences`` of texts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Relation
from asknext.errors import DataError
from asknext.formats.encoding import Encoding
from asknext.formats.jsonl_file import read_json_lines
from asknext.formats.lines import Lines
from asknext.formats.rows import Reject

__all__ = ["detection", "detections", "read_token_probabilities"]

Float64 = npt.NDArray[np.float64]


def detection(item: Annotated) -> dict[str, Any]:
    """What was predicted in one image: ``scores`` (k,), ``boxes`` (k, 4) corners in pixels, ``labels`` (k,), and
    ``probabilities`` (k, C) where every prediction has them. Of outlines, masks and keypoints the bounds are taken.
    """
    found = [(each, bounds) for each in item.predictions if (bounds := _bounds(each)) is not None]
    boxes = np.array([bounds for _, bounds in found], dtype=np.float64).reshape(-1, 4)
    said = [each for each, _ in found]
    told: dict[str, Any] = {
        "scores": np.array([each.score for each in said], dtype=np.float64),
        "boxes": boxes,
        "labels": [each.label for each in said],
    }
    if said and all(each.probabilities is not None for each in said):
        told["probabilities"] = np.array([each.probabilities for each in said], dtype=np.float64)
    return told


def detections(items: Iterable[Annotated | Reject], names: Sequence[str] | None = None) -> list[dict[str, Any] | None]:
    """The ``detections`` of `asknext.select`, one entry for each of ``names``, or for each item in its order.

    A name without an item is None, an image in which nothing was found. Raises `DataError` for a `Reject`, and where a
    name is asked for twice or two items have one.
    """
    found: dict[str, dict[str, Any]] = {}
    for each in items:
        if isinstance(each, Reject):
            raise DataError(each.reason, source=each.source, line=each.line)
        if each.name in found:
            raise DataError(f"two items have the name {each.name!r}")
        found[each.name] = detection(each)
    return list(found.values()) if names is None else [found.get(name) for name in names]


def read_token_probabilities(path: Path, names: Sequence[str] | None = None) -> list[Any]:
    """The ``sequences`` of `asknext.select` from JSON Lines, one entry for each of ``names`` or each line in its order.

    A line is ``{"id", "probabilities": [[...], ...]}``, a row of tag probabilities for each token, or ``"logits"``,
    which are turned into them; ``"path"`` is the probability of the best path where the tagger knows it. Lines of one
    id are the sentences of a document. Raises `DataError` with the line; a name that has no line is an error, too.
    """
    found: dict[str, list[dict[str, Any]]] = {}
    for line, values in _lines(path):
        try:
            key = str(values.get("id", line))
            found.setdefault(key, []).append(_sentence(values))
        except (TypeError, ValueError) as error:
            reason = error.reason if isinstance(error, DataError) else "holds something that is no table of numbers"
            raise DataError(reason, source=str(path), line=line) from None
    missing = [name for name in names or () if name not in found]
    if missing:
        raise DataError(f"has no line with the id {missing[0]!r}", source=str(path))
    return [
        each[0] if len(each) == 1 else each for each in (found[name] for name in (found if names is None else names))
    ]


def _lines(path: Path) -> Iterator[tuple[int, Mapping[str, Any]]]:
    lines = Lines(path, Encoding("utf-8", "surrogateescape"), 200_000_000)
    try:
        for row in read_json_lines(lines, str(path)):
            if isinstance(row, Reject):
                raise DataError(row.reason, source=row.source, line=row.line)
            yield row.line, row.values
    finally:
        lines.close()


def _sentence(values: Mapping[str, Any]) -> dict[str, Any]:
    given = values.get("probabilities", values.get("logits"))
    if given is None:
        raise DataError('has neither "probabilities" nor "logits"')
    table: Float64 = np.array(given, dtype=np.float64)
    if table.ndim != 2 or 0 in table.shape or not np.isfinite(table).all():
        raise DataError(f"holds a table of the shape {table.shape}, expected finite numbers, a row for each token")
    tokens = values.get("tokens")
    if isinstance(tokens, list) and len(tokens) != len(table):
        raise DataError(f"has {len(tokens)} tokens and {len(table)} rows")
    if "probabilities" not in values:
        table = np.exp(table - table.max(axis=1, keepdims=True))
        table /= table.sum(axis=1, keepdims=True)
    return {"probabilities": table} | ({"path": values["path"]} if values.get("path") is not None else {})


def _bounds(found: Annotation) -> tuple[float, float, float, float] | None:
    if isinstance(found.value, Relation) or not hasattr(found.value, "bounds"):
        return None
    if found.score is None:
        raise DataError(f"a prediction of {found.label!r} has no score")
    try:
        return found.value.bounds
    except DataError:  # an empty mask, or keypoints of which none is there
        return None
