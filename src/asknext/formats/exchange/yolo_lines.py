"""One line of a YOLO label file: a class and numbers from 0 to 1 of the image's width and height."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from asknext.annotations import Annotation, Box, Keypoints, OrientedBox, Polygon, Shape
from asknext.annotations.keypoints import HIDDEN, MISSING, VISIBLE
from asknext.annotations.numbers import number
from asknext.errors import DataError

__all__ = ["TASKS", "Numbers", "line_of", "shape_of"]

TASKS = ("detect", "segment", "pose", "obb")
_FAR = 10.0
# a number is read back from its decimals, so what is told here of a pixel is kept and the rest is rounding
_DIGITS = 9


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
    values += [] if found.score is None else [found.score]
    return " ".join([str(category), *map(_told, values)])


def _told(value: float) -> str:
    return repr(int(value)) if float(value).is_integer() else repr(float(value))


def _category(word: str) -> int:
    try:
        value = float(word)
    except ValueError:
        raise DataError(f"begins with {word[:20]!r}, expected the number of a class") from None
    if not (0 <= value < 1e6 and value.is_integer()):
        raise DataError(f"begins with {word[:20]!r}, expected the number of a class, 0 or more")
    return int(value)


def _share(word: str, at: int) -> float:
    try:
        value = float(word)
    except ValueError:
        raise DataError(f"number {at} is {word[:20]!r}") from None
    if not -_FAR <= value <= _FAR:
        raise DataError(
            f"number {at} is {word[:20]}; YOLO's are shares of the image from 0 to 1, so divide pixels by its size"
        )
    return value


def _score(values: Sequence[float], length: int) -> float | None:
    if len(values) == length:
        return None
    if len(values) != length + 1:
        raise DataError(f"has {len(values)} numbers behind the class, expected {length}, or {length + 1} with a score")
    return number(values[length], "the score", 0, 1)


def _pixels(share: float, size: int) -> float:
    return round(share * size, _DIGITS)


def _box(values: Sequence[float], width: int, height: int) -> Box:
    if len(values) != 4:
        raise DataError(f"has {len(values)} numbers behind the class, expected x, y, width and height")
    x, y, w, h = values
    left, top = _pixels(x - w / 2, width), _pixels(y - h / 2, height)
    return Box(left, top, _pixels(w, width), _pixels(h, height))


def _outline(category: int, values: Sequence[float], width: int, height: int, *, turned: bool = False) -> Numbers:
    length = 8 if turned else len(values) - len(values) % 2
    score = _score(values, length)
    if length < 6:
        raise DataError(f"has {len(values)} numbers behind the class, expected x and y of at least 3 points")
    pairs = zip(values[0:length:2], values[1:length:2], strict=True)
    points = tuple((_pixels(x, width), _pixels(y, height)) for x, y in pairs)
    return Numbers(category, OrientedBox(points) if turned else Polygon.of(points), score)


def _pose(category: int, values: Sequence[float], shape: tuple[int, int], width: int, height: int) -> Numbers:
    count, flags = shape
    score = _score(values, 4 + count * flags)
    box = _box(values[:4], width, height)
    points = []
    for at in range(4, 4 + count * flags, flags):
        x, y = values[at : at + 2]
        seen = _seen(values[at + 2]) if flags == 3 else (VISIBLE if x or y else MISSING)
        points.append((_pixels(x, width), _pixels(y, height), seen))
    return Numbers(category, Keypoints(tuple(points), box), score)


def _seen(value: float) -> int:
    """A model writes how sure it is of a point in place of 0, 1, 2."""
    if value in (MISSING, HIDDEN, VISIBLE):
        return int(value)
    return VISIBLE if value >= 0.5 else HIDDEN


def _values(value: Shape, width: int, height: int, flags: int) -> list[float]:
    match value:
        case Box():
            return _box_values(value, width, height)
        case OrientedBox(corners=corners):
            return [each for x, y in corners for each in (x / width, y / height)]
        case Polygon(parts=parts):
            return [each for x, y in parts[0][0] for each in (x / width, y / height)]
        case Keypoints(points=points):
            box = value.box or Box.of_corners(*value.bounds)
            joints = [each for x, y, seen in points for each in (x / width, y / height, float(seen))[:flags]]
            return _box_values(box, width, height) + joints
    raise AssertionError(value)


def _box_values(box: Box, width: int, height: int) -> list[float]:
    x, y = (box.x + box.width / 2) / width, (box.y + box.height / 2) / height
    return [x, y, box.width / width, box.height / height]
