"""Items as they come from a reader, checked against their images and against themselves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from asknext.annotations import (
    Annotated,
    Annotation,
    Box,
    Keypoints,
    Mask,
    OrientedBox,
    Picture,
    Polygon,
    Relation,
    Shape,
    Sound,
    Span,
    Text,
    clipped,
    overshoot,
    upright,
)
from asknext.annotations.audio_region import AudioRegion
from asknext.errors import DataError
from asknext.formats.exchange.image_sizes import ImageSizes, StoredSize
from asknext.formats.exchange.source import Refused, attempt
from asknext.formats.rows import Reject

__all__ = ["Checks", "checked"]

_SHAPES = Box | OrientedBox | Polygon | Mask | Keypoints
_TOLERANCE = 1.0


@dataclass(frozen=True)
class Checks:
    """What to look at, and what to mend.

    images : the folder the images lie in; sizes and orientation are compared with them where it is given. clip : cut
    shapes off at the edges of their image instead of refusing them. turn : turn shapes that were drawn on the stored
    image to where they are on the upright one.
    """

    images: Path | None = None
    clip: bool = False
    turn: bool = False


def checked(items: Iterable[Annotated | Reject], checks: Checks, source: str = "") -> Iterator[Annotated | Reject]:
    """The same items; what does not fit is left out of them and given as a `Reject` that says how to mend it.

    A shape may reach one pixel over the edge. A span must lie in its text, a region in its recording, a mask be as
    large as its image, and a relation join two annotations of its item.
    """
    sizes = None if checks.images is None else ImageSizes(checks.images)
    for each in items:
        if isinstance(each, Reject):
            yield each
            continue
        refused = Refused(source)
        made = attempt(refused, each.name, "", _item, each, checks, sizes, refused)
        if made is not None:
            yield made
        yield from refused


def _item(item: Annotated, checks: Checks, sizes: ImageSizes | None, refused: Refused) -> Annotated:
    if isinstance(item.content, Picture) and sizes is not None:
        item = _sized(item, item.content, sizes.of(item.name), turn=checks.turn)
    ids = {each.id for each in item.said if each.id is not None}
    _check_ids(item)
    kept = []
    for position, group in enumerate((item.annotations, item.predictions)):
        first = 1 + position * len(item.annotations)
        names = [
            f"{item.name}, annotation {at} ({each.label or each.value.kind})" for at, each in enumerate(group, first)
        ]
        found = (_annotation(each, where, item, checks, ids, refused) for each, where in zip(group, names, strict=True))
        kept.append(tuple(each for each in found if each is not None))
    return replace(item, annotations=kept[0], predictions=kept[1])


def _check_ids(item: Annotated) -> None:
    ids = [each.id for each in item.annotations if each.id is not None]
    if len(set(ids)) < len(ids):
        twice = next(each for each in ids if ids.count(each) > 1)
        raise DataError(f"two annotations have the id {twice!r}; give each its own")


def _annotation(
    found: Annotation, where: str, item: Annotated, checks: Checks, ids: set[str], refused: Refused
) -> Annotation | None:
    def fitting() -> Annotation | None:
        if isinstance(found.value, _SHAPES) and isinstance(item.content, Picture) and item.content.known:
            return _within(found, found.value, item.content, clip=checks.clip)
        _check_place(found, item, ids)
        return found

    return attempt(refused, where, found.value, fitting)


def _within(found: Annotation, shape: Shape, picture: Picture, *, clip: bool) -> Annotation:
    width, height = picture.width, picture.height
    if isinstance(shape, Mask) and (shape.width, shape.height) != (width, height):
        raise DataError(f"the mask is {shape.width} x {shape.height} pixels, its image {width} x {height}")
    over = overshoot(shape, width, height)
    if over == 0 or (over <= _TOLERANCE and not clip):
        return found
    if not clip:
        raise DataError(
            f"reaches {over:,.10g} pixels over the edge of the image of {width} x {height}; cut it off with --clip, or "
            "see whether sizes or corners are mixed up"
        )
    left = clipped(shape, width, height)
    if left is None:
        raise DataError(f"lies beyond the image of {width} x {height}")
    return replace(found, value=left)


def _check_place(found: Annotation, item: Annotated, ids: set[str]) -> None:
    value, content = found.value, item.content
    if isinstance(value, Span) and isinstance(content, Text) and value.end > len(content.text):
        raise DataError(f"the span ends at {value.end}, and the text has {len(content.text)} characters")
    length = content.seconds if isinstance(content, Sound) else None
    if isinstance(value, AudioRegion) and length is not None and value.end > length + 1e-3:
        raise DataError(f"the region ends at {value.end:g} s, and the recording at {length:g} s")
    if isinstance(value, Relation):
        for id in (value.source, value.target):
            if id not in ids:
                raise DataError(f"the relation names the annotation {id!r}, which is not there")


def _sized(item: Annotated, picture: Picture, stored: StoredSize, *, turn: bool) -> Annotated:
    """The item with the size of its image; raises `DataError` where the file says another one."""
    said, shown = (picture.width, picture.height), stored.upright
    full = replace(picture, width=shown[0], height=shown[1])
    if not picture.known or (said == shown and not (turn and stored.orientation > 1)):
        return replace(item, content=full)
    if said not in ((stored.width, stored.height), shown):
        raise DataError(
            f"the file says {said[0]} x {said[1]} pixels, but the image has {shown[0]} x {shown[1]}: was it resized "
            "after labelling?"
        )
    if not turn:
        raise DataError(
            f"the labels are for {said[0]} x {said[1]} pixels, but EXIF turns the image to {shown[0]} x {shown[1]}; "
            "turn them with --turn"
        )
    return replace(
        item,
        content=full,
        annotations=tuple(_turned(each, stored) for each in item.annotations),
        predictions=tuple(_turned(each, stored) for each in item.predictions),
    )


def _turned(found: Annotation, stored: StoredSize) -> Annotation:
    if not isinstance(found.value, _SHAPES):
        return found
    return replace(found, value=upright(found.value, stored.width, stored.height, stored.orientation))
