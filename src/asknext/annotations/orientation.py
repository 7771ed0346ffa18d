"""Shapes drawn on an image as it is stored, turned to where they lie on the image as it is shown (EXIF orientation)."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from asknext.annotations.annotation import Shape
from asknext.annotations.box import Box
from asknext.annotations.keypoints import Keypoints
from asknext.annotations.mask import Mask
from asknext.annotations.oriented_box import OrientedBox
from asknext.annotations.points import Point
from asknext.annotations.polygon import Polygon
from asknext.errors import DataError

__all__ = ["upright", "upright_size"]

Move = Callable[[float, float], Point]


def upright_size(width: int, height: int, orientation: int) -> tuple[int, int]:
    """The size of an image as it is shown, from that of the stored one."""
    return (height, width) if orientation >= 5 else (width, height)


def upright(shape: Shape, width: int, height: int, orientation: int) -> Shape:
    """``shape`` on the stored image of ``width`` and ``height`` as a shape on the image that is shown.

    ``orientation`` : EXIF's, 1 to 8. Raises `DataError` for another one.
    """
    if orientation not in range(1, 9):
        raise DataError(f"the orientation {orientation} is none of EXIF's, 1 to 8")
    if orientation == 1:
        return shape
    if isinstance(shape, Mask):
        return Mask.of_pixels(_PIXELS[orientation](shape.pixels()))
    return _moved(shape, _move(float(width), float(height), orientation))


_PIXELS: dict[int, Callable[..., np.ndarray]] = {
    2: lambda p: p[:, ::-1],
    3: lambda p: p[::-1, ::-1],
    4: lambda p: p[::-1],
    5: lambda p: p.T,
    6: lambda p: p[::-1].T,
    7: lambda p: p[::-1, ::-1].T,
    8: lambda p: p.T[::-1],
}


def _move(width: float, height: float, orientation: int) -> Move:
    moves: dict[int, Move] = {
        2: lambda x, y: (width - x, y),
        3: lambda x, y: (width - x, height - y),
        4: lambda x, y: (x, height - y),
        5: lambda x, y: (y, x),
        6: lambda x, y: (height - y, x),
        7: lambda x, y: (height - y, width - x),
        8: lambda x, y: (y, width - x),
    }
    return moves[orientation]


def _moved(shape: Shape, move: Move) -> Shape:
    match shape:
        case Box():
            return _box(shape, move)
        case OrientedBox(corners=corners):
            return OrientedBox(tuple(move(*each) for each in corners))
        case Polygon(parts=parts):
            return Polygon(tuple(tuple(tuple(move(*each) for each in ring) for ring in part) for part in parts))
        case Keypoints(points=points, box=box):
            turned = tuple((*move(x, y), seen) if seen else (x, y, seen) for x, y, seen in points)
            return Keypoints(turned, None if box is None else _box(box, move))
    raise AssertionError(shape)


def _box(box: Box, move: Move) -> Box:
    (x, y), (to_x, to_y) = move(box.x, box.y), move(box.right, box.bottom)
    return Box.of_corners(min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y))
