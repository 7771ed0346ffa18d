"""The frequencies of a recording over time, as bytes that a browser colours."""

from __future__ import annotations

import math
from functools import lru_cache

import numpy as np
import numpy.typing as npt

from asknext.media.waveform import ReadableSound

__all__ = ["FLOOR", "band_edges", "spectrogram", "window_length"]

FLOOR = -102.0
"""Decibels below full scale that are drawn as silence; 255 steps of 0.4 dB lie above."""
_STEP = 0.4
_WINDOW_SECONDS = 0.032
_LOOKS = 4


def spectrogram(recording: ReadableSound, start: float, end: float, columns: int, bands: int) -> npt.NDArray[np.uint8]:
    """(bands, columns) log-mel levels between ``start`` and ``end`` in seconds; the lowest band is the last row.

    A level is the mean power in a triangular band on the mel scale (Stevens, Volkmann and Newman, 1937, in the form of
    O'Shaughnessy, 1987) of windows of about 32 ms under a Hann window, the mean of all channels, in steps of 0.4 dB
    from -102 dB (0) to 0 dB (255); a wave of full scale has no more than 0 dB. A column wider than a window shows the
    loudest of four windows spread over it, so the work does not grow with the length of the stretch.
    """
    length = window_length(recording.rate)
    step = (end - start) * recording.rate / columns
    looks = min(max(math.ceil(step / length), 1), _LOOKS)
    places = start * recording.rate + step * (np.arange(columns * looks) + 0.5) / looks - length / 2
    power = _powers(recording, np.round(places).astype(np.int64), length, bands)
    loudest = power.reshape(columns, looks, bands).max(axis=1)
    decibels = 10 * np.log10(np.maximum(loudest, 1e-30))
    levels: npt.NDArray[np.uint8] = np.clip(np.round((decibels - FLOOR) / _STEP), 0, 255).astype(np.uint8)
    return levels.T[::-1]


def window_length(rate: int) -> int:
    """Frames in a window: the power of two nearest to 32 ms, at least 16."""
    return int(max(2 ** round(math.log2(rate * _WINDOW_SECONDS)), 16))


def band_edges(rate: int, bands: int) -> npt.NDArray[np.float64]:
    """(bands + 2,) in Hz: band i rises from edge i to edge i + 1 and falls to edge i + 2; even on the mel scale."""
    highest = 2595 * np.log10(1 + rate / 2 / 700)
    found: npt.NDArray[np.float64] = 700 * (10 ** (np.linspace(0, highest, bands + 2) / 2595) - 1)
    return found


def _powers(
    recording: ReadableSound, places: npt.NDArray[np.int64], length: int, bands: int
) -> npt.NDArray[np.float64]:
    """(windows, bands), a few hundred windows at a time."""
    weights, window = _weights(recording.rate, length, bands), np.hanning(length + 1)[:length]
    found = np.empty((len(places), bands))
    for first in range(0, len(places), 256):
        part = np.stack([_mono(recording, int(at), length) for at in places[first : first + 256]])
        # four times longer than the window, so that the narrow low bands have something in them
        spectrum = np.abs(np.fft.rfft(part * window, 4 * length)) ** 2
        found[first : first + 256] = spectrum @ weights / (window.sum() / 2) ** 2
    return found


def _mono(recording: ReadableSound, at: int, length: int) -> npt.NDArray[np.float64]:
    """(length,) mean of the channels; silence before the beginning and after the end."""
    found = np.zeros(length)
    before = max(-at, 0)
    numbers = recording.read(at + before, length - before) if before < length else np.empty((0, 1))
    found[before : before + len(numbers)] = numbers.mean(axis=1) if len(numbers) else 0
    return found


@lru_cache(maxsize=8)
def _weights(rate: int, length: int, bands: int) -> npt.NDArray[np.float64]:
    """(bins, bands), each column with the sum 1."""
    edges = band_edges(rate, bands)
    bins = np.fft.rfftfreq(4 * length, 1 / rate)[:, None]
    low, middle, high = edges[:-2], edges[1:-1], edges[2:]
    weights = np.clip(np.minimum((bins - low) / (middle - low), (high - bins) / (high - middle)), 0, None)
    nearest = np.abs(bins - middle).argmin(axis=0)
    empty = weights.sum(axis=0) == 0
    weights[nearest[empty], np.flatnonzero(empty)] = 1
    found: npt.NDArray[np.float64] = weights / weights.sum(axis=0)
    return found
