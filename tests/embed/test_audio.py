from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from asknext.embed import AudioEmbedder
from asknext.embed.audio import BANDS, TOP, audio_features, log_mel
from asknext.errors import DataError, InputError

RATE = 16_000


def tone(hertz: float, *, seconds: float = 0.5, rate: int = RATE, level: float = 0.5) -> np.ndarray:
    return (level * np.sin(2 * np.pi * hertz * np.arange(int(seconds * rate)) / rate)).astype(np.float32)


def middles() -> np.ndarray:
    mel = np.linspace(0, 2595 * np.log10(1 + TOP / 700), BANDS + 2)[1:-1]
    return 700 * (10 ** (mel / 2595) - 1)


@pytest.mark.parametrize("band", [5, 14, 30])
def test_a_tone_is_loudest_in_the_band_around_it(band: int) -> None:
    levels = log_mel(tone(float(middles()[band])), RATE)
    assert set(levels.argmax(axis=1).tolist()) == {band}


def test_twice_the_amplitude_is_ln_4_more_and_silence_the_floor() -> None:
    quiet, loud = (log_mel(tone(1_000, level=level), RATE) for level in (0.2, 0.4))
    peak = quiet.argmax(axis=1)
    rows = np.arange(len(peak))
    assert loud[rows, peak] - quiet[rows, peak] == pytest.approx(np.log(4), abs=1e-3)
    assert log_mel(np.zeros(RATE, dtype=np.float32), RATE) == pytest.approx(np.log(1e-8))


def test_a_step_is_ten_milliseconds_and_a_band_above_half_the_rate_is_empty() -> None:
    assert log_mel(tone(500, seconds=1.0), RATE).shape == (98, BANDS)
    low = log_mel(tone(500, seconds=1.0, rate=8_000), 8_000)
    assert low[:, middles() > 4_400] == pytest.approx(np.log(1e-8))


def test_loudness_does_not_count() -> None:
    one, other = (audio_features(tone(700, level=level) + 0.3 * level * tone(2_000), RATE) for level in (0.3, 0.6))
    assert np.abs(one - other).max() < 0.01


def test_tones_of_one_kind_lie_together(tmp_path: Path) -> None:
    rng = np.random.default_rng(0)
    clips = [(tone(hertz) + rng.normal(0, 0.01, 8_000).astype(np.float32), RATE) for hertz in (300, 310, 2_500, 2_600)]
    embedder = AudioEmbedder().fit([clips])
    vectors = embedder.transform(clips)
    apart = np.linalg.norm(vectors[:, None] - vectors[None], axis=2)
    assert vectors.shape == (4, 140)
    assert max(apart[0, 1], apart[2, 3]) < min(apart[0, 2], apart[1, 3]) / 2
    embedder.save(tmp_path)
    again = AudioEmbedder.load(tmp_path)
    assert again.fingerprint == embedder.fingerprint
    assert (again.transform(clips) == vectors).all()


@pytest.mark.parametrize("samples", [np.zeros(1), np.zeros(5_000), np.ones(399)])
def test_short_and_silent_recordings_have_features(samples: np.ndarray) -> None:
    assert np.isfinite(audio_features(samples.astype(np.float32), RATE)).all()


def test_what_is_no_sound_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="A rate of 10"):
        log_mel(np.zeros(50, dtype=np.float32), 10)
    with pytest.raises(InputError, match="no recordings"):
        AudioEmbedder().fit([])
    with pytest.raises(DataError):
        AudioEmbedder.load(tmp_path)
