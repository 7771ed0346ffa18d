"""An image as an answer: raster types only, found in its own header, and upright."""

from __future__ import annotations

import io
import os
import warnings
from pathlib import Path
from typing import Any

from starlette.responses import Response

from asknext.formats.image_file import BYTES
from asknext.server.errors import NotFound, Refused

__all__ = ["HEADERS", "TYPES", "image_answer"]

TYPES = {
    "AVIF": "image/avif",
    "BMP": "image/bmp",
    "GIF": "image/gif",
    "JPEG": "image/jpeg",
    "PNG": "image/png",
    "WEBP": "image/webp",
}
CONVERTED = ("TIFF", "PPM")
LARGEST_FILE = BYTES  # what an import takes is shown
MOST_PIXELS = 100_000_000
_ORIENTATION = 0x0112
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-cache",
}


def image_answer(path: Path, known: str | None) -> Response:
    """The image with a content type found in its own header; ``known`` is the tag of what the browser has.

    Raises
    ------
    NotFound, Refused : it cannot be read, is no raster image, or is too large.
    """
    try:
        with open(path, "rb") as file:
            about = os.fstat(file.fileno())
            if about.st_size > LARGEST_FILE:
                raise Refused(413, "too_large", f"The image file is larger than {LARGEST_FILE // 1_000_000} MB.")
            tag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
            if known == tag:
                return Response(status_code=304, headers={**HEADERS, "ETag": tag})
            data = file.read()
    except OSError as error:
        raise NotFound(f"The image cannot be read: {error.strerror}.") from None
    kind, data = _checked(data)
    return Response(data, media_type=kind, headers={**HEADERS, "ETag": tag})


def _checked(data: bytes) -> tuple[str, bytes]:
    """The content type found in the image's own header, whatever its file is called, and what is sent."""
    from PIL import Image

    refusal = Refused(415, "media_type", "The file is not an image of a type that is shown here.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # large images are judged below
            with Image.open(io.BytesIO(data), formats=[*TYPES, *CONVERTED]) as image:
                if image.width * image.height > MOST_PIXELS:
                    raise Refused(413, "too_large", f"The image has {image.width} x {image.height} pixels.")
                if image.format in CONVERTED:
                    return "image/png", _as_png(image)
                kind = TYPES.get(image.format or "")
                if kind is not None and image.getexif().get(_ORIENTATION, 1) in range(2, 9):
                    # shapes are told in pixels of the upright image, and not every browser turns every format
                    return _turned(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise refusal from None
    if kind is None:
        raise refusal
    return kind, data


def _turned(image: Any) -> tuple[str, bytes]:
    from PIL import ImageOps

    is_photo, target = image.format == "JPEG", io.BytesIO()
    upright = ImageOps.exif_transpose(image)
    if not is_photo:
        return "image/png", _as_png(upright)
    upright.convert("RGB").save(target, "JPEG", quality=95, subsampling=0)
    return "image/jpeg", target.getvalue()


def _as_png(image: Any) -> bytes:
    target = io.BytesIO()
    image.convert("RGBA" if image.mode in ("LA", "PA", "RGBA") else "RGB").save(target, "PNG")
    return target.getvalue()
