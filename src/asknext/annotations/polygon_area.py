"""The area that two polygons share, exactly, also where they have holes or cross themselves."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.annotations.polygon import Part, Polygon

__all__ = ["common_area"]

Float64 = npt.NDArray[np.float64]


def common_area(first: Polygon, second: Polygon) -> float:
    """In square pixels.

    The plane is cut in upright slabs at every corner and every crossing of two edges; inside of a slab edges do not
    meet, so what lies between two neighbours is a trapezoid. Time (edges of both)^2 times log of them.
    """
    parts = [*first.parts, *second.parts]
    edges = np.concatenate([_edges(part) for part in parts])
    part_of = np.repeat(np.arange(len(parts)), [sum(map(len, part)) for part in parts])
    edges, part_of = edges[edges[:, 0] != edges[:, 2]], part_of[edges[:, 0] != edges[:, 2]]
    cuts = np.unique(np.concatenate([edges[:, 0], edges[:, 2], _crossings(edges)]))
    total = 0.0
    for left, right in zip(cuts[:-1].tolist(), cuts[1:].tolist(), strict=True):
        total += (right - left) * _common_height((left + right) / 2, edges, part_of, len(first.parts), len(parts))
    return total


def _edges(part: Part) -> Float64:
    """(k, 4) x1, y1, x2, y2 of the edges of every ring, x1 <= x2."""
    rings = [np.array(ring) for ring in part]
    edges = np.concatenate([np.hstack([ring, np.roll(ring, -1, axis=0)]) for ring in rings])
    return np.where((edges[:, 0] > edges[:, 2])[:, None], edges[:, [2, 3, 0, 1]], edges)


def _crossings(edges: Float64) -> Float64:
    """The x of every place where two edges cross."""
    start, along = edges[:, :2], edges[:, 2:] - edges[:, :2]
    found = []
    for at in range(len(edges) - 1):
        others, apart = along[at + 1 :], start[at + 1 :] - start[at]
        turn = along[at, 0] * others[:, 1] - along[at, 1] * others[:, 0]
        with np.errstate(divide="ignore", invalid="ignore"):
            mine = (apart[:, 0] * others[:, 1] - apart[:, 1] * others[:, 0]) / turn
            theirs = (apart[:, 0] * along[at, 1] - apart[:, 1] * along[at, 0]) / turn
        meet = (turn != 0) & (mine > 0) & (mine < 1) & (theirs > 0) & (theirs < 1)
        found.append(start[at, 0] + mine[meet] * along[at, 0])
    return np.concatenate(found) if found else np.zeros(0)


def _common_height(x: float, edges: Float64, part_of: npt.NDArray[np.int64], ours: int, parts: int) -> float:
    """How much of the upright line at ``x`` is inside of both."""
    here = (edges[:, 0] < x) & (x < edges[:, 2])
    x1, y1, x2, y2 = edges[here].T
    y = y1 + (x - x1) / (x2 - x1) * (y2 - y1)
    order = np.argsort(y, kind="stable")
    # a row for each gap between neighbours: is it inside of each part?
    inside = np.cumsum(part_of[here][order][:, None] == np.arange(parts), axis=0) % 2 == 1
    both = inside[:, :ours].any(axis=1) & inside[:, ours:].any(axis=1)
    return float(np.diff(y[order])[both[:-1]].sum()) if len(order) else 0.0
