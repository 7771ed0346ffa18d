"""One line of a YOLO label file: a class and numbers from 0 to 1 of the image's width and height."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Context, Decimal, InvalidOperation
from typing import NamedTuple

from asknext.annotations import Annotation, Box, Keypoints, OrientedBox, Polygon, Shape
from asknext.annotations.keypoints import HIDDEN, MISSING, VISIBLE
from asknext.annotations.numbers import number
from asknext.annotations.points import Ring
from asknext.errors import DataError

__all__ = ["TASKS", "Numbers", "line_of", "shape_of"]

TASKS = ("detect", "segment", "pose", "obb")
_FAR = 10
# more digits than a float has, so that pixels come back to the last bit from shares that they are divided into
_TOLD, _EXACT = Context(prec=22), Context(prec=40)
_PLACES = 17


class Numbers(NamedTuple):
    """What a line says: the class, its shape in pixels, and a score where the line ends with one."""

    category: int
    shape: Shape
    score: float | None


def shape_of(line: str, task: str, keypoints: tuple[int, int] | None, width: int, height: int) -> Numbers:
    """Read a line.

    ``task`` : detect, segment, pose (with ``keypoints``, how many and how many numbers each), obb; or "auto", which
    takes 4 numbers for a box and more for an outline. Raises `DataError`.
    """
    words = line.split()
    category = _category(words[0])
    values = [_share(each, at) for at, each in enumerate(words[1:], 2)]
    if task == "pose":
        return _pose(category, values, keypoints or (0, 0), width, height)
    if task == "obb":
        return _outline(category, values, width, height, turned=True)
    if task == "detect" or (task == "auto" and len(values) in (4, 5)) or len(values) in (4, 5):
        return Numbers(category, _box(values[:4], width, height), _score(values, 4))
    return _outline(category, values, width, height)


def line_of(found: Annotation, category: int, width: int, height: int, flags: int = 3) -> str:
    """A line for a box, an outline of one part, a turned box or keypoints (with 2 or 3 ``flags`` each)."""
    values = _values(found.value, width, height, flags)  # type: ignore[arg-type]
    values += [] if found.score is None else [Decimal(found.score)]
    return " ".join([str(category), *map(_told, values)])


def _told(value: Decimal) -> str:
    short = Decimal(repr(float(value)))
    return f"{short if short == value else _TOLD.plus(value):f}"


def _category(word: str) -> int:
    try:
        value = float(word)
    except ValueError:
        raise DataError(f"begins with {word[:20]!r}, expected the number of a class") from None
    if not (0 <= value < 1e6 and value.is_integer()):
        raise DataError(f"begins with {word[:20]!r}, expected the number of a class, 0 or more")
    return int(value)


def _share(word: str, at: int) -> Decimal:
    try:
        value = Decimal(word)
    except InvalidOperation:
        raise DataError(f"number {at} is {word[:20]!r}") from None
    if not value.is_finite() or not -_FAR <= value <= _FAR:
        raise DataError(
            f"number {at} is {word[:20]}; YOLO's are shares of the image from 0 to 1, so divide pixels by its size"
        )
    return value


def _score(values: Sequence[Decimal], length: int) -> float | None:
    if len(values) == length:
        return None
    if len(values) != length + 1:
        raise DataError(f"has {len(values)} numbers behind the class, expected {length}, or {length + 1} with a score")
    return number(float(values[length]), "the score", 0, 1)


def _pixels(share: Decimal, size: int) -> float:
    return float(round(_EXACT.multiply(share, Decimal(size)), _PLACES))


def _box(values: Sequence[Decimal], width: int, height: int) -> Box:
    if len(values) != 4:
        raise DataError(f"has {len(values)} numbers behind the class, expected x, y, width and height")
    x, y, w, h = values
    left, top = _pixels(_EXACT.subtract(x, w / 2), width), _pixels(_EXACT.subtract(y, h / 2), height)
    return Box(left, top, _pixels(w, width), _pixels(h, height))


def _outline(category: int, values: Sequence[Decimal], width: int, height: int, *, turned: bool = False) -> Numbers:
    length = 8 if turned else len(values) - len(values) % 2
    score = _score(values, length)
    if length < 6:
        raise DataError(f"has {len(values)} numbers behind the class, expected x and y of at least 3 points")
    pairs = zip(values[0:length:2], values[1:length:2], strict=True)
    points = tuple((_pixels(x, width), _pixels(y, height)) for x, y in pairs)
    return Numbers(category, OrientedBox(points) if turned else Polygon.of(points), score)


def _pose(category: int, values: Sequence[Decimal], shape: tuple[int, int], width: int, height: int) -> Numbers:
    count, flags = shape
    score = _score(values, 4 + count * flags)
    box = _box(values[:4], width, height)
    points = []
    for at in range(4, 4 + count * flags, flags):
        x, y = values[at : at + 2]
        seen = _seen(float(values[at + 2])) if flags == 3 else (VISIBLE if x or y else MISSING)
        points.append((_pixels(x, width), _pixels(y, height), seen))
    return Numbers(category, Keypoints(tuple(points), box), score)


def _seen(value: float) -> int:
    """A model writes how sure it is of a point in place of 0, 1, 2."""
    if value in (MISSING, HIDDEN, VISIBLE):
        return int(value)
    return VISIBLE if value >= 0.5 else HIDDEN


def _values(value: Shape, width: int, height: int, flags: int) -> list[Decimal]:
    match value:
        case Box():
            return _box_values(value, width, height)
        case OrientedBox(corners=corners):
            return _point_values(corners, width, height)
        case Polygon(parts=parts):
            return _point_values(parts[0][0], width, height)
        case Keypoints(points=points):
            box = value.box or Box.of_corners(*value.bounds)
            joints = [
                each for x, y, seen in points for each in (_part(x, width), _part(y, height), Decimal(seen))[:flags]
            ]
            return _box_values(box, width, height) + joints
    raise AssertionError(value)


def _point_values(points: Ring, width: int, height: int) -> list[Decimal]:
    return [each for x, y in points for each in (_part(x, width), _part(y, height))]


def _box_values(box: Box, width: int, height: int) -> list[Decimal]:
    x, y = (Decimal(start) + Decimal(size) / 2 for start, size in ((box.x, box.width), (box.y, box.height)))
    return [_part(x, width), _part(y, height), _part(box.width, width), _part(box.height, height)]


def _part(value: float | Decimal, size: int) -> Decimal:
    return _EXACT.divide(Decimal(value), Decimal(size))
