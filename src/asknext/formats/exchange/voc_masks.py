"""Pascal VOC's pictures of pixels: which object of an image, and which class, each pixel belongs to."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.annotations import Annotation, Mask, Picture, Polygon, mask_of
from asknext.annotations.mask import MOST_PIXELS
from asknext.errors import DataError
from asknext.formats.exchange.safe_name import file_below

__all__ = ["CLASS_FOLDER", "MOST_OBJECTS", "OBJECT_FOLDER", "ObjectPixels", "colour", "drawn", "indexed_png"]

CLASS_FOLDER, OBJECT_FOLDER = "SegmentationClass", "SegmentationObject"
MOST_OBJECTS = 254
"""0 is the background, and 255 the rim that counts as nothing."""

Numbers = npt.NDArray[np.uint8]


def drawn(objects: Sequence[Annotation], picture: Picture) -> Numbers:
    """(height, width) the number from 1 of the object at each pixel, 0 where there is none.

    Masks lie over outlines, and what comes later over what came before; boxes are not drawn.
    """
    found = np.zeros((picture.height, picture.width), np.uint8)
    for kind in (Polygon, Mask):
        for number, each in enumerate(objects, 1):
            value = each.value
            if isinstance(value, kind):
                mask = value if isinstance(value, Mask) else mask_of(value, picture.height, picture.width)
                found[mask.pixels()] = number
    return found


def colour(number: int) -> tuple[int, int, int]:
    """Red, green and blue of a number, as the challenge's own tools give them out (its development kit, 2012)."""
    parts = [0, 0, 0]
    for place in range(8):
        for channel in range(3):
            parts[channel] |= (number >> (3 * place + channel) & 1) << (7 - place)
    return parts[0], parts[1], parts[2]


def indexed_png(numbers: Numbers) -> bytes:
    """The numbers as a PNG with the challenge's palette."""
    from PIL import Image

    image = Image.fromarray(numbers)
    image.putpalette([part for number in range(256) for part in colour(number)])
    file = io.BytesIO()
    image.save(file, "PNG", optimize=False)
    return file.getvalue()


class ObjectPixels:
    """The picture of an image's objects, read when the first one asks for it.

    Raises `DataError` where it is absent, no PNG of numbers, or of another size than the image.
    """

    def __init__(self, root: Path, stem: str, picture: Picture) -> None:
        self._root, self._name, self._picture = root, f"{OBJECT_FOLDER}/{stem}.png", picture
        self._numbers: Numbers | None = None

    @property
    def there(self) -> bool:
        """Whether there is such a picture."""
        return (self._root / self._name).is_file()

    def mask(self, number: int) -> Mask:
        """The pixels of the object ``number``, counted from 1."""
        if self._numbers is None:
            self._numbers = self._read()
        return Mask.of_pixels(self._numbers == number)

    def _read(self) -> Numbers:
        try:
            return self._decoded(file_below(self._root, self._name))
        except DataError as error:
            raise DataError(f"{self._name}: {error.reason}") from None
        except Exception as error:  # Pillow's parser raises whatever it met
            raise DataError(f"{self._name} cannot be read ({type(error).__name__})") from None

    def _decoded(self, path: Path) -> Numbers:
        from PIL import Image

        size = (self._picture.width, self._picture.height)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            with Image.open(path, formats=("PNG",)) as image:
                self._check(image, size)
                return np.asarray(image, np.uint8)

    def _check(self, image: Any, size: tuple[int, int]) -> None:
        """Before anything is decoded."""
        if image.size != size or size[0] * size[1] > MOST_PIXELS:
            raise DataError(f"it is {image.size[0]:,} x {image.size[1]:,}, the image {size[0]:,} x {size[1]:,}")
        if image.mode not in ("P", "L"):
            raise DataError(f"it has pixels of the mode {image.mode}, expected numbers with a palette")
