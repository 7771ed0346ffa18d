"""All pictures, frames and recordings of a selection, column by column."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.selection.found_files import FoundFile
from asknext.selection.looking import FileFacts, Looker
from asknext.selection.seen_cache import Arrays

__all__ = ["Items", "Source", "frame_file", "gather"]

PICTURE = ("sharpness", "luminance", "contrast", "snr")
SOUND = ("level", "peak", "rate")
Told = Callable[[int, int, str], object]


@dataclass(frozen=True, slots=True)
class Source:
    """A file that was looked at, and what it holds."""

    file: FoundFile
    facts: FileFacts


@dataclass(frozen=True)
class Items:
    """``n`` items in the order of their files.

    Attributes
    ----------
    sources : the files. source : (n,) which of them. names : n names, unique. index : (n,) the frame, -1 for none.
    seconds : (n,) from a video's start, or a recording's length. sizes : (n, 2) width and height as shown, 0 for sound.
    measures : (n, 4) of pictures or (n, 3) of sound. hashes : n contents, equal where nothing differs.
    """

    sources: tuple[Source, ...]
    source: npt.NDArray[np.int64]
    names: tuple[str, ...]
    index: npt.NDArray[np.int64]
    seconds: npt.NDArray[np.float64]
    sizes: npt.NDArray[np.int32]
    measures: npt.NDArray[np.float32]
    hashes: tuple[bytes, ...]

    def __len__(self) -> int:
        return len(self.names)

    def file(self, row: int) -> FoundFile:
        """The file that an item is of."""
        return self.sources[int(self.source[row])].file

    def video(self, row: int) -> str | None:
        """The video that an item is a frame of."""
        file = self.file(row)
        return file.name if file.kind == "video" else None


def frame_file(video: str, index: int, frames: int) -> str:
    """``sub/clip-099-mp4`` for the frame 99 of 290 of ``sub/clip.mp4``."""
    stem, ending = os.path.splitext(video)
    return f"{stem}-{index:0{len(str(frames))}d}-{ending.lstrip('.').lower()}"


def gather(sources: Sequence[Source], looker: Looker) -> Items:
    """The items of files that were looked at, from the cache."""
    parts = [(number, source, block) for number, source in enumerate(sources) for block in _blocks(source, looker)]
    counts = [len(block["measures"]) for _, _, block in parts]
    width = parts[0][2]["measures"].shape[1] if parts else len(PICTURE)
    return Items(
        sources=tuple(sources),
        source=np.repeat(np.array([number for number, _, _ in parts], dtype=np.int64), counts),
        names=tuple(name for _, source, block in parts for name in _names(source, block)),
        index=_joined([_frames(block) for _, _, block in parts], np.int64),
        seconds=_joined([block["seconds"] for _, _, block in parts], np.float64),
        sizes=_joined([_sizes(block) for _, _, block in parts], np.int32, 2),
        measures=_joined([block["measures"] for _, _, block in parts], np.float32, width),
        hashes=tuple(key for _, source, block in parts for key in _hashes(source, block)),
    )


def _blocks(source: Source, looker: Looker) -> Iterator[Arrays]:
    """Without the small pictures, which all together would not fit."""
    for block in looker.blocks(source.facts, source.file.kind):
        block.pop("small", None)
        block.pop("features", None)
        yield block


def _names(source: Source, block: Arrays) -> list[str]:
    if source.file.kind != "video":
        return [source.file.name]
    frames = source.facts.frames or 1
    return [frame_file(source.file.name, index, frames) for index in block["index"].tolist()]


def _frames(block: Arrays) -> npt.NDArray[np.int64]:
    return block.get("index", np.array([-1], dtype=np.int64))


def _sizes(block: Arrays) -> npt.NDArray[np.int32]:
    return block.get("size", np.zeros((len(block["measures"]), 2), dtype=np.int32))


def _hashes(source: Source, block: Arrays) -> list[bytes]:
    """Of a frame its pixels; of a file its bytes."""
    if source.file.kind != "video":
        return [bytes.fromhex(source.facts.hash)]
    return [each.tobytes() for each in block["pixels"]]


def _joined(parts: list[npt.NDArray[Any]], kind: Any, width: int = 0) -> npt.NDArray[Any]:
    empty = np.zeros((0, width) if width else 0, dtype=kind)
    return np.concatenate([empty, *parts]).astype(kind)
