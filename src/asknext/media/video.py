"""Videos, a frame at a time: each is decoded once, with its time, upright, in bounded memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.media.av_library import av_library, opened, said

__all__ = ["FRAME_PIXELS", "VIDEO_NAMES", "VideoFile", "VideoFrame"]

VIDEO_NAMES = (".avi", ".m4v", ".mkv", ".mov", ".mp4", ".mpeg", ".mpg", ".webm")
FRAME_PIXELS = 50_000_000
_Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True, slots=True, eq=False)
class VideoFrame:
    """``index`` counted from 0 in the order of showing, ``seconds`` since the video's start, (h, w, 3) uint8 RGB."""

    index: int
    seconds: float
    pixels: _Pixels


@dataclass(frozen=True)
class VideoFacts:
    """What the file says of itself; ``frames`` and ``duration`` (in seconds) may be wrong or None."""

    width: int
    height: int
    rate: float | None
    frames: int | None
    duration: float | None


class VideoFile:
    """A video on disk, read from front to back as often as it is iterated.

    Damaged frames are left out: ``lost`` counts those of the last pass, ``trouble`` is a sentence about the last of
    them, or about an end that came too early, or None.

    Raises
    ------
    DataError : no video, no video stream, no frame, or frames of over 50 million pixels. MissingExtra : no PyAV.
    """

    def __init__(self, path: Path) -> None:
        self.path, self.lost, self.seen = path, 0, 0
        self.trouble: str | None = None
        with opened(path) as container:
            self.facts = _facts(_stream(container, path), container)
        if self.facts.width * self.facts.height > FRAME_PIXELS:
            raise DataError(_bomb(self.facts.width, self.facts.height), source=str(path))

    def frames(self, wanted: Callable[[int, float], bool] = lambda index, seconds: True) -> Iterator[VideoFrame]:
        """The frames for which ``wanted(index, seconds)`` holds; the others are decoded but not turned into pixels.

        Raises `DataError` at the end where there was no frame at all.
        """
        self.lost, self.seen, self.trouble = 0, 0, None
        with opened(self.path) as container:
            stream = _stream(container, self.path)
            start: float | None = None
            for index, frame in enumerate(self._decoded(container, stream)):
                self.seen = index + 1
                start = frame.time if start is None else start
                seconds = self._seconds(frame, start, index)
                if wanted(index, seconds):
                    yield VideoFrame(index, seconds, self._pixels(frame))
        self._judge()

    def picked(self, indices: set[int]) -> Iterator[VideoFrame]:
        """The frames of these ``indices``; nothing is decoded behind the last of them."""
        last = max(indices, default=-1)
        for frame in self.frames(lambda index, _: index in indices):
            yield frame
            if frame.index == last:
                return

    def _decoded(self, container: Any, stream: Any) -> Iterator[Any]:
        """Frames that are whole; a packet that cannot be decoded costs its frames and not the video."""
        errors = av_library("Reading videos").error
        packets = container.demux(stream)
        while True:
            try:
                packet = next(packets, None)
            except errors.FFmpegError as error:
                self.trouble = f"the file breaks off ({said(error)})"
                return
            if packet is None:
                return
            try:
                found = packet.decode()
            except errors.EOFError:
                return
            except errors.FFmpegError as error:
                self._lose(said(error))
                continue
            for frame in found:
                if frame.is_corrupt:
                    self._lose("a frame is damaged")
                else:
                    yield frame

    def _lose(self, reason: str) -> None:
        self.lost += 1
        self.trouble = reason

    def _seconds(self, frame: Any, start: float | None, index: int) -> float:
        """From the presentation time stamp; by counting where a frame has none."""
        if frame.time is not None:
            return max(0.0, float(frame.time - (start or 0.0)))
        return index / (self.facts.rate or 25.0)

    def _pixels(self, frame: Any) -> _Pixels:
        if frame.width * frame.height > FRAME_PIXELS:
            raise DataError(_bomb(frame.width, frame.height), source=str(self.path))
        pixels: _Pixels = frame.to_ndarray(format="rgb24")
        turns = round((frame.rotation or 0) / 90) % 4
        return np.ascontiguousarray(np.rot90(pixels, turns)) if turns else pixels

    def _judge(self) -> None:
        if not self.seen:
            lost = f", {self.lost} could not be decoded ({self.trouble})" if self.lost else ""
            raise DataError(f"holds no frame that can be shown{lost}", source=str(self.path))
        told = self.facts.frames
        missing = (told or 0) - self.seen - self.lost
        if told and missing > max(2, told // 50):
            self.lost += missing
            self.trouble = f"cut off: {self.seen:,} of {told:,} frames are there"


def _stream(container: Any, path: Path) -> Any:
    # a cover picture in a file of music is a stream of one frame
    found = [each for each in container.streams.video if not _is_cover(each)]
    if not found:
        kinds = sorted({each.type for each in container.streams})
        raise DataError(f"holds no video stream{f', only {chr(44).join(kinds)}' if kinds else ''}", source=str(path))
    if found[0].codec_context is None:
        raise DataError("holds a video stream of a kind that cannot be decoded here", source=str(path))
    return found[0]


def _is_cover(stream: Any) -> bool:
    return "attached_pic" in str(getattr(stream, "disposition", "")).lower()


def _facts(stream: Any, container: Any) -> VideoFacts:
    rate = float(stream.average_rate) if stream.average_rate else None
    own = stream.duration * stream.time_base if stream.duration and stream.time_base else None
    duration = own if own is not None else (container.duration / 1_000_000 if container.duration else None)
    width, height = stream.codec_context.width, stream.codec_context.height
    return VideoFacts(width, height, rate, stream.frames or None, None if duration is None else float(duration))


def _bomb(width: int, height: int) -> str:
    return f"frames of {width} x {height} pixels, more than {FRAME_PIXELS:,}, as a decompression bomb has"
