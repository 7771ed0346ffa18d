"""The highest of scores that are there already, also in a file."""

import numpy as np
import pytest

import asknext
from asknext.errors import InputError
from asknext.strategies import top_scores

SCORES = np.random.default_rng(0).normal(size=300_000).astype(np.float32)


@pytest.mark.parametrize("n", [1, 10, 5000])
def test_the_highest_first(n):
    np.testing.assert_array_equal(SCORES[top_scores(SCORES, n)], np.sort(SCORES)[::-1][:n])


def test_a_file(tmp_path):
    np.save(tmp_path / "scores.npy", SCORES)
    mapped = np.load(tmp_path / "scores.npy", mmap_mode="r", allow_pickle=False)
    np.testing.assert_array_equal(top_scores(mapped, 20), top_scores(SCORES, 20))


def test_fewer_are_the_beginning_of_more_also_among_equals():
    scores = np.round(SCORES, 1)
    np.testing.assert_array_equal(top_scores(scores, 900, seed=4)[:100], top_scores(scores, 100, seed=4))


def test_equals_are_drawn_by_the_seed():
    alike = np.zeros(200_000)
    firsts = {int(top_scores(alike, 1, seed=seed)[0]) for seed in range(20)}
    assert len(firsts) == 20
    assert max(firsts) > 100_000


def test_as_the_strategy_weights():
    batch = asknext.select("weights", 50, columns={"score": SCORES}, labels=[None] * len(SCORES))
    np.testing.assert_array_equal(batch.indices, top_scores(SCORES, 50))


@pytest.mark.parametrize(
    ("scores", "n", "words"),
    [
        ([1.0, np.nan], 1, "scores holds nan in row 1"),
        ([[1.0]], 1, r"shape \(1, 1\)"),
        (["a"], 1, "expected numbers"),
        ([1.0], 2, "n is 2, but must be a whole number from 1 to 1"),
        ([1.0], 0, "n is 0"),
    ],
)
def test_what_cannot_be(scores, n, words):
    with pytest.raises(InputError, match=words):
        top_scores(scores, n)
