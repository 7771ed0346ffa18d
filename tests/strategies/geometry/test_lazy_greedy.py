"""Lazy greedy: the picks of plain greedy, fewer gains."""

import numpy as np
import pytest

from asknext.strategies.geometry import lazy_greedy as module
from asknext.strategies.geometry.lazy_greedy import LazyGreedy


class Cover:
    """Weighted set cover, counting what is looked at."""

    def __init__(self, seed, n=400):
        rng = np.random.default_rng(seed)
        self.sets, self.weights = rng.random((n, 200)) < 0.05, rng.random(200)
        self.left, self.looked_at = np.ones(200, dtype=bool), 0

    def gains(self, positions):
        self.looked_at += len(positions)
        return self.sets[positions] @ (self.weights * self.left)

    def take(self, position):
        self.left &= ~self.sets[position]


@pytest.mark.parametrize("front", [8192, 20, 1])
def test_picks_and_gains_are_those_of_plain_greedy(front, monkeypatch):
    monkeypatch.setattr(module, "_FRONT", front)
    for seed in range(5):
        lazy, plain = Cover(seed), Cover(seed)
        greedy = LazyGreedy(np.full(400, 1e9), lazy.gains, np.random.default_rng(0).random(400))
        for _ in range(30):
            position, gain = greedy.pick()
            best = plain.gains(np.arange(400)).max()
            np.testing.assert_allclose(gain, best)
            lazy.take(position)
            plain.take(position)
        assert lazy.looked_at < plain.looked_at / 3


@pytest.mark.parametrize("front", [8192, 20])
def test_ceilings_leave_the_picks_and_save_gains(front, monkeypatch):
    monkeypatch.setattr(module, "_FRONT", front)
    for seed in range(5):
        plain, bounded = Cover(seed), Cover(seed)
        keys = np.random.default_rng(0).random(400)

        def ceilings(positions, bounded=bounded):
            looked_at, bounded.looked_at = bounded.looked_at, 0
            loose = bounded.gains(positions) * 1.02
            bounded.looked_at = looked_at
            return loose

        one, other = (
            LazyGreedy(np.full(400, 1e9), plain.gains, keys),
            LazyGreedy(np.full(400, 1e9), bounded.gains, keys, ceilings=ceilings),
        )
        for _ in range(30):
            position, gain = one.pick()
            assert other.pick() == (position, gain)
            plain.take(position)
            bounded.take(position)
        assert bounded.looked_at < plain.looked_at / 1.3


def test_equal_gains_are_told_apart_by_keys():
    keys = np.array([0.1, 0.9, 0.5])
    greedy = LazyGreedy(np.ones(3), lambda positions: np.ones(len(positions)), keys, exact=True)
    assert [greedy.pick()[0] for _ in range(3)] == [1, 2, 0]
