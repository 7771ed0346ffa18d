"""Compressed recordings, decoded once to a wave file that is kept, so that any stretch of them can be read."""

from __future__ import annotations

import hashlib
import os
import threading
import wave
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from asknext.errors import DataError
from asknext.media.av_library import av_library, opened, said
from asknext.media.wave_file import WaveFile

__all__ = ["wave_of"]

LARGEST = 3_000_000_000
ROOM = 10_000_000_000
_one_at_a_time = threading.Lock()


def wave_of(path: Path, folder: Path) -> Path:
    """``path`` where it is a wave file that is read as it is; else one in ``folder`` with the same sound, 16 bit.

    ``folder`` holds at most about 10 GB; what was made longest ago goes first. A file that breaks off gives what is
    there. Raises `DataError` where there is no sound in it or over 3 GB, `MissingExtra` without PyAV.
    """
    try:
        with WaveFile(path):
            return path
    except DataError:
        pass
    about = path.stat()
    name = hashlib.sha256(f"{path}\0{about.st_mtime_ns}\0{about.st_size}".encode()).hexdigest()[:32]
    made = folder / f"{name}.wav"
    with _one_at_a_time:
        if not made.exists():
            folder.mkdir(parents=True, exist_ok=True)
            _decode(path, made)
            _make_room(folder, made)
    return made


def _decode(path: Path, made: Path) -> None:
    part = made.with_suffix(f".{os.getpid()}.part")
    try:
        with opened(path) as container:
            stream = _sound_of(container, path)
            channels = min(stream.channels or 1, 2)
            with wave.open(str(part), "wb") as target:
                target.setnchannels(channels)
                target.setsampwidth(2)
                target.setframerate(int(stream.rate))
                _write(target, container, stream, path)
        part.replace(made)
    finally:
        part.unlink(missing_ok=True)


def _sound_of(container: Any, path: Path) -> Any:
    if not container.streams.audio:
        raise DataError("holds no sound", source=path.name)
    stream = container.streams.audio[0]
    if stream.codec_context is None or not stream.rate:
        raise DataError("holds sound of a kind that cannot be decoded here", source=path.name)
    return stream


def _write(target: wave.Wave_write, container: Any, stream: Any, path: Path) -> None:
    written, reason = 0, ""
    try:
        for block in _blocks(container, stream, target.getnchannels()):
            written += len(block)
            if written > LARGEST:
                raise DataError(f"is longer than {LARGEST / 1e9:g} GB of sound", source=path.name)
            target.writeframesraw(block)
    except av_library("Reading sound").error.FFmpegError as error:
        reason = f" ({said(error)})"
    if not written:
        raise DataError(f"holds no sound{reason}", source=path.name)


def _blocks(container: Any, stream: Any, channels: int) -> Iterator[bytes]:
    layout = "mono" if channels == 1 else "stereo"
    resampler = av_library("Reading sound").AudioResampler(format="s16", layout=layout, rate=int(stream.rate))
    for frame in container.decode(stream):
        for made in resampler.resample(frame):
            yield made.to_ndarray().tobytes()


def _make_room(folder: Path, keep: Path) -> None:
    found = sorted(folder.glob("*.wav"), key=lambda each: each.stat().st_mtime)
    total = sum(each.stat().st_size for each in found)
    for each in found:
        if total > ROOM and each != keep:
            total -= each.stat().st_size
            each.unlink(missing_ok=True)
