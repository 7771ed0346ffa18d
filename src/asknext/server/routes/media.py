"""The image behind an item: raster types only, and only from below the project's media folder."""

from __future__ import annotations

import asyncio
import io
import os
import warnings
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from starlette.responses import Response

from asknext.formats.image_file import BYTES
from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.server.errors import NotFound, Refused
from asknext.server.routes.access import ERRORS, desk_of, needs
from asknext.store.browse import item_rows

router = APIRouter(tags=["items"])

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
HEADERS = {
    "Content-Security-Policy": "default-src 'none'; sandbox; frame-ancestors 'none'",
    "Content-Disposition": "inline",
    "Cache-Control": "private, no-cache",
}
_IMAGE: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in TYPES.values()}, "description": "The image."},
    304: {"description": "The image is as it was."},
    **ERRORS,
}


@router.get(
    "/items/{item}/media", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_class=Response, responses=_IMAGE
)
async def media(request: Request, item: Annotated[int, PathParameter(ge=0, lt=2**31)]) -> Response:
    """The item's image."""
    project = desk_of(request).project
    with project.database.read() as conn:
        row = item_rows(conn, [item]).get(item)
    if row is None or project.config.content != "image":
        raise NotFound(f"There is no image {item}.")
    path = confined(project, row.content)
    return await asyncio.to_thread(image_answer, path, request.headers.get("if-none-match"))


def confined(project: Project, name: str) -> Path:
    """The file behind a name from the data, when it lies below the media folder. Raises NotFound."""
    return image_below(project.media, name)


def image_below(root: Path | None, name: str) -> Path:
    """The file of a name below a folder, links followed.

    Raises
    ------
    NotFound : it lies elsewhere, or is no file; the sentence is the same for both.
    """
    missing = NotFound("The image is not there: it was moved, or lies outside of the project's media folder.")
    if root is None or not name or "\0" in name:
        raise missing
    try:
        root = root.resolve(strict=True)
        path = (root / name).resolve(strict=True)
    except (OSError, RuntimeError, ValueError):
        raise missing from None
    if not path.is_relative_to(root) or not path.is_file():
        raise missing
    return path


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
    """The content type found in the image's own header, whatever its file is called."""
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
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise refusal from None
    if kind is None:
        raise refusal
    return kind, data


def _as_png(image: Any) -> bytes:
    target = io.BytesIO()
    image.convert("RGB").save(target, "PNG")
    return target.getvalue()
