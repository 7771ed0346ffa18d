"""Pictures of any size brought to one size, and their boxes with them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotated, Annotation, Box
from asknext.errors import DataError

__all__ = ["ScaledPicture", "boxes_in", "scaled_picture"]

Pixels = npt.NDArray[np.uint8]


class ScaledPicture:
    """A picture that fits into ``height`` x ``width``: its pixels, and by what it was made smaller.

    Attributes
    ----------
    pixels : (3, height, width) uint8, grey where the picture does not reach.  scale : new pixels for an old one.
    """

    def __init__(self, picture: Pixels, height: int, width: int) -> None:
        from PIL import Image

        image = Image.fromarray(picture).convert("RGB")
        self.original = image.size
        self.scale = min(width / image.width, height / image.height)
        size = (max(round(image.width * self.scale), 1), max(round(image.height * self.scale), 1))
        small = np.asarray(image.resize(size, Image.Resampling.BILINEAR, reducing_gap=2.0))
        self.pixels: Pixels = np.full((3, height, width), 128, dtype=np.uint8)
        self.pixels[:, : size[1], : size[0]] = small.transpose(2, 0, 1)


def scaled_picture(picture: Pixels, height: int, width: int) -> ScaledPicture:
    """Raises `DataError` unless the picture is (h, w, 3) or (h, w) uint8."""
    if picture.dtype != np.uint8 or picture.ndim not in (2, 3) or not picture.size:
        raise DataError(f"a picture is {picture.dtype} of shape {picture.shape}, expected (h, w, 3) uint8")
    return ScaledPicture(picture, height, width)


def boxes_in(item: Annotated, classes: Sequence[str]) -> tuple[npt.NDArray[np.float32], list[int]]:
    """(k, 4) corners in pixels and (k,) numbers of classes of what people drew; outlines and masks by their bounds.

    Raises `DataError` for a class that is not among ``classes``.
    """
    found = [(bounds, each) for each in item.annotations if (bounds := _bounds(each)) is not None]
    strangers = [each.label for _, each in found if each.label not in classes]
    if strangers:
        raise DataError(f"{item.name} has a {strangers[0]!r}, but the detector's classes are {', '.join(classes)}")
    corners = np.array([bounds for bounds, _ in found], dtype=np.float32).reshape(-1, 4)
    return corners, [list(classes).index(str(each.label)) for _, each in found]


def _bounds(said: Annotation) -> tuple[float, float, float, float] | None:
    """None for what has no place, and for a mask without a pixel."""
    if isinstance(said.value, Box):
        return said.value.bounds
    try:
        found: tuple[float, float, float, float] | None = getattr(said.value, "bounds", None)
    except DataError:
        return None
    return found
