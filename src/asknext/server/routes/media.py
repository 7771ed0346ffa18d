"""The pictures, frames and recordings behind an item: known types only, and only from below the media folder."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request
from fastapi import Path as PathParameter
from starlette.responses import Response

from asknext.people.verb import Verb
from asknext.project.folder import Project
from asknext.project.stored_files import files_of
from asknext.server.errors import NotFound
from asknext.server.image_answer import TYPES, image_answer
from asknext.server.recording_answer import RECORDINGS, recording_answer
from asknext.server.routes.access import ERRORS, desk_of, needs
from asknext.store.browse import item_rows

router = APIRouter(tags=["items"])

_MEDIA: dict[int | str, dict[str, Any]] = {
    200: {"content": {kind: {} for kind in (*TYPES.values(), *RECORDINGS)}, "description": "The image or recording."},
    206: {"content": {kind: {} for kind in RECORDINGS}, "description": "The stretch of the recording that was asked."},
    304: {"description": "It is as it was."},
    416: {"description": "The recording is shorter than that."},
    **ERRORS,
}
Item = Annotated[int, PathParameter(ge=0, lt=2**31)]


@router.get(
    "/items/{item}/media", dependencies=[Depends(needs(Verb.VIEW_PROJECT))], response_class=Response, responses=_MEDIA
)
async def media(request: Request, item: Item) -> Response:
    """The item's image, upright, or its recording, of which a range may be asked."""
    project = desk_of(request).project
    files = _files(project, item, ("audio", "image"))
    path = confined(project, files[0])
    if project.config.content == "audio":
        return await asyncio.to_thread(recording_answer, path, request.headers)
    return await _image(request, path)


@router.get(
    "/items/{item}/media/{place}",
    dependencies=[Depends(needs(Verb.VIEW_PROJECT))],
    response_class=Response,
    responses=_MEDIA,
)
async def media_part(
    request: Request, item: Item, place: Annotated[int, PathParameter(ge=0, lt=1_000_000)]
) -> Response:
    """One of an item's frames, counted from 0 in their order, or of a pair the left (0) or the right image (1)."""
    project = desk_of(request).project
    files = _files(project, item, ("frames", "pair"))
    if place >= len(files):
        raise NotFound(f"The item has no image {place}.")
    return await _image(request, confined(project, files[place]))


async def _image(request: Request, path: Path) -> Response:
    return await asyncio.to_thread(image_answer, path, request.headers.get("if-none-match"))


def _files(project: Project, item: int, kinds: Sequence[str]) -> Sequence[str]:
    with project.database.read() as conn:
        row = item_rows(conn, [item]).get(item)
    kind = project.config.content
    files = files_of(kind, row.content) if row is not None and kind in kinds else ()
    if not files:
        raise NotFound(f"There is no image or recording {item}.")
    return files


def confined(project: Project, name: str) -> Path:
    """The file behind a name from the data, when it lies below the media folder. Raises NotFound."""
    return file_below_root(project.media, name)


def file_below_root(root: Path | None, name: str) -> Path:
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
