"""PyAV, where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, BinaryIO

from asknext.errors import DataError, MissingExtra

__all__ = ["av_library", "opened", "said"]

# What a file may be, by what stands in it and not by its name. Playlists are not among them: they name other files and
# addresses, which would be opened as well.
_CONTAINERS = (
    "aac,aiff,avi,flac,flv,gif,matroska,webm,mov,mp4,m4a,3gp,3g2,mj2,mp3,mpeg,mpegts,mpegvideo,ogg,w64,wav,h264,hevc,"
    "ivf,asf"
)


def av_library(what: str) -> Any:
    """The module ``av``. Raises `MissingExtra`: ``what`` needs it."""
    try:
        import av
    except ImportError:
        raise MissingExtra(what, "av", "video") from None
    return av


@contextmanager
def opened(path: Path) -> Iterator[Any]:
    """The container in a file, which opens nothing beside it; closed in the end.

    Raises `DataError` where it is empty or none of the known kinds, `MissingExtra` without PyAV.
    """
    av = av_library(f"Reading {path.name}")
    with _file(path) as file:
        try:
            allowed = {"format_whitelist": _CONTAINERS, "protocol_whitelist": "pipe"}
            container = av.open(file, options=allowed, metadata_errors="replace")
        except (av.error.FFmpegError, ValueError) as error:
            reason = f"is damaged, cut off, or no kind of file that is read here ({said(error)})"
            raise DataError(reason, source=str(path)) from None
        with container:
            yield container


def _file(path: Path) -> BinaryIO:
    try:
        if path.stat().st_size == 0:
            raise DataError("the file is empty", source=str(path))
        return path.open("rb")
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=str(path)) from None


def said(error: Exception) -> str:
    """The library's own words, in one short line."""
    words = getattr(error, "strerror", None) or str(error)
    return " ".join(str(words).split())[:200] or type(error).__name__
