"""Random sampling."""

import numpy as np

import asknext


def test_every_item_is_as_likely_as_any_other():
    counts = np.zeros(5)
    for seed in range(500):
        counts[asknext.select("random", 1, labels=[None] * 5, seed=seed).indices] += 1
    chi_square = ((counts - 100) ** 2 / 100).sum()
    assert chi_square < 18.5  # 1 in 1000 for 4 degrees of freedom; seeds are fixed, so this never flickers


def test_the_reason_says_so():
    assert asknext.select("random", 1, labels=[None]).reasons == ("Drawn at random.",)
