from __future__ import annotations

import numpy as np
import pytest

from asknext.media import difference_hash, near_by_distance, near_by_hash


def kept_one_by_one(near: np.ndarray) -> list[bool]:
    """The plain rule: keep in order what is near to nothing kept."""
    kept: list[int] = []
    dropped = []
    for row in range(len(near)):
        drop = any(near[row, each] for each in kept)
        dropped.append(drop)
        if not drop:
            kept.append(row)
    return dropped


@pytest.mark.parametrize("least", [0.0, 0.3, 1.0])
def test_by_distance_as_the_plain_rule(least: float, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asknext.media.near_duplicates._BLOCK", 7)
    points = np.random.default_rng(0).random((60, 2))
    points[40] = points[3]
    near = np.linalg.norm(points[:, None] - points[None], axis=2) <= least
    assert near_by_distance(points, least).tolist() == kept_one_by_one(near)


@pytest.mark.parametrize("most", [0, 3, 20])
def test_by_hash_as_the_plain_rule(most: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("asknext.media.near_duplicates._BLOCK", 7)
    rng = np.random.default_rng(1)
    hashes = rng.integers(0, 2**63, 50, dtype=np.uint64) & np.uint64(0xFFFF)
    near = np.array([[bin(int(a ^ b)).count("1") <= most for b in hashes] for a in hashes])
    assert near_by_hash(hashes, most).tolist() == kept_one_by_one(near)


def test_the_hash_says_which_neighbour_is_brighter() -> None:
    rising = np.tile(np.arange(9, dtype=np.float32), (8, 1))
    assert difference_hash(np.stack([rising, rising[:, ::-1]])).tolist() == [2**64 - 1, 0]


def test_the_hash_outlives_scaling_and_brightness() -> None:
    picture = np.random.default_rng(2).random((8, 9)).astype(np.float32)
    large = np.kron(picture, np.ones((4, 4)))
    one, other = difference_hash(picture[None])[0], difference_hash(large[None] * 0.7 + 0.1)[0]
    assert one == other


def test_nothing_at_all() -> None:
    assert near_by_hash(np.zeros(0, dtype=np.uint64), 3).tolist() == []
