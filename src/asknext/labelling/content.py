"""What of an item there is to look at or to listen to."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from asknext.labelling.extent import facts_of
from asknext.project.config import Config

__all__ = ["content_of"]


def content_of(config: Config, row: Any) -> dict[str, Any]:
    """What there is to look at; ``row`` has pos, content and facts."""
    match config.content:
        case "image":
            return {"kind": "image", "url": _url(row.pos), "alt": row.content, **_size(facts_of(row))}
        case "audio":
            return _recording(row)
        case "frames":
            return _sequence(row)
        case "pair":
            return _pair(row)
        case "row":
            return {"kind": "row", "columns": [[name, value] for name, value in _columns(row.content)]}
    return {"kind": "text", "text": row.content}


def _url(which: int, part: int | None = None) -> str:
    return f"/api/v1/items/{which}/media" + ("" if part is None else f"/{part}")


def _size(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {"width": facts["width"], "height": facts["height"]} if "width" in facts else {}


def _recording(row: Any) -> dict[str, Any]:
    facts = facts_of(row)
    known = {name: facts.get(name) for name in ("seconds", "rate", "channels")}
    return {"kind": "audio", "url": _url(row.pos), "alt": row.content, **known}


def _sequence(row: Any) -> dict[str, Any]:
    found = json.loads(row.content)
    frames = [
        {"image": _url(row.pos, place), "index": each["index"], "seconds": each.get("seconds")}
        for place, each in enumerate(found["frames"])
    ]
    about = {"video": found.get("video"), "count": found.get("count"), **_size(facts_of(row))}
    return {"kind": "frames", **about, "frames": frames}


def _pair(row: Any) -> dict[str, Any]:
    found, facts = json.loads(row.content), facts_of(row)
    sides = {
        name: {"kind": "text", "text": found[name]["text"]}
        if "text" in found[name]
        else {"kind": "image", "url": _url(row.pos, part), "alt": found[name]["image"], **_size(facts.get(name, {}))}
        for part, name in enumerate(("left", "right"))
    }
    return {"kind": "pair", **sides}


def _columns(content: str) -> list[tuple[str, Any]]:
    try:
        found = json.loads(content)
    except ValueError:
        return [("", content)]
    return list(found.items()) if isinstance(found, dict) else [("", found)]
