"""Every file is looked at once: what is in it goes into the cache, block by block, and is not computed again."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from asknext.embed.audio import audio_features
from asknext.embed.image import scaled
from asknext.errors import DataError, InputError
from asknext.formats.image_file import BYTES, decode_image
from asknext.media import VideoFile, VideoFrame, file_hash, picture_measures, pixel_hash, read_sound
from asknext.selection.found_files import FoundFile
from asknext.selection.seen_cache import Arrays, SeenCache

__all__ = ["FileFacts", "Looker", "PictureModel"]

_BATCH = 32
_BATCH_BYTES = 128_000_000
Pixels = npt.NDArray[np.uint8]
Tell = Callable[[float], object]


class PictureModel(Protocol):
    """A model that is run on every picture."""

    @property
    def fingerprint(self) -> str:
        """A name: equal fingerprints give equal results."""
        ...

    def run(self, pictures: Sequence[Pixels]) -> Arrays:
        """Arrays for (h, w, 3) uint8 pictures; those of two batches are joined at their first axis."""
        ...


@dataclass(frozen=True)
class FileFacts:
    """What a file holds: ``items`` pictures or recordings; ``lost`` frames; ``error`` why nothing of it can be used.

    Of a video also how many frames there are in all, their rate a second, and how long it takes in seconds.
    """

    hash: str
    items: int = 0
    lost: int = 0
    trouble: str | None = None
    error: str | None = None
    frames: int | None = None
    rate: float | None = None
    duration: float | None = None
    bytes: int = 0


class Looker:
    """Looks at files, or remembers what it saw.

    Parameters
    ----------
    cache : where it is kept. models : run on every picture. frames_per_second : of a video only so many frames are
    looked at; None for all of them.
    """

    def __init__(
        self, cache: SeenCache, models: Sequence[PictureModel] = (), frames_per_second: float | None = None
    ) -> None:
        self.cache, self._models, self._pace = cache, models, frames_per_second

    def look(self, file: FoundFile, tell: Tell = lambda share: None) -> FileFacts:
        """The facts of a file, all of which is in the cache afterwards; ``tell`` hears which share of it is done.

        Raises `MissingExtra` where a library is not installed; what is wrong with the file stands in the facts.
        """
        try:
            hash = file_hash(file.path)
        except DataError as error:
            return FileFacts("", error=error.reason)
        known = self._known(hash, file.kind)
        if known is not None:
            return known
        try:
            facts = self._read(file, hash, tell)
        except DataError as error:
            facts = FileFacts(hash, error=error.reason, bytes=file.path.stat().st_size)
        for what in self._needed(file.kind):
            self.cache.put(
                hash, f"{what}:whole", 0, {"facts": np.frombuffer(json.dumps(asdict(facts)).encode(), np.uint8)}
            )
        return facts

    def blocks(self, facts: FileFacts, kind: str, model: PictureModel | None = None) -> Iterator[Arrays]:
        """What was seen in a file, or what ``model`` made of it."""
        return self.cache.blocks(facts.hash, self._look_key(kind) if model is None else self._model_key(kind, model))

    def _known(self, hash: str, kind: str) -> FileFacts | None:
        found = [self.cache.get(hash, f"{what}:whole", 0) for what in self._needed(kind)]
        if any(each is None for each in found) or found[0] is None:
            return None
        return FileFacts(**json.loads(found[0]["facts"].tobytes()))

    def _needed(self, kind: str) -> list[str]:
        models = self._models if kind != "audio" else ()
        return [self._look_key(kind), *(self._model_key(kind, model) for model in models)]

    def _look_key(self, kind: str) -> str:
        return f"look 1 {kind}{f' {self._pace:g}' if self._pace and kind == 'video' else ''}"

    def _model_key(self, kind: str, model: PictureModel) -> str:
        return f"{model.fingerprint} {self._look_key(kind)}"

    def _read(self, file: FoundFile, hash: str, tell: Tell) -> FileFacts:
        size = file.path.stat().st_size
        if file.kind == "video":
            return self._read_video(file.path, hash, size, tell)
        if file.kind == "audio":
            sound = read_sound(file.path)
            self.cache.put(hash, self._look_key("audio"), 0, _heard(sound.samples, sound.rate, sound.seconds))
            return FileFacts(hash, 1, 0, sound.trouble, duration=sound.seconds, bytes=size)
        if size > BYTES:
            raise DataError(f"{size:,} bytes, more than {BYTES:,}")
        pixels = decode_image(file.path.read_bytes(), file.name)
        self._keep(hash, "image", 0, [VideoFrame(-1, 0.0, pixels)])
        return FileFacts(hash, 1, bytes=size)

    def _read_video(self, path: Path, hash: str, size: int, tell: Tell) -> FileFacts:
        video, items = VideoFile(path), 0
        total = video.facts.frames or max(1, round((video.facts.duration or 1) * (video.facts.rate or 25)))
        for block, frames in enumerate(_batches(video.frames(_paced(self._pace)))):
            self._keep(hash, "video", block, frames)
            items += len(frames)
            tell(min(1.0, video.seen / total))
        duration = video.facts.duration or video.seen / (video.facts.rate or 25)
        return FileFacts(hash, items, video.lost, video.trouble, None, video.seen, video.facts.rate, duration, size)

    def _keep(self, hash: str, kind: str, block: int, frames: list[VideoFrame]) -> None:
        """A block that was kept by a run that was ended is not made again."""
        key = self._look_key(kind)
        if not self.cache.has(hash, key, block):
            self.cache.put(hash, key, block, _seen(frames))
        for model in self._models:
            if not self.cache.has(hash, self._model_key(kind, model), block):
                made = model.run([frame.pixels for frame in frames])
                self.cache.put(hash, self._model_key(kind, model), block, made)
        if kind == "video":
            self.cache.commit()


def _paced(pace: float | None) -> Callable[[int, float], bool]:
    """The first frame at or after each 1 / ``pace`` of a second."""
    if pace is None:
        return lambda index, seconds: True
    taken = -1

    def wanted(index: int, seconds: float) -> bool:
        nonlocal taken
        step = int(seconds * pace + 1e-6)
        if step <= taken:
            return False
        taken = step
        return True

    return wanted


def _batches(frames: Iterable[VideoFrame]) -> Iterator[list[VideoFrame]]:
    """At most 32 frames and about 128 MB of pixels at a time."""
    batch, size = list[VideoFrame](), 0
    for frame in frames:
        batch.append(frame)
        size += frame.pixels.nbytes
        if len(batch) == _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _seen(frames: Sequence[VideoFrame]) -> Arrays:
    return {
        "index": np.array([each.index for each in frames], dtype=np.int64),
        "seconds": np.array([each.seconds for each in frames], dtype=np.float64),
        "size": np.array([each.pixels.shape[1::-1] for each in frames], dtype=np.int32),
        "small": np.stack([scaled(each.pixels) for each in frames]),
        "measures": np.array([picture_measures(each.pixels) for each in frames], dtype=np.float32),
        "pixels": np.frombuffer(b"".join(pixel_hash(each.pixels) for each in frames), np.uint8).reshape(-1, 16),
    }


def _heard(samples: npt.NDArray[np.float32], rate: int, seconds: float) -> Arrays:
    """``measures`` of a recording: its level and its peak in decibels below full scale, and its rate."""
    try:
        features: Any = audio_features(samples, rate)
    except InputError as error:
        raise DataError(str(error)) from None
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64))))
    peak = float(np.abs(samples).max(initial=0.0))
    return {
        "features": features[None],
        "measures": np.array([[_decibels(level), _decibels(peak), rate]], dtype=np.float32),
        "seconds": np.array([seconds]),
    }


def _decibels(value: float) -> float:
    return float(20 * np.log10(max(value, 1e-5)))
