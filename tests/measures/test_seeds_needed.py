"""How many seeds it takes."""

import numpy as np
import pytest

from asknext.errors import InputError
from asknext.measures import data_sets_needed, nemenyi_difference, paired_difference, paired_power, seeds_needed
from asknext.measures.seeds_needed import pairs_needed


@pytest.mark.parametrize(
    ("effect", "power", "n"),
    # Tables of the paired t test, two-sided 5 %: d = .2, .5, .8 with 80 %, and d = .5 with 95 %.
    [(0.2, 0.8, 199), (0.5, 0.8, 34), (0.8, 0.8, 15), (0.5, 0.95, 54)],
)
def test_the_published_numbers(effect, power, n):
    assert pairs_needed(effect, 1.0, power=power) == n


@pytest.mark.parametrize(("effect", "deviation"), [(0.02, 0.03), (0.03, 0.02)])
def test_the_stated_number_gives_the_stated_power(effect, deviation):
    n = pairs_needed(effect, deviation, power=0.8)
    rng = np.random.default_rng(0)
    found = np.mean([paired_difference(rng.normal(effect, deviation, n), np.zeros(n)).p < 0.05 for _ in range(1_000)])
    assert found == pytest.approx(paired_power(n, effect, deviation), abs=0.035)
    assert paired_power(n - 1, effect, deviation) < 0.8 <= paired_power(n, effect, deviation)


def test_from_observed_differences():
    gaps = np.array([0.01, 0.03, 0.02, 0.00, 0.04])  # mean .02, s = sqrt(.001 / 4)
    found = seeds_needed(gaps)
    assert (found.have, found.effect) == (5, pytest.approx(0.02))
    assert found.deviation == pytest.approx(np.sqrt(0.001 / 4))
    assert found.seeds == pairs_needed(0.02, np.sqrt(0.001 / 4)) == 8
    assert found.cautious > found.seeds
    assert "8 to" in found.sentence
    assert "too few" in found.sentence
    assert seeds_needed(gaps, effect=0.01).seeds > found.seeds
    assert seeds_needed(gaps, comparisons=10).seeds > found.seeds


def test_the_power_does_not_jump_where_the_normal_takes_over():
    assert paired_power(1_000, 0.09, 1) == pytest.approx(paired_power(1_001, 0.09, 1), abs=2e-3)


def test_no_difference_and_no_spread():
    assert seeds_needed([0.1, -0.1]).seeds is None
    assert "no number of seeds" in seeds_needed([0.1, -0.1]).sentence
    assert seeds_needed([0.1, 0.1]).seeds == 2
    with pytest.raises(InputError, match="at least two"):
        seeds_needed([0.1])
    with pytest.raises(InputError, match="Power and level"):
        pairs_needed(1, 1, power=1)


def test_data_sets_until_ranks_differ():
    n = data_sets_needed(1.0, 4)
    # With 80 % power: more than the number at which the critical difference is the gap itself.
    assert nemenyi_difference(4, n) < 1.0
    assert n == int(np.ceil(((2.569 + 0.8416) ** 2) * 20 / 6))
    with pytest.raises(InputError, match="at most 3 apart"):
        data_sets_needed(3.5, 4)
