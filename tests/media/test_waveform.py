"""Outlines against brute force, levels against a sine wave and a plain Fourier sum."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt
import pytest

from asknext.media import waveform
from asknext.media.spectrogram import FLOOR, band_edges, spectrogram, window_length
from asknext.media.waveform import coarse_peaks, columns_of, peaks

RATE = 1000


@dataclass
class Numbers:
    """A recording in memory."""

    numbers: npt.NDArray[np.float32]
    rate: int = RATE

    @property
    def frames(self) -> int:
        return len(self.numbers)

    @property
    def channels(self) -> int:
        return int(self.numbers.shape[1])

    def read(self, start: int, count: int) -> npt.NDArray[np.float32]:
        return self.numbers[start : start + count]


def noise(count, channels=2):
    return Numbers(np.random.default_rng(1).uniform(-1, 1, (count, channels)).astype(np.float32))


@pytest.mark.parametrize("block", [7, 100, 1 << 18])
@pytest.mark.parametrize(
    ("start", "end", "columns"), [(0, 2, 40), (0.3, 0.9, 7), (1.5, 2.5, 10), (0.5, 0.51, 40), (3, 4, 5)]
)
def test_each_column_has_its_extremes_however_the_file_is_cut_in_blocks(monkeypatch, block, start, end, columns):
    monkeypatch.setattr(waveform, "_BLOCK", block)
    sound = noise(2000)
    edges = np.round(np.linspace(start, end, columns + 1) * RATE).astype(int)
    expected = np.zeros((columns, 2, 2), np.int16)
    for at, (first, last) in enumerate(pairwise(edges)):
        part = sound.numbers[first : max(last, first + 1)]
        if len(part):
            expected[at] = np.round(np.stack([part.min(axis=0), part.max(axis=0)], axis=1) * 32767)
    np.testing.assert_array_equal(peaks(sound, start, end, columns), expected)


def test_wide_views_from_the_coarse_outline_are_those_of_the_recording():
    sound = noise(2000)
    coarse = coarse_peaks(sound, 50)
    assert coarse.shape == (100, 2, 2)
    np.testing.assert_array_equal(columns_of(coarse, 50, 0, 2, 10), peaks(sound, 0, 2, 10))
    np.testing.assert_array_equal(columns_of(coarse, 50, 1.6, 2.4, 4)[2:], 0)


def test_a_sine_wave_stands_in_its_band_at_its_level():
    seconds = np.arange(16000 * 2) / 16000
    wave = np.sin(2 * np.pi * 440 * seconds)[:, None].astype(np.float32)
    found = spectrogram(Numbers(wave, 16000), 0.5, 1.5, 10, 64)[::-1].astype(float) * 0.4 + FLOOR
    edges = band_edges(16000, 64)
    band = int(found[:, 5].argmax())
    assert edges[band] < 440 < edges[band + 2]
    assert -12 < found[band, 5] <= 0
    assert found[40:, :].max() < -60
    quieter = spectrogram(Numbers(wave / 10, 16000), 0.5, 1.5, 10, 64)[::-1].astype(float) * 0.4 + FLOOR
    assert found[band, 5] - quieter[band, 5] == pytest.approx(20, abs=0.41)


def test_a_column_is_the_power_of_its_window_by_the_plain_sum():
    sound = noise(400, 1)
    length, bands = window_length(RATE), 8
    found = spectrogram(sound, 0.1, 0.1 + length / RATE, 1, bands)
    part = sound.numbers[100 : 100 + length, 0].astype(float) * (
        0.5 - 0.5 * np.cos(2 * np.pi * np.arange(length) / length)
    )
    hertz = np.arange(4 * length // 2 + 1) * RATE / (4 * length)
    power = np.abs(np.exp(-2j * np.pi * np.outer(hertz, np.arange(length)) / RATE) @ part) ** 2 / (length / 4) ** 2
    edges = band_edges(RATE, bands)
    for band in range(bands):
        low, middle, high = edges[band : band + 3]
        weights = np.interp(hertz, [low, middle, high], [0, 1, 0], left=0, right=0)
        level = 10 * np.log10((weights * power).sum() / weights.sum())
        assert found[::-1][band, 0] == round((level - FLOOR) / 0.4)


def test_a_short_cry_is_seen_in_a_long_recording_and_silence_is_black():
    numbers = np.zeros((16000 * 60, 1), np.float32)
    numbers[16000 * 30 : 16000 * 31, 0] = np.sin(2 * np.pi * 1000 * np.arange(16000) / 16000)
    found = spectrogram(Numbers(numbers, 16000), 0, 60, 60, 32)
    assert found[:, 30].max() > 200
    assert found[:, :29].max() == 0
    assert spectrogram(Numbers(numbers, 16000), 60, 70, 4, 32).max() == 0
