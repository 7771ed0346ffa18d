"""Recordings on disk as mono samples."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError
from asknext.media.av_library import av_library, opened, said
from asknext.media.wave_file import WaveFile

__all__ = ["SOUND_NAMES", "Sound", "read_sound"]

SOUND_NAMES = (".aac", ".aiff", ".flac", ".m4a", ".mp3", ".oga", ".ogg", ".opus", ".wav")
LONGEST = 600.0
_Samples = npt.NDArray[np.float32]


class Sound(NamedTuple):
    """``samples`` (n,) float32 from -1 to 1, the mean of all channels; ``rate`` in samples a second.

    ``seconds`` : how long the file is; ``samples`` may be its beginning alone. ``trouble`` : what is wrong with it.
    """

    samples: _Samples
    rate: int
    seconds: float
    trouble: str | None = None


def read_sound(path: Path, longest: float = LONGEST) -> Sound:
    """The first ``longest`` seconds of a recording: WAV as it is, all else by PyAV.

    Raises
    ------
    DataError : damaged, without sound, or of no known kind. MissingExtra : another kind than plain WAV, without PyAV.
    """
    riff, missing = _riff(path)
    if not riff:
        return _decoded(path, longest)
    try:
        return _plain(path, longest, missing)
    except DataError:
        if importlib.util.find_spec("av") is None:
            raise
        return _decoded(path, longest)  # compressed WAV


def _riff(path: Path) -> tuple[bool, int]:
    """Whether it is a RIFF file, and how many bytes it lacks of what it says."""
    try:
        with path.open("rb") as file:
            head = file.read(8)
        there = path.stat().st_size
    except OSError as error:
        raise DataError(f"cannot be read ({error.strerror})", source=str(path)) from None
    told = int.from_bytes(head[4:8], "little")
    return head[:4] in (b"RIFF", b"RF64"), 0 if told == 0xFFFFFFFF else max(0, told + 8 - there)


def _plain(path: Path, longest: float, missing: int) -> Sound:
    with WaveFile(path) as file:
        frames = file.read(0, min(file.frames, int(longest * file.rate), 200_000_000 // file.channels))
        if not len(frames):
            raise DataError("holds no sound", source=str(path))
        cut = f"cut off: {missing:,} bytes are missing at the end" if missing > 1 else None
        return Sound(frames.mean(axis=1, dtype=np.float32), file.rate, file.seconds, cut)


def _decoded(path: Path, longest: float) -> Sound:
    with opened(path) as container:
        stream = _stream(container, path)
        rate, parts, trouble = int(stream.rate), list[_Samples](), None
        try:
            for block in _blocks(container, stream, rate):
                parts.append(block)
                if len(parts) >= longest:
                    break
        except av_library("Reading sound").error.FFmpegError as error:
            trouble = f"the file breaks off ({said(error)})"
        told = float(stream.duration * stream.time_base) if stream.duration and stream.time_base else 0.0
    if not parts:
        raise DataError(f"holds no sound{f' ({trouble})' if trouble else ''}", source=str(path))
    samples = np.concatenate(parts)[: int(longest * rate)]
    own = len(samples) / rate
    return Sound(samples, rate, own if trouble else max(told, own), trouble)


def _stream(container: Any, path: Path) -> Any:
    if not container.streams.audio:
        raise DataError("holds no sound", source=str(path))
    stream = container.streams.audio[0]
    if stream.codec_context is None or not stream.rate:
        raise DataError("holds sound of a kind that cannot be decoded here", source=str(path))
    return stream


def _blocks(container: Any, stream: Any, rate: int) -> Iterator[_Samples]:
    """A second at a time, so that a list of them stays short."""
    resampler = av_library("Reading sound").AudioResampler(format="flt", layout="mono", rate=rate)
    held, count = list[_Samples](), 0
    for frame in container.decode(stream):
        for made in resampler.resample(frame):
            held.append(made.to_ndarray().reshape(-1).astype(np.float32))
            count += len(held[-1])
        if count >= rate:
            yield np.concatenate(held)
            held, count = [], 0
    if held:
        yield np.concatenate(held)
