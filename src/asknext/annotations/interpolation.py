"""Shapes of a track in the frames between two in which somebody placed it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

from asknext.annotations.annotation import Annotation, Shape
from asknext.annotations.box import Box
from asknext.annotations.keypoints import MISSING, Keypoint, Keypoints
from asknext.annotations.points import Ring
from asknext.annotations.polygon import Polygon

__all__ = ["INTERPOLATED", "between", "filled", "refreshed"]

INTERPOLATED = "interpolated"
"""The attribute, true, of a shape that was computed and that nobody has touched since."""


def between(first: Shape, second: Shape, share: float) -> Shape | None:
    """The shape at ``share`` of the way from ``first`` (0) to ``second`` (1): each number goes along a straight line.

    None where the two do not correspond: they are of two kinds, outlines have unlike numbers of points, or the kind is
    none of box, polygon and keypoints. A keypoint that is missing at one end is missing in between; its visibility is
    that of ``first``.
    """
    match first, second:
        case Box(), Box():
            return _box(first, second, share)
        case Polygon(), Polygon():
            return _polygon(first, second, share)
        case Keypoints(), Keypoints() if len(first.points) == len(second.points):
            points = zip(first.points, second.points, strict=True)
            box = _box(first.box, second.box, share) if first.box and second.box else None
            return Keypoints(tuple(_keypoint(*each, share) for each in points), box)
    return None


def filled(
    annotations: Sequence[Annotation], seconds: Mapping[int, float], track: str, around: int | None = None
) -> tuple[Annotation, ...]:
    """``annotations`` and the shapes of ``track`` in those frames between two of its placed shapes where it lacks.

    ``seconds`` : when each frame of the sequence is, by its index. ``track`` : a `group`. ``around`` : fill only
    between the two placed shapes that this frame lies between. What is computed has the class and the attributes of the
    shape before it and the attribute "interpolated"; masks and shapes that do not correspond are left alone.
    """
    made = []
    for first, second in _pairs(annotations, track):
        if around is not None and not _start(first) <= around <= _start(second):
            continue
        standing = {each.frame for each in annotations if _thread(each) == _thread(first)}
        lacking = [at for at in sorted(seconds) if _start(first) < at < _start(second) and at not in standing]
        made += [found for at in lacking if (found := _at(first, second, at, seconds))]
    return (*annotations, *made)


def refreshed(annotations: Sequence[Annotation], seconds: Mapping[int, float]) -> tuple[Annotation, ...]:
    """``annotations``, those interpolated computed again from the placed shapes around them.

    One that has no longer a shape that corresponds on both sides stays as it is.
    """
    again: dict[int, Annotation] = {}
    for track in dict.fromkeys(each.group for each in annotations):
        for first, second in _pairs(annotations, track):
            for place, each in enumerate(annotations):
                if _is_between(each, first, second) and (found := _at(first, second, _start(each), seconds)):
                    again[place] = replace(each, value=found.value)
    return tuple(again.get(place, each) for place, each in enumerate(annotations))


def _pairs(annotations: Sequence[Annotation], track: str | None) -> list[tuple[Annotation, Annotation]]:
    """Neighbours in time of those of a track that somebody placed, thread by thread."""
    threads: dict[tuple[str | None, str], list[Annotation]] = {}
    for each in annotations:
        if track is not None and each.group == track and each.frame is not None and not _is_computed(each):
            threads.setdefault(_thread(each), []).append(each)
    return [two for thread in threads.values() for two in pairwise(sorted(thread, key=_start))]


def _at(first: Annotation, second: Annotation, frame: int, seconds: Mapping[int, float]) -> Annotation | None:
    found = between(first.value, second.value, _share(first, second, frame, seconds))  # type: ignore[arg-type]
    if found is None:
        return None
    return Annotation(
        found, first.label, id=f"{first.group}.{found.kind}@{frame}", group=first.group, frame=frame,
        attributes={**first.attributes, INTERPOLATED: True},
    )  # fmt: skip


def _share(first: Annotation, second: Annotation, frame: int, seconds: Mapping[int, float]) -> float:
    """By time; by index where the file knows no times."""
    start, end, at = (seconds.get(each, 0.0) for each in (_start(first), _start(second), frame))
    if not start <= at <= end or start == end:
        start, end, at = _start(first), _start(second), frame
    return (at - start) / (end - start)


def _thread(each: Annotation) -> tuple[str | None, str]:
    """A track may have parts of several kinds in a frame, such as the outline and the joints of a body."""
    return each.group, each.value.kind


def _start(each: Annotation) -> int:
    return -1 if each.frame is None else each.frame


def _is_computed(each: Annotation) -> bool:
    return each.attributes.get(INTERPOLATED) is True


def _is_between(each: Annotation, first: Annotation, second: Annotation) -> bool:
    return _is_computed(each) and _thread(each) == _thread(first) and _start(first) < _start(each) < _start(second)


def _mean(a: float, b: float, share: float) -> float:
    return a + (b - a) * share


def _box(first: Box, second: Box, share: float) -> Box:
    names = ("x", "y", "width", "height")
    return Box(*(_mean(getattr(first, each), getattr(second, each), share) for each in names))


def _polygon(first: Polygon, second: Polygon, share: float) -> Polygon | None:
    counts = [[[len(ring) for ring in part] for part in each.parts] for each in (first, second)]
    if counts[0] != counts[1]:
        return None
    parts = zip(first.parts, second.parts, strict=True)
    return Polygon(tuple(tuple(_ring(*two, share) for two in zip(*both, strict=True)) for both in parts))


def _ring(first: Ring, second: Ring, share: float) -> Ring:
    two = zip(first, second, strict=True)
    return tuple((_mean(a[0], b[0], share), _mean(a[1], b[1], share)) for a, b in two)


def _keypoint(first: Keypoint, second: Keypoint, share: float) -> Keypoint:
    if not (first[2] and second[2]):
        return 0.0, 0.0, MISSING
    return _mean(first[0], second[0], share), _mean(first[1], second[1], share), first[2]
