"""Pictures: what may come in, and their pixels."""

from __future__ import annotations

import io
import warnings
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

if TYPE_CHECKING:
    from PIL import Image

__all__ = ["BYTES", "IMAGE_FORMATS", "PIXELS", "check_image", "decode_image", "upright_image_size"]

IMAGE_FORMATS = ("BMP", "GIF", "JPEG", "PNG", "WEBP")
PIXELS = 50_000_000
BYTES = 200_000_000
_ORIENTATION = 0x0112


def check_image(data: bytes, name: str = "") -> None:
    """Decode a picture to the end, so that none is found broken later.

    Raises
    ------
    DataError : it is not a BMP, GIF, JPEG, PNG or WebP, is cut off or damaged, or has over 50 million pixels.
    """
    # JPEG decodes eight times smaller at a fraction of the cost and still reads every byte
    decode_image(data, name, size=1)


def decode_image(data: bytes, name: str = "", size: int | None = None) -> npt.NDArray[np.uint8]:
    """The pixels of a picture, (height, width, 3) uint8 RGB, turned upright; transparent parts are white.

    ``size`` : where the shorter side may be as small as this, JPEG is decoded smaller at once. Of an animation the
    first frame is taken. Raises as `check_image`.
    """
    _refuse_other_kinds(data, name)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return _pixels(data, size)
    except DataError as error:
        raise DataError(error.reason, source=name) from None
    except Exception as error:  # Pillow's decoders raise whatever their format's parser met
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        raise DataError(f"the picture is damaged or cut off ({reason})", source=name) from None


def upright_image_size(data: bytes) -> tuple[int, int]:
    """Width and height of a picture as it is shown, turned as EXIF says. For what `check_image` has passed."""
    from PIL import Image

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with Image.open(io.BytesIO(data), formats=IMAGE_FORMATS) as image:
            width, height = image.size
            sideways = image.getexif().get(_ORIENTATION, 1) in (5, 6, 7, 8)
    return (height, width) if sideways else (width, height)


def _pixels(data: bytes, size: int | None) -> npt.NDArray[np.uint8]:
    from PIL import Image, ImageOps, UnidentifiedImageError

    try:
        image: Image.Image = Image.open(io.BytesIO(data), formats=IMAGE_FORMATS)
    except UnidentifiedImageError:
        raise DataError(f"not a picture of a known kind ({', '.join(IMAGE_FORMATS)})") from None
    except Image.DecompressionBombError:
        raise DataError(f"more than {PIXELS:,} pixels, as a decompression bomb has") from None
    with image:
        width, height = image.size
        if width * height > PIXELS:
            raise DataError(f"{width} x {height} pixels, more than {PIXELS:,}, as a decompression bomb has")
        if size is not None:
            image.draft("RGB", (size, size))
        return np.asarray(_on_white(ImageOps.exif_transpose(image)), dtype=np.uint8)


def _on_white(image: Image.Image) -> Any:
    from PIL import Image

    if image.mode in ("I;16", "I", "F"):
        image = _stretched(image)
    if "A" not in image.mode and "transparency" not in image.info:
        return image.convert("RGB")
    image = image.convert("RGBA")
    ground = Image.new("RGBA", image.size, "white")
    return Image.alpha_composite(ground, image).convert("RGB")


def _stretched(image: Image.Image) -> Image.Image:
    """Pictures with more than 8 bits a channel, scaled to 8."""
    from PIL import Image

    values = np.asarray(image, dtype=np.float64)
    top = 65535.0 if values.max(initial=0) > 255 else 255.0
    return Image.fromarray(np.clip(values * (255.0 / top), 0, 255).astype(np.uint8))


def _refuse_other_kinds(data: bytes, name: str) -> None:
    if len(data) > BYTES:
        raise DataError(f"{len(data):,} bytes, more than {BYTES:,}", source=name)
    head = data[:1000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        raise DataError("the file is empty", source=name)
    if head.startswith(b"<"):
        kind = "SVG" if b"<svg" in data[:10_000].lower() else "HTML or XML"
        raise DataError(f"{kind} is not taken as a picture, since it can hold scripts; export it as PNG", source=name)
