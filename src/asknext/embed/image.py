"""`ImageEmbedder`: small intensities, gradient histograms and colours, folded by principal components."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.embed.saved import digest, load_arrays, save_arrays
from asknext.errors import InputError

__all__ = ["ImageEmbedder", "scaled"]

SIDE = 32
_BINS = 9
_CELLS = 8
_Floats = npt.NDArray[np.floating[Any]]
_Pixels = npt.NDArray[np.uint8]


class ImageEmbedder:
    """Pictures scaled to 32 x 32, then their intensities, histograms of oriented gradients (Dalal and Triggs, 2005)
    and coarse colours, then principal components scaled by the largest.

    Parameters
    ----------
    dimensions : d, at most. seed : of the decomposition. sample : the most pictures to fit on.

    Pictures are (height, width, 3) or (height, width) uint8 arrays of any size.
    """

    kind = "image"

    def __init__(self, dimensions: int = 128, *, seed: int = 0, sample: int = 10_000) -> None:
        self.dimensions, self.seed, self.sample = dimensions, seed, sample
        self._arrays: dict[str, Any] = {}

    @property
    def fingerprint(self) -> str:
        """A name for this fitted embedder: equal fingerprints give equal vectors."""
        return digest(self._facts(), self._arrays)

    def fit(self, blocks: Iterable[Sequence[_Pixels]]) -> Self:
        """Find the principal components of at most ``sample`` pictures."""
        pictures = itertools.islice(itertools.chain.from_iterable(blocks), self.sample)
        features = [_features(np.stack([scaled(each) for each in portion])) for portion in _portions(pictures)]
        if not features:
            raise InputError("There are no pictures to learn an embedding from.")
        found = np.concatenate(features)
        rank = max(1, min(self.dimensions, len(found) - 1, found.shape[1]))
        mean = found.mean(axis=0, dtype=np.float64)
        centred = found - mean.astype(np.float32)
        strength, directions = np.linalg.eigh((centred.T @ centred).astype(np.float64) / len(found))
        scale = float(np.sqrt(max(strength[-1], 0.0))) or 1.0
        components = directions[:, ::-1][:, :rank] / scale
        self._arrays = {"mean": mean.astype(np.float32), "components": components.astype(np.float32)}
        return self

    def transform(self, block: Sequence[_Pixels]) -> _Floats:
        """(b, d) float32."""
        if not len(block):
            return np.zeros((0, self._arrays["components"].shape[1]), dtype=np.float32)
        found = _features(np.stack([scaled(each) for each in block]))
        return np.asarray((found - self._arrays["mean"]) @ self._arrays["components"], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write into ``folder``; see `load`."""
        save_arrays(folder, self._facts(), self._arrays)

    @classmethod
    def load(cls, folder: Path) -> ImageEmbedder:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        facts, arrays = load_arrays(folder, cls.kind)
        made = cls(facts["dimensions"], seed=facts["seed"], sample=facts["sample"])
        made._arrays = arrays
        return made

    def _facts(self) -> dict[str, Any]:
        names = ("dimensions", "seed", "sample")
        return {"kind": self.kind, "version": 1, **{name: getattr(self, name) for name in names}}


def _portions(pictures: Iterable[_Pixels]) -> Iterable[list[_Pixels]]:
    stream = iter(pictures)
    while portion := list(itertools.islice(stream, 256)):
        yield portion


def scaled(picture: _Pixels) -> _Pixels:
    """(32, 32, 3) uint8: all that the embedder looks at, so that it can be kept in place of the picture."""
    from PIL import Image

    image = Image.fromarray(picture).convert("RGB")
    if image.size != (SIDE, SIDE):
        image = image.resize(
            (SIDE, SIDE), Image.Resampling.BOX if min(image.size) > SIDE else Image.Resampling.BILINEAR
        )
    return np.asarray(image)


def _features(pictures: _Pixels) -> _Floats:
    """(b, 32, 32, 3) uint8 to (b, f) float32; each group of features has about the same weight."""
    colours = pictures.astype(np.float32) / 255
    grey = colours @ np.array([0.299, 0.587, 0.114], dtype=np.float32)
    size = len(pictures)
    intensity = _pooled(grey[..., None], 2).reshape(size, -1) / 16
    colour = _pooled(colours, 4).reshape(size, -1) / 14
    return np.concatenate([intensity, colour, _gradients(grey).reshape(size, -1)], axis=1).astype(np.float32)


def _pooled(values: _Floats, side: int) -> _Floats:
    """Means over squares of ``side`` x ``side``."""
    count, height, width, channels = values.shape
    cells = values.reshape(count, height // side, side, width // side, side, channels)
    return np.asarray(cells.mean(axis=(2, 4)), dtype=np.float32)


def _gradients(grey: _Floats) -> _Floats:
    """Histograms of the direction of the gradient in 8 x 8 cells, each picture's of length 1 after a square root."""
    down, across = np.gradient(grey, axis=(1, 2))
    strength = np.hypot(down, across)
    place = (np.arctan2(down, across) / np.pi % 1.0) * _BINS
    low = np.floor(place).astype(np.int64)
    share = (place - low).astype(np.float32)
    votes = np.zeros((*grey.shape, _BINS), dtype=np.float32)
    np.put_along_axis(votes, (low % _BINS)[..., None], (strength * (1 - share))[..., None], axis=-1)
    upper = np.take_along_axis(votes, ((low + 1) % _BINS)[..., None], axis=-1)
    np.put_along_axis(votes, ((low + 1) % _BINS)[..., None], upper + (strength * share)[..., None], axis=-1)
    cells = _pooled(votes, SIDE // _CELLS)
    total = cells.sum(axis=(1, 2, 3), keepdims=True)
    return np.sqrt(cells / np.where(total > 0, total, 1))
