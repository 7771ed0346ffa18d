from __future__ import annotations

import numpy as np
import pytest

from asknext.media import picture_measures


def test_a_plain_picture_has_brightness_alone() -> None:
    found = picture_measures(np.full((10, 12, 3), 51, dtype=np.uint8))
    assert found.luminance == pytest.approx(0.2)
    assert (found.sharpness, found.contrast, found.snr) == pytest.approx((0.0, 0.0, 100.0), abs=1e-6)


def test_a_single_bright_point_worked_by_hand() -> None:
    # the Laplacian of one point of 90 in a black 5 x 5 picture is -360 there, 90 at its four neighbours, 0 at the rest
    grey = np.zeros((5, 5), dtype=np.uint8)
    grey[2, 2] = 90
    found = picture_measures(grey)
    bent = np.array([-360, 90, 90, 90, 90, 0, 0, 0, 0])
    assert found.sharpness == pytest.approx(bent.var())
    assert found.luminance == pytest.approx(90 / 25 / 255)
    assert found.contrast == pytest.approx(grey.std() / 255, rel=1e-6)


def test_noise_of_a_known_size_is_estimated() -> None:
    noisy = 128 + np.random.default_rng(0).normal(0, 8, (400, 400))
    found = picture_measures(np.clip(noisy, 0, 255).astype(np.uint8))
    assert found.snr == pytest.approx(20 * np.log10(128 / 8), abs=0.3)


def test_slopes_are_no_noise_and_blur_lowers_sharpness() -> None:
    slope = np.tile(np.arange(200, dtype=np.uint8), (50, 1))
    assert picture_measures(slope).snr == 100.0
    rough = np.random.default_rng(1).integers(0, 255, (64, 64)).astype(np.uint8)
    smooth = np.kron(rough[::8, ::8], np.ones((8, 8))).astype(np.uint8)
    assert picture_measures(smooth).sharpness < picture_measures(rough).sharpness / 2


def test_large_pictures_are_measured_smaller() -> None:
    checks = np.indices((2_048, 2_048)).sum(axis=0) % 2 * 255
    assert picture_measures(checks.astype(np.uint8)).sharpness == pytest.approx(0.0, abs=1.0)


@pytest.mark.parametrize("shape", [(1, 1), (2, 5), (1, 40)])
def test_tiny_pictures_have_measures(shape: tuple[int, int]) -> None:
    assert np.isfinite(picture_measures(np.full(shape, 9, dtype=np.uint8))).all()
