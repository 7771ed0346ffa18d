"""A recording as an answer: kinds found in the file's own first bytes, whole or a range of it."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from starlette.responses import Response, StreamingResponse

from asknext.project.media_content import AUDIO_KINDS, audio_kind
from asknext.server.errors import NotFound, Refused
from asknext.server.image_answer import HEADERS

__all__ = ["RECORDINGS", "recording_answer"]

RECORDINGS = tuple(dict.fromkeys((*AUDIO_KINDS.values(), "audio/mpeg")))
CHUNK = 1 << 18
_RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


def recording_answer(path: Path, headers: Mapping[str, str]) -> Response:
    """The recording, or the one range of it that ``headers`` ask for (RFC 9110, section 14).

    Raises
    ------
    NotFound : it cannot be read. Refused : it is no recording of a known kind, or shorter than the range.
    """
    try:
        with open(path, "rb") as file:
            about, kind = os.fstat(file.fileno()), audio_kind(file.read(16))
    except OSError as error:
        raise NotFound(f"The recording cannot be read: {error.strerror}.") from None
    if kind is None:
        raise Refused(415, "media_type", "The file is not a recording of a type that is played here.")
    tag = f'"{about.st_mtime_ns:x}-{about.st_size:x}"'
    told = {**HEADERS, "ETag": tag, "Accept-Ranges": "bytes"}
    if headers.get("if-none-match") == tag:
        return Response(status_code=304, headers=told)
    asked = _range(headers.get("range"), about.st_size) if headers.get("if-range", tag) == tag else None
    start, end = asked or (0, about.st_size)
    told["Content-Length"] = str(end - start)
    if asked is not None:
        told["Content-Range"] = f"bytes {start}-{end - 1}/{about.st_size}"
    status = 200 if asked is None else 206
    return StreamingResponse(_blocks(path, start, end), status, headers=told, media_type=kind)


def _range(text: str | None, size: int) -> tuple[int, int] | None:
    """Start and end, the end not in it; None for the whole. What is not understood is passed over, as it may be."""
    found = _RANGE.fullmatch(text.strip()) if text else None
    if found is None or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    start = int(first) if first else max(size - int(last), 0)
    end = min(int(last) + 1, size) if first and last else size
    if start >= size or start >= end:
        raise Refused(416, "range", f"The recording has {size:,} bytes; there is nothing in that range.")
    return start, end


def _blocks(path: Path, start: int, end: int) -> Iterator[bytes]:
    with open(path, "rb") as file:
        file.seek(start)
        left = end - start
        while left > 0 and (block := file.read(min(CHUNK, left))):
            left -= len(block)
            yield block
