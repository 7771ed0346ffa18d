"""A sequence of frames with what is said about them, as pictures."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from asknext.annotations.annotation import Annotation
from asknext.annotations.item import Annotated, Frame, Picture
from asknext.errors import DataError

__all__ = ["by_frame", "pictures"]


def by_frame(annotations: Sequence[Annotation]) -> dict[int, tuple[Annotation, ...]]:
    """What is said about each frame, by its index, in the order of the frames.

    Raises `DataError` where one does not say which frame it is of.
    """
    found: dict[int, list[Annotation]] = {}
    for at, each in enumerate(annotations, 1):
        if each.frame is None:
            raise DataError(f"annotation {at} does not say of which frame it is")
        found.setdefault(each.frame, []).append(each)
    return {index: tuple(found[index]) for index in sorted(found)}


def pictures(
    names: Sequence[str], frames: Sequence[Frame], annotations: Sequence[Annotation], width: int = 0, height: int = 0
) -> list[Annotated]:
    """One item a frame, frames without annotations too: what formats that know pictures alone can hold.

    ``names`` : of the frames' files. An annotation's `frame` is taken off, as its picture says it; its track stays in
    `group`. Raises `DataError` where one is of none of ``frames``, and ValueError where there is not a name a frame.
    """
    said = by_frame(annotations)
    unknown = sorted(said.keys() - {each.index for each in frames})
    if unknown:
        raise DataError(f"an annotation is of frame {unknown[0]}, which is none of the {len(frames):,} of its sequence")
    return [
        Annotated(
            name, Picture(width, height, frame), tuple(replace(each, frame=None) for each in said.get(frame.index, ()))
        )
        for name, frame in zip(names, frames, strict=True)
    ]
