"""What an embedder takes of an item: its text, its columns, or a picture of what it is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError, ProjectError
from asknext.formats import decode_image
from asknext.formats.folder import file_within
from asknext.project.folder import Project
from asknext.project.media_pictures import side_by_side, sound_picture
from asknext.project.stored_files import files_of

__all__ = ["embedder_input"]

_PICTURE = 256


def embedder_input(project: Project, stored: Sequence[str]) -> list[Any]:
    """What an embedder takes: texts as they are, pictures as pixels, rows as mappings.

    Of frames the one in the middle stands for all, of a recording a picture of its frequencies, and a pair is its two
    texts one after the other, or its two pictures side by side.
    """
    kind = project.config.content
    if kind == "text":
        return list(stored)
    if kind == "row":
        return [json.loads(each) for each in stored]
    if kind == "pair":
        return [_pair(project, json.loads(each)) for each in stored]
    if kind == "audio":
        return [sound_picture(_file(project, each)) for each in stored]
    if kind == "frames":
        return [_picture(project, _middle(each)) for each in stored]
    return [_picture(project, each) for each in stored]


def _middle(stored: str) -> str:
    files = files_of("frames", stored)
    return files[len(files) // 2]


def _pair(project: Project, found: Mapping[str, Any]) -> Any:
    if "text" in found["left"]:
        return f"{found['left']['text']}\n{found['right']['text']}"
    sides = [_picture(project, found[side]["image"]) for side in ("left", "right")]
    return side_by_side(*sides)


def _file(project: Project, path: str) -> Path:
    if project.media is None:
        raise ProjectError("Recordings need a media folder: set media: in asknext.yaml.")
    return file_within(project.media, project.media / path)


def _picture(project: Project, path: str) -> npt.NDArray[np.uint8]:
    media = project.media
    if media is None:
        raise ProjectError("Pictures need a media folder: set media: in asknext.yaml.")
    try:
        return decode_image(file_within(media, media / path).read_bytes(), size=_PICTURE)
    except (DataError, OSError) as error:
        reason = error.reason if isinstance(error, DataError) else str(error.strerror)
        raise DataError(f"This picture was imported, and now: {reason}.", source=str(media / path)) from None
