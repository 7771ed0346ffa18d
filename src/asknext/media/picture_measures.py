"""What can be measured in the pixels of a picture."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
import numpy.typing as npt

__all__ = ["PictureMeasures", "picture_measures"]

LONGER_SIDE = 1_024
_CLEAREST = 100.0
_Floats = npt.NDArray[np.float32]


class PictureMeasures(NamedTuple):
    """``sharpness`` is the variance of the Laplacian on a scale of 0 to 255 (Pech-Pacheco et al., 2000); ``luminance``
    the mean brightness and ``contrast`` its standard deviation (Peli, 1990), both on a scale of 0 to 1; ``snr`` the
    signal-to-noise ratio, mean brightness to noise (Immerkaer, 1996), in decibels, at most 100.
    """

    sharpness: float
    luminance: float
    contrast: float
    snr: float


def picture_measures(pixels: npt.NDArray[np.uint8]) -> PictureMeasures:
    """Of (h, w, 3) uint8 RGB or (h, w) uint8; scaled to at most 1,024 pixels a side, so that sizes compare."""
    grey = brightness(_fitted(pixels))
    middle = float(grey.mean(dtype=np.float64))
    return PictureMeasures(
        sharpness=_variance_of_laplacian(grey),
        luminance=middle / 255,
        contrast=float(grey.std(dtype=np.float64)) / 255,
        snr=_signal_to_noise(middle, _noise(grey)),
    )


def brightness(pixels: npt.NDArray[np.uint8]) -> _Floats:
    """(h, w) float32 from 0 to 255: .299 R + .587 G + .114 B."""
    if pixels.ndim == 2:
        return pixels.astype(np.float32)
    return pixels.astype(np.float32) @ np.array([0.299, 0.587, 0.114], dtype=np.float32)


def _fitted(pixels: npt.NDArray[np.uint8]) -> npt.NDArray[Any]:
    if max(pixels.shape[:2]) <= LONGER_SIDE:
        return pixels
    from PIL import Image

    image = Image.fromarray(pixels)
    image.thumbnail((LONGER_SIDE, LONGER_SIDE), Image.Resampling.BOX)
    return np.asarray(image)


def _variance_of_laplacian(grey: _Floats) -> float:
    if min(grey.shape) < 3:
        return 0.0
    inner = grey[1:-1, 1:-1]
    bent = grey[:-2, 1:-1] + grey[2:, 1:-1] + grey[1:-1, :-2] + grey[1:-1, 2:] - 4 * inner
    return float(bent.var(dtype=np.float64))


def _noise(grey: _Floats) -> float:
    """The standard deviation of the noise: what a mask sees that is blind to edges and slopes."""
    if min(grey.shape) < 3:
        return 0.0
    rows = grey[:-2] - 2 * grey[1:-1] + grey[2:]
    seen = rows[:, :-2] - 2 * rows[:, 1:-1] + rows[:, 2:]
    return float(np.sqrt(np.pi / 2) / 6 * np.abs(seen).mean(dtype=np.float64))


def _signal_to_noise(signal: float, noise: float) -> float:
    if signal <= 0:
        return 0.0
    return _CLEAREST if noise <= 0 else float(min(_CLEAREST, 20 * np.log10(signal / noise)))
