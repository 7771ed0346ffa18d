"""One JSON request to a machine, and what its status means."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from asknext.labelling.machines.brief import Busy, Refusal, Unusable
from asknext.labelling.outside import Outside, Reply, Unreachable

__all__ = ["ask_json"]

BUSY = (408, 409, 425, 429)
LONGEST_WAIT = 120.0


def ask_json(outside: Outside, url: str, key: str | None, body: Mapping[str, Any]) -> dict[str, Any]:
    """Post ``body``; the object that comes back.

    Raises
    ------
    Busy : try again later. Refusal : it will not answer however often it is asked. Unusable : no JSON object came.
    """
    headers = {"Content-Type": "application/json", "Accept": "application/json", "User-Agent": "asknext-machine/1"}
    if key is not None:
        headers["Authorization"] = f"Bearer {key}"
    try:
        reply = outside.send("POST", url, json.dumps(body).encode(), headers)
    except Unreachable as error:
        raise Busy(str(error)) from None
    if reply.status in BUSY or reply.status >= 500:
        raise Busy(f"It answered with status {reply.status}.", _wait(reply))
    if not reply.well:
        raise Refusal(f"It answered with status {reply.status}: see that its address, its key and its model are right.")
    try:
        found = json.loads(reply.body)
    except (ValueError, RecursionError):
        raise Unusable("what came is no JSON") from None
    if not isinstance(found, dict):
        raise Unusable("what came is no JSON object")
    return found


def _wait(reply: Reply) -> float | None:
    said = reply.headers.get("retry-after", "")
    return min(float(said), LONGEST_WAIT) if said.isascii() and said.isdigit() else None
