"""What a report is made of, whether it becomes a page or a paper."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from asknext.report.drawing import Drawing, Point

__all__ = ["Code", "Outline", "Part", "Pictured", "Pictures", "Section", "Table", "Words"]


@dataclass(frozen=True)
class Words:
    """Sentences, each a paragraph."""

    sentences: Sequence[str]


@dataclass(frozen=True)
class Table:
    """Rows of values; the first column names the row."""

    caption: str
    heads: Sequence[str]
    rows: Sequence[Sequence[object]]


@dataclass(frozen=True)
class Code:
    """Text as it was written."""

    text: str


@dataclass(frozen=True)
class Outline:
    """A predicted object on a picture: closed rings, or points alone, in shares of its width and height; its name."""

    rings: Sequence[Sequence[Point]]
    points: Sequence[Point]
    name: str


@dataclass(frozen=True)
class Pictured:
    """A thumbnail (h, w, 3) uint8 with what was predicted on it; what it is called, and why it was chosen."""

    pixels: npt.NDArray[np.uint8]
    outlines: Sequence[Outline]
    name: str
    why: str = ""


@dataclass(frozen=True)
class Pictures:
    """Thumbnails side by side."""

    pictures: Sequence[Pictured]


Part = Words | Table | Code | Pictures | Drawing


@dataclass(frozen=True)
class Section:
    """A heading and what stands below it."""

    title: str
    parts: Sequence[Part]
