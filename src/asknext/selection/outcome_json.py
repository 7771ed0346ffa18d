"""An outcome as ``selection.json`` and the lines of ``items.jsonl`` say it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.selection.distributions import (
    balances,
    categories,
    class_counts,
    coverage,
    histograms,
    objects_per_item,
)
from asknext.selection.items import Source
from asknext.selection.outcome import Outcome
from asknext.selection.predicted import Predicted

__all__ = ["item_json", "outcome_json"]

IntArray = npt.NDArray[np.int64]


def outcome_json(found: Outcome, took: Mapping[str, float], made: str, version: str) -> dict[str, Any]:
    """``selection.json``; ``made`` is when, ``took`` the seconds of each step."""
    return {
        "version": 1,
        "asknext": version,
        "made": made,
        "kind": _kind(found),
        "took": dict(took),
        "seeds": {"selection": found.config.seed, "embedding": 0},
        "configuration": dict(found.config.given),
        "configuration_text": found.config.text,
        "embedding": {
            "model": found.model[0],
            "fingerprint": found.model[1],
            "dimensions": int(found.vectors.shape[1]),
        },
        "prediction": _prediction(found.predicted),
        "counts": _counts(found),
        "problems": [{"file": each.file, "reason": each.reason, "frames": each.frames} for each in found.problems],
        "notes": list(found.notes),
        "strategies": [part.describe() for part in found.mix.strategies],
        "distributions": _distributions(found),
        "balance": balances(found.mix, found.predicted, found.columns, found.every, _taken(found)),
        "coverage": coverage(found.vectors, found.every, _taken(found)),
        "videos": [_video(found, source) for source in found.items.sources if source.file.kind == "video"],
        "chosen": [_chosen(found, at) for at in range(len(found.rows))],
        "baseline": _baseline(found),
    }


def item_json(found: Outcome, row: int, order: Mapping[int, int]) -> dict[str, Any]:
    """A line of ``items.jsonl``."""
    items, size = found.items, found.items.sizes[row].tolist()
    video = items.video(row)
    told = {
        "name": items.names[row],
        "state": str(found.states[row]),
        "order": order.get(row),
        "video": video,
        "frame": int(items.index[row]) if video is not None else None,
        "seconds": float(items.seconds[row]) if video is not None else None,
        "width": size[0] or None,
        "height": size[1] or None,
        "columns": {name: _plain(values[row]) for name, values in found.columns.items()},
    }
    return told if found.predicted is None else told | {"classes": found.predicted.counts(row)}


def _kind(found: Outcome) -> str:
    kinds = {each.file.kind for each in found.files}
    return kinds.pop() if len(kinds) == 1 else "mixed"


def _taken(found: Outcome) -> IntArray:
    return np.flatnonzero(np.isin(found.states, ("selected", "preselected")))


def _prediction(predicted: Predicted | None) -> dict[str, Any] | None:
    if predicted is None:
        return None
    return {"by": predicted.by, "floor": predicted.floor, "classes": list(predicted.classes)}


def _counts(found: Outcome) -> dict[str, Any]:
    states = Counter(found.states.tolist())
    names = ("duplicate", "near_duplicate", "removed", "processed", "preselected", "candidate", "selected")
    lost = sum(each.facts.lost for each in found.files)
    items = {"read": len(found.items), "corrupt": lost, **{name: states[name] for name in names}}
    kinds = {"videos": "video", "images": "image", "sounds": "audio"}
    return {name: _files(found, kind) for name, kind in kinds.items()} | {"items": items}


def _files(found: Outcome, kind: str) -> dict[str, int] | None:
    own = [each for each in found.files if each.file.kind == kind]
    if not own:
        return None
    read = {each.file.name for each in found.items.sources}
    corrupt = [each for each in own if each.facts.error is not None]
    chosen = {found.items.file(int(row)).name for row in found.rows if found.items.file(int(row)).kind == kind}
    doubled = sum(
        found.states[row] == "duplicate" for row in range(len(found.items)) if found.items.file(row).kind == kind
    )
    unread = sum(each.facts.error is None and each.file.name not in read for each in own)
    return {
        "input": len(own),
        "corrupt": len(corrupt),
        "duplicate": unread if kind == "video" else int(doubled),
        "read": len(own) - len(corrupt) - unread,
        "selected": len(chosen),
    }


def _distributions(found: Outcome) -> dict[str, Any]:
    every, own = found.every, found.rows
    told: dict[str, Any] = {
        "classes": None,
        "objects_per_item": None,
        "columns": histograms(found.columns, every, own),
        "categories": categories(found.columns, every, own),
    }
    if found.predicted is not None:
        before = np.flatnonzero(found.states == "preselected")
        named = found.predicted.classes
        counts = class_counts(found.predicted, every, named)
        names = [name for name, count in zip(named, counts, strict=True) if count]
        told["classes"] = {
            "names": names,
            "input": [count for count in counts if count],
            "selected": class_counts(found.predicted, own, names),
            "preselected": class_counts(found.predicted, before, names),
            "target": _target(found, names),
        }
        told["objects_per_item"] = {
            "input": objects_per_item(found.predicted, every),
            "selected": objects_per_item(found.predicted, own),
        }
    return told


def _target(found: Outcome, names: Sequence[str]) -> list[float | None] | None:
    for one in balances(found.mix, found.predicted, found.columns, found.every, found.rows):
        if one["of"] == "objects":
            shares = dict(zip(one["names"], one["target"], strict=True))
            return [shares.get(name) for name in names]
    return None


def _video(found: Outcome, source: Source) -> dict[str, Any]:
    items = found.items
    rows = np.flatnonzero(items.source == items.sources.index(source))
    states = Counter(found.states[rows].tolist())

    def moments(state: str) -> list[dict[str, Any]]:
        return [
            {"frame": int(items.index[row]), "seconds": float(items.seconds[row])}
            | ({"file": found.chosen_file(row)} if state == "selected" else {})
            for row in rows[found.states[rows] == state].tolist()
        ]

    width, height = items.sizes[rows[0]].tolist() if len(rows) else (None, None)
    return {
        "name": source.file.name,
        "frames": source.facts.frames,
        "duration": source.facts.duration,
        "fps": source.facts.rate,
        "width": width,
        "height": height,
        "selected": moments("selected"),
        "preselected": moments("preselected"),
        "near_duplicate": states["near_duplicate"],
        "removed": states["removed"],
        "corrupt": source.facts.lost,
    }


def _chosen(found: Outcome, at: int) -> dict[str, Any]:
    row, items = int(found.rows[at]), found.items
    video, size = items.video(row), items.sizes[row].tolist()
    said = () if found.predicted is None else found.predicted.said[row]
    return {
        "name": items.names[row],
        "file": found.chosen_file(row),
        "order": at,
        "score": float(found.scores[at]),
        "reason": found.reasons[at],
        "video": video,
        "frame": int(items.index[row]) if video is not None else None,
        "seconds": float(items.seconds[row]) if video is not None else None,
        "width": size[0] or None,
        "height": size[1] or None,
        "annotations": [each.to_json() for each in said],
    }


def _baseline(found: Outcome) -> dict[str, Any] | None:
    if found.baseline is None:
        return None
    name, rows = found.baseline
    predicted = found.predicted
    counted = (
        [
            n
            for n, c in zip(predicted.classes, class_counts(predicted, found.every, predicted.classes), strict=True)
            if c
        ]
        if predicted
        else []
    )
    errors = [one["error"] for one in balances(found.mix, predicted, found.columns, found.every, rows)]
    return {
        "name": name,
        "names": [found.items.names[int(row)] for row in rows],
        "classes": None if predicted is None else class_counts(predicted, rows, counted),
        "balance": errors,
        "coverage": coverage(found.vectors, found.every, rows),
    }


def _plain(value: Any) -> Any:
    """As JSON says it; what is not finite is missing."""
    if isinstance(value, float | np.floating):
        return float(value) if np.isfinite(value) else None
    return value
