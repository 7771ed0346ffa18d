"""The sizes of images below a folder, from their first bytes alone."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import NamedTuple

from asknext.annotations import upright_size
from asknext.errors import DataError
from asknext.formats.exchange.safe_name import file_below
from asknext.formats.image_file import IMAGE_FORMATS

__all__ = ["ImageSizes", "StoredSize"]

_ORIENTATION = 0x0112
_WIDEST = 1_000_000


class StoredSize(NamedTuple):
    """Width and height as an image is stored, and EXIF's orientation (1 where it says nothing)."""

    width: int
    height: int
    orientation: int

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as the image is shown."""
        return upright_size(self.width, self.height, self.orientation)


class ImageSizes:
    """Sizes of the images below ``root``; no pixel is decoded."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            raise DataError("there is no such folder of images", source=str(root))
        self.root = root.resolve()

    def of(self, name: str) -> StoredSize:
        """The size of the image ``name``; raises `DataError` where it is absent, outside of the folder or no image."""
        path = file_below(self.root, name)
        try:
            return _opened(path)
        except DataError:
            raise
        except Exception as error:  # Pillow's parsers raise whatever their format's parser met
            raise DataError(f"the image {name} cannot be read ({type(error).__name__})") from None


def _opened(path: Path) -> StoredSize:
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        # a size is read, and nothing decoded, so a bomb is harmless here
        with Image.open(path, formats=IMAGE_FORMATS) as image:
            width, height = image.size
            turned = image.getexif().get(_ORIENTATION, 1)
    if not (0 < width <= _WIDEST and 0 < height <= _WIDEST):
        raise DataError(f"the image {path.name} says it is {width:,} x {height:,} pixels")
    return StoredSize(width, height, turned if turned in range(1, 9) else 1)
