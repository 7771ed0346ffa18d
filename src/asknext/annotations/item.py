"""An item with what is said about it, and the classes there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asknext.annotations.annotation import Annotation
from asknext.annotations.numbers import number, whole
from asknext.errors import DataError

__all__ = ["Annotated", "Content", "Frame", "LabelClass", "Picture", "Sound", "Text", "Token"]

Token = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Frame:
    """Which frame of a video a picture is: ``index`` counted from 0 of ``count``, at ``seconds``, where known."""

    video: str
    index: int
    count: int | None = None
    seconds: float | None = None

    def __post_init__(self) -> None:
        if not isinstance(self.video, str) or not self.video:
            raise DataError("a frame does not say of which video it is")
        object.__setattr__(self, "index", whole(self.index, "frame"))
        if self.count is not None:
            object.__setattr__(self, "count", whole(self.count, "frame count", self.index + 1))
        if self.seconds is not None:
            object.__setattr__(self, "seconds", number(self.seconds, "seconds", 0))


@dataclass(frozen=True, slots=True)
class Picture:
    """An image or a frame of a video; ``width`` and ``height`` in pixels as it is shown, upright; 0 where not known."""

    width: int = 0
    height: int = 0
    frame: Frame | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "width", whole(self.width, "width", 0, 10_000_000))
        object.__setattr__(self, "height", whole(self.height, "height", 0, 10_000_000))

    @property
    def known(self) -> bool:
        return self.width > 0 and self.height > 0


@dataclass(frozen=True, slots=True)
class Text:
    """A text, and where its tokens start and end, where it is cut in tokens."""

    text: str
    tokens: tuple[Token, ...] | None = None

    def __post_init__(self) -> None:
        at = 0
        for start, end in self.tokens or ():
            if not at <= start < end <= len(self.text):
                raise DataError(f"the token from {start} to {end} overlaps its neighbour or leaves the text")
            at = end


@dataclass(frozen=True, slots=True)
class Sound:
    """A recording; ``seconds`` is its length, where known."""

    seconds: float | None = None

    def __post_init__(self) -> None:
        if self.seconds is not None:
            object.__setattr__(self, "seconds", number(self.seconds, "seconds", 0))


Content = Picture | Text | Sound | None


@dataclass(frozen=True, slots=True)
class LabelClass:
    """A class: its name, the number it has in a file, what it belongs to, and its skeleton.

    ``keypoints`` are the names of the points, ``skeleton`` the pairs of them that are joined, counted from 0.
    """

    name: str
    number: int | None = None
    parent: str | None = None
    keypoints: tuple[str, ...] = ()
    skeleton: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Annotated:
    """An item (``name`` is its file's path with ``/``, or its id), its content, and what is said about it.

    ``annotations`` come from people, ``predictions`` from models; ``meta`` is what else the file said of the item.
    """

    name: str
    content: Content = None
    annotations: tuple[Annotation, ...] = ()
    predictions: tuple[Annotation, ...] = ()
    meta: Mapping[str, Any] = field(default_factory=dict)

    @property
    def said(self) -> tuple[Annotation, ...]:
        """Annotations and then predictions."""
        return self.annotations + self.predictions
