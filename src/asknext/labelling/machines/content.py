"""What of an item is sent to a machine."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection

from asknext.labelling.machines.brief import Item
from asknext.project.folder import Project
from asknext.store.browse import item_rows

__all__ = ["items_to_ask"]

LONGEST_TEXT = 100_000
LARGEST_IMAGE = 10_000_000
TYPES = {b"\x89PNG": "image/png", b"\xff\xd8\xff": "image/jpeg", b"GIF8": "image/gif"}


def items_to_ask(conn: Connection, project: Project, positions: Sequence[int]) -> list[Item]:
    """The items at ``positions`` with their content; an image that cannot be read, or is no image, is left out."""
    rows = item_rows(conn, positions)
    made = [(rows[each], _content(project, rows[each].content)) for each in positions if each in rows]
    return [Item(row.pos, row.id, content) for row, content in made if content is not None]


def _content(project: Project, content: str) -> dict[str, Any] | None:
    if project.config.content == "image":
        return _image(project, content)
    if project.config.content == "row":
        try:
            return {"kind": "row", "columns": json.loads(content)}
        except ValueError:
            return {"kind": "text", "text": content[:LONGEST_TEXT]}
    return {"kind": "text", "text": content[:LONGEST_TEXT]}


def _image(project: Project, name: str) -> dict[str, Any] | None:
    """The image as base64, when it lies below the media folder, links followed."""
    root = project.media
    if root is None or "\0" in name:
        return None
    try:
        path = (root / name).resolve(strict=True)
        inside = path.is_relative_to(root.resolve(strict=True)) and path.stat().st_size <= LARGEST_IMAGE
        data = path.read_bytes() if inside else b""
    except (OSError, RuntimeError):
        return None
    kind = _type(data)
    if kind is None:
        return None
    return {"kind": "image", "name": Path(name).name, "media_type": kind, "data": base64.b64encode(data).decode()}


def _type(data: bytes) -> str | None:
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    return next((kind for start, kind in TYPES.items() if data.startswith(start)), None)
