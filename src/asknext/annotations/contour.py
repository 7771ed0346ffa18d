"""The outline of a mask, along the edges of its pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from asknext.annotations.mask import Mask
from asknext.annotations.points import Point
from asknext.annotations.polygon import Polygon
from asknext.errors import DataError

__all__ = ["polygon_of"]

Ints = npt.NDArray[np.int64]
# where a corner's two edges lead; pixels that touch at a corner alone are of different parts
_LEFT, _RIGHT, _UP, _DOWN = 0, 1, 0, 1


def polygon_of(mask: Mask) -> Polygon:
    """The polygon around exactly the pixels of ``mask``, holes as holes; drawing it gives the same mask.

    Pixels that touch at a corner only are in different parts. Raises `DataError` where no pixel is inside.
    """
    inside = np.pad(mask.pixels(), 1)
    x, y, side, turn = _corners(inside)
    if len(x) == 0:
        raise DataError("a mask without a pixel has no outline")
    rings = _rings(x, y, _partners(y, x, side), _partners(x, y, turn))
    outlines, holes = _sorted_out(rings, inside)
    return Polygon(tuple((outline, *holes.get(part, ())) for part, outline in outlines.items()))


def _corners(inside: npt.NDArray[np.bool_]) -> tuple[Ints, Ints, Ints, Ints]:
    """x, y of each corner of the outline, and whether its edges lead left or right, up or down."""
    a, b, c, d = inside[:-1, :-1], inside[:-1, 1:], inside[1:, :-1], inside[1:, 1:]
    odd = a ^ b ^ c ^ d
    y, x = np.nonzero(odd)
    # an edge leads to the side on which the two pixels above and below differ
    side = np.where((a ^ c)[odd], _LEFT, _RIGHT)
    turn = np.where((a ^ b)[odd], _UP, _DOWN)
    touching = (a == d) & (b == c) & (a != b)
    ty, tx = np.nonzero(touching)
    falling = a[touching]
    up, down = np.where(falling, _LEFT, _RIGHT), np.where(falling, _RIGHT, _LEFT)
    ones = np.ones(len(tx), dtype=np.int64)
    return (
        np.concatenate([x, tx, tx]),
        np.concatenate([y, ty, ty]),
        np.concatenate([side, up, down]),
        np.concatenate([turn, _UP * ones, _DOWN * ones]),
    )


def _partners(line: Ints, along: Ints, leads: Ints) -> Ints:
    """The other end of the edge that each corner has on its ``line``: neighbours along it, two by two."""
    order = np.lexsort((leads, along, line))
    partner = np.empty(len(order), dtype=np.int64)
    partner[order[0::2]], partner[order[1::2]] = order[1::2], order[0::2]
    return partner


def _rings(x: Ints, y: Ints, across: Ints, down: Ints) -> list[tuple[Point, ...]]:
    """Follow edges across and down in turn; each ring starts at its highest and there leftmost corner."""
    xs, ys, sideways, upright = x.tolist(), y.tolist(), across.tolist(), down.tolist()
    left, rings = [True] * len(xs), []
    for start in np.lexsort((x, y)).tolist():
        at, ring = start, []
        while left[at]:
            other = sideways[at]
            left[at] = left[other] = False
            ring += [(float(xs[at]), float(ys[at])), (float(xs[other]), float(ys[other]))]
            at = upright[other]
        if ring:
            rings.append(tuple(ring))
    return rings


def _sorted_out(
    rings: list[tuple[Point, ...]], inside: npt.NDArray[np.bool_]
) -> tuple[dict[int, tuple[Point, ...]], dict[int, list[tuple[Point, ...]]]]:
    """Outlines by the number of their part, and the holes of each part."""
    from scipy import ndimage

    numbers, _ = ndimage.label(inside)
    outlines: dict[int, tuple[Point, ...]] = {}
    holes: dict[int, list[tuple[Point, ...]]] = {}
    for ring in rings:
        column, row = (int(each) for each in ring[0])
        if part := int(numbers[row + 1, column + 1]):  # the pixel below and right of the corner, in the padded image
            outlines[part] = ring
        else:
            holes.setdefault(int(numbers[row, column + 1]), []).append(ring)
    return outlines, holes
