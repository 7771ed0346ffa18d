"""Which files an item stands for, as it is stored."""

from __future__ import annotations

import json
from collections.abc import Sequence

__all__ = ["files_of"]


def files_of(kind: str, content: str) -> Sequence[str]:
    """Paths below the media folder: of a picture or recording one, of frames one each, of a pair of pictures two."""
    if kind in ("audio", "image"):
        return [content]
    if kind == "frames":
        return [str(each["file"]) for each in json.loads(content)["frames"]]
    if kind == "pair":
        found = json.loads(content)
        return [str(found[side]["image"]) for side in ("left", "right") if "image" in found[side]]
    return []
