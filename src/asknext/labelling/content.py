"""What of an item there is to look at."""

from __future__ import annotations

import json
from typing import Any

from asknext.project.config import Config

__all__ = ["content_of"]


def content_of(config: Config, row: Any) -> dict[str, Any]:
    """What there is to look at."""
    if config.content == "image":
        return {"kind": "image", "url": f"/api/v1/items/{row.pos}/media", "alt": row.content}
    if config.content == "row":
        return {"kind": "row", "columns": [[name, value] for name, value in _columns(row.content)]}
    return {"kind": "text", "text": row.content}


def _columns(content: str) -> list[tuple[str, Any]]:
    try:
        found = json.loads(content)
    except ValueError:
        return [("", content)]
    return list(found.items()) if isinstance(found, dict) else [("", found)]
