"""Pictures that stand for what is no picture, so that the embedder of pictures can compare it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt

from asknext.errors import DataError

__all__ = ["side_by_side", "sound_picture"]

Pixels = npt.NDArray[np.uint8]
SIDE = 64
LONGEST = 30.0


def sound_picture(path: Path) -> Pixels:
    """(64, 64, 3) levels of a recording's frequencies over its first 30 seconds, by its log-mel spectrogram.

    Raises DataError, MissingExtra as `asknext.media.read_sound`.
    """
    from asknext.media.sound import read_sound
    from asknext.media.spectrogram import spectrogram

    sound = read_sound(path, LONGEST)
    held = _Held(sound.samples, sound.rate)
    seconds = len(sound.samples) / sound.rate
    if not seconds:
        raise DataError("holds no sound", source=str(path))
    levels = spectrogram(held, 0.0, seconds, SIDE, SIDE)
    return np.repeat(levels[:, :, None], 3, axis=2)


def side_by_side(left: Pixels, right: Pixels) -> Pixels:
    """(64, 128, 3): both at one size, by the nearest pixel."""
    return np.concatenate([_small(left), _small(right)], axis=1)


def _small(pixels: Pixels) -> Pixels:
    rows = np.arange(SIDE) * pixels.shape[0] // SIDE
    columns = np.arange(SIDE) * pixels.shape[1] // SIDE
    small: Pixels = pixels[rows][:, columns]
    return small


class _Held:
    """Samples in memory, read like a file."""

    def __init__(self, samples: npt.NDArray[np.float32], rate: int) -> None:
        self._samples, self.rate = samples, rate
        self.frames, self.channels = len(samples), 1

    def read(self, start: int, count: int) -> npt.NDArray[np.float32]:
        """(n, 1) from frame ``start`` on."""
        return self._samples[start : start + count, None]
