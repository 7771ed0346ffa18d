"""A view of part of a pool: the same rows and inputs, fewer of them to be asked."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from asknext.pool.view import IntArray, PoolView

__all__ = ["limited_to"]

_INPUTS = (
    "labels",
    "probabilities",
    "embeddings",
    "committee",
    "predictions",
    "detections",
    "columns",
    "annotations",
    "sequences",
)


def limited_to(view: PoolView, rows: IntArray, asker: str) -> PoolView:
    """``view`` with only ``rows`` to choose from; inputs that were not read yet are still read late."""
    inputs: dict[str, Any] = {name: _late(view, name, asker) for name in _INPUTS if view.has(name)}
    same: dict[str, Any] = {"task": view.task, "resources": view.resources, "kept": view.kept, "classes": view.classes}
    return PoolView(view.n, labelled=view.labelled, available=rows, **same, **inputs)


def _late(view: PoolView, name: str, asker: str) -> Callable[[], Any]:
    return lambda: view.need(name, asker)
