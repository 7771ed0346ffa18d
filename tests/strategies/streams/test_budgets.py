import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from asknext.strategies.streams.estimated_budget import EstimatedBudget
from asknext.strategies.streams.fixed_budget import FixedBudget
from asknext.strategies.streams.quantile_budget import QuantileBudget, _quantile
from asknext.strategies.streams.sliding_budget import SlidingBudget


def run(manager, utilities, wants=None):
    """Which items are asked, where all that ``wants`` says are worth it."""
    state, asked = manager.begin(), []
    for position, utility in enumerate(utilities):
        ask = (wants is None or bool(wants[position])) and manager.allows(state, float(utility))
        state = manager.after(state, float(utility), ask)
        asked.append(ask)
    return np.array(asked)


def managers(budget, window):
    return [
        FixedBudget(budget),
        EstimatedBudget(budget, window),
        SlidingBudget(budget, window),
        QuantileBudget(budget, window),
    ]


@settings(max_examples=25, deadline=None, derandomize=True)
@given(
    budget=st.floats(0, 1),
    window=st.integers(1, 40),
    quiet=st.integers(0, 120),
    seed=st.integers(0, 99),
)
def test_the_promise_is_kept_at_every_moment_whatever_comes(budget, window, quiet, seed):
    rng = np.random.default_rng(seed)
    wants = np.r_[np.zeros(quiet, dtype=bool), rng.random(150) < rng.random()]
    for manager in managers(budget, window):
        spent = np.cumsum(run(manager, rng.random(len(wants)), wants))
        assert all(count <= manager.most(seen + 1) + 1e-9 for seen, count in enumerate(spent)), manager


@pytest.mark.parametrize("kind", range(4))
def test_a_budget_of_nothing_asks_nothing_and_of_all_asks_all(kind):
    assert not run(managers(0.0, 10)[kind], np.arange(50)).any()
    utilities = np.zeros(50) if kind == 3 else np.arange(50)
    assert run(managers(1.0, 10)[kind], utilities).mean() > 0.9


def test_the_count_is_exact_and_saves_what_quiet_times_leave():
    wants = np.r_[np.zeros(50, dtype=bool), np.ones(10, dtype=bool)]
    assert run(FixedBudget(0.1), np.zeros(60), wants)[50:].tolist() == [True] * 6 + [False] * 4
    assert np.flatnonzero(run(FixedBudget(0.25), np.zeros(12))).tolist() == [0, 4, 8]


def test_the_window_forgets_and_never_lets_more_through():
    asked = run(SlidingBudget(0.2, 10), np.zeros(200), np.r_[np.zeros(95, dtype=bool), np.ones(105, dtype=bool)])
    windows = np.convolve(asked, np.ones(10), "valid")
    assert windows.max() == 2
    assert asked[95:].mean() == pytest.approx(0.2, abs=0.02)


def test_the_estimate_is_the_sum_that_fades():
    manager = EstimatedBudget(0.5, 4)
    state = manager.begin()
    for asked, spent in [(True, 1.0), (True, 1.75), (False, 1.3125)]:
        state = manager.after(state, 0.0, asked)
        assert state["spent"] == spent
    assert manager.allows(state, 0.0)  # 1.3125 / 4 < .5
    assert not manager.allows({"spent": 2.0}, 0.0)


def test_the_quantile_filter_lets_the_best_share_through():
    utilities = np.random.default_rng(0).random(4000)
    asked = run(QuantileBudget(0.1), utilities)
    assert asked.mean() == pytest.approx(0.1, abs=0.01)
    assert utilities[asked].mean() > 0.9
    later = run(QuantileBudget(0.1), np.r_[utilities[:1000], utilities[:1000] / 100])
    assert later[1000:].mean() == pytest.approx(0.1, abs=0.03)  # a change of scale is followed


@pytest.mark.parametrize("size", [1, 2, 3, 10, 101])
def test_the_quantile_is_that_of_numpy(size):
    values = np.sort(np.random.default_rng(size).normal(size=size))
    for share in (0.0, 0.1, 0.5, 0.83, 1.0):
        assert _quantile(values.tolist(), share) == pytest.approx(np.quantile(values, share), abs=1e-12)


def test_equal_utilities_do_not_break_the_quantile_filter():
    assert run(QuantileBudget(0.1), np.zeros(3000)).sum() <= 350
