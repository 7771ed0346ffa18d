"""`AudioEmbedder`: how the spectrum of a recording is spread and how it changes."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from asknext.embed.saved import digest, load_arrays, save_arrays
from asknext.errors import InputError

__all__ = ["AudioEmbedder", "audio_features", "log_mel"]

BANDS = 40
TOP = 8_000.0
_FLOOR = 1e-8
_LEVEL = 0.1
_SILENCE = 1e-5
_COEFFICIENTS = 20
_PARTS = 5
_BLOCK = 4_096
_Floats = npt.NDArray[np.floating[Any]]
Clip = tuple[npt.NDArray[np.float32], int]


class AudioEmbedder:
    """Recordings as log-mel spectra, folded into mel-frequency cepstra (Davis and Mermelstein, 1980): their means over
    five equal stretches, and over all of it their standard deviation and how much they change from step to step. Each
    number is scaled by what is usual for it.

    Parameters
    ----------
    sample : the most recordings to learn the scales from.

    A recording is ``(samples, rate)``: (n,) float32 mono from -1 to 1, and samples a second. How loud it is does not
    count.
    """

    kind = "audio"

    def __init__(self, *, sample: int = 10_000) -> None:
        self.sample = sample
        self._arrays: dict[str, Any] = {}

    @property
    def fingerprint(self) -> str:
        """A name for this fitted embedder: equal fingerprints give equal vectors."""
        return digest(self._facts(), self._arrays)

    def fit(self, blocks: Iterable[Sequence[Clip]]) -> Self:
        """Find the scales in at most ``sample`` recordings."""
        clips = itertools.islice(itertools.chain.from_iterable(blocks), self.sample)
        return self.fit_features(_stacked([audio_features(*clip) for clip in clips]))

    def fit_features(self, features: _Floats) -> Self:
        """As `fit`, from (n, 140) of `audio_features`. Raises InputError without any."""
        if not len(features):
            raise InputError("There are no recordings to learn an embedding from.")
        spread = features.std(axis=0, dtype=np.float64)
        # one scale a group, so that coefficients that hardly vary are not blown up
        groups = np.repeat(np.arange(_PARTS + 2), _COEFFICIENTS)
        usual = np.sqrt(np.bincount(groups, weights=spread**2) / np.bincount(groups))[groups]
        scale = np.sqrt(spread * np.where(usual > 0, usual, 1.0))
        weight = np.where(groups < _PARTS, 1.0, 0.5)
        self._arrays = {
            "mean": features.mean(axis=0, dtype=np.float64).astype(np.float32),
            "scale": (weight / np.where(scale > 0, scale, 1.0) / np.sqrt(len(groups))).astype(np.float32),
        }
        return self

    def transform(self, block: Sequence[Clip]) -> _Floats:
        """(b, 140) float32."""
        return self.transform_features(_stacked([audio_features(*clip) for clip in block]))

    def transform_features(self, features: _Floats) -> _Floats:
        """(b, 140) float32 from as many of `audio_features`."""
        return np.asarray((features - self._arrays["mean"]) * self._arrays["scale"], dtype=np.float32)

    def save(self, folder: Path) -> None:
        """Write into ``folder``; see `load`."""
        save_arrays(folder, self._facts(), self._arrays)

    @classmethod
    def load(cls, folder: Path) -> AudioEmbedder:
        """Read what `save` wrote. Raises DataError where it is damaged."""
        facts, arrays = load_arrays(folder, cls.kind)
        made = cls(sample=facts["sample"])
        made._arrays = arrays
        return made

    def _facts(self) -> dict[str, Any]:
        return {"kind": self.kind, "version": 1, "sample": self.sample}


def audio_features(samples: npt.NDArray[np.float32], rate: int) -> _Floats:
    """(140,) float32: 20 cepstral coefficients, their means in five equal stretches, deviation and mean change."""
    level = float(np.sqrt(np.mean(np.square(samples, dtype=np.float64)))) if len(samples) else 0.0
    even = samples * np.float32(_LEVEL / level) if level > _SILENCE else samples
    cepstra = log_mel(even, rate) @ _cosines()
    means = [part.mean(axis=0) for part in np.array_split(cepstra[_trimmed(cepstra)], _PARTS)]
    steps = np.abs(np.diff(cepstra[:, 1:], axis=0)).mean(axis=0) if len(cepstra) > 1 else np.zeros(_COEFFICIENTS)
    return np.concatenate([*(part[1:] for part in means), cepstra[:, 1:].std(axis=0), steps]).astype(np.float32)


def log_mel(samples: npt.NDArray[np.float32], rate: int) -> _Floats:
    """(t, 40) natural logarithms of the power in 40 bands of the mel scale from 0 to 8,000 Hz, every 10 ms in windows
    of 25 ms (Hann). A band above half the rate holds the floor, ln 1e-8. Raises InputError for a rate below 1,000."""
    if rate < 1_000:
        raise InputError(f"A rate of {rate} samples a second is no sound's; expected at least 1,000.")
    width, hop = round(rate * 0.025), round(rate * 0.010)
    length = 1 << (width - 1).bit_length()
    padded = np.pad(samples, (0, max(0, width - len(samples))))
    windows = np.lib.stride_tricks.sliding_window_view(padded, width)[::hop]
    shape = np.hanning(width + 1)[:width].astype(np.float32)
    bands = _mel_bands(rate, length)
    parts = []
    for at in range(0, len(windows), _BLOCK):
        spectrum = np.fft.rfft(windows[at : at + _BLOCK] * shape, length)
        parts.append(np.log((np.abs(spectrum) ** 2 / (shape**2).sum()) @ bands + _FLOOR))
    return np.concatenate(parts)


def _trimmed(cepstra: _Floats) -> npt.NDArray[np.int64]:
    """The steps from the first to the last that are not silent beside the loudest (40 dB, in the first coefficient)."""
    level = cepstra[:, 0] / np.sqrt(BANDS)
    loud = np.flatnonzero(level > level.max() - 40 / (10 / np.log(10)))
    steps = np.arange(loud[0], loud[-1] + 1)
    return steps if len(steps) >= _PARTS else np.linspace(0, len(level) - 1, _PARTS).round().astype(np.int64)


@lru_cache(maxsize=16)
def _mel_bands(rate: int, length: int) -> _Floats:
    """(length // 2 + 1, 40) triangles that overlap by half, even on ``2595 log10(1 + f / 700)``."""
    edges = 700 * (10 ** (np.linspace(0, 2595 * np.log10(1 + TOP / 700), BANDS + 2) / 2595) - 1)
    bins = np.fft.rfftfreq(length, 1 / rate)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    rising, falling = (bins - low) / (middle - low), (high - bins) / (high - middle)
    return np.maximum(0.0, np.minimum(rising, falling)).astype(np.float32)


@lru_cache(maxsize=1)
def _cosines() -> _Floats:
    """(40, 21) the first cosines of the orthonormal DCT-II; the first is the level and stands apart."""
    places = (np.arange(BANDS) + 0.5)[:, None] * np.arange(_COEFFICIENTS + 1)
    made = np.cos(np.pi / BANDS * places) * np.sqrt(2 / BANDS)
    made[:, 0] /= np.sqrt(2)
    return np.asarray(made, dtype=np.float32)


def _stacked(features: Sequence[_Floats]) -> _Floats:
    return np.stack(features) if features else np.zeros((0, (_PARTS + 2) * _COEFFICIENTS), dtype=np.float32)
