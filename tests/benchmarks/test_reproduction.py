"""The published protocol, and when a cell agrees with the published one."""

import numpy as np
import pytest
from benchmarks.reproduction.protocol import STRATEGIES, Machine, area_of_run
from benchmarks.reproduction.published import Cell, compared, gains, published
from benchmarks.reproduction.tables import cells_table, gains_table


def blobs(n=60):
    rng = np.random.default_rng(1)
    y = np.arange(n) % 2
    return rng.normal(size=(n, 3)) + 1.5 * y[:, None], y


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_every_strategy_uses_up_the_pool_and_repeats(strategy):
    X, y = blobs()
    area = area_of_run(X, y, strategy, 0)
    assert 0.5 < area < 1
    assert area == area_of_run(X, y, strategy, 0)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_each_query_adds_one_row(strategy):
    X, y = blobs(40)
    machine = Machine(X, y, X[:5])
    asked = [len(rows) for rows in STRATEGIES[strategy](machine, np.arange(20), np.random.default_rng(0))]
    assert asked == list(range(21, 41))


def test_the_kernel_computed_once_is_the_same_machine():
    from sklearn.svm import SVC

    X, y = blobs()
    asked = np.arange(25)
    plain = SVC(gamma="auto").fit(X[asked], y[asked])
    machine = Machine(X, y, X[30:]).fitted(asked)
    np.testing.assert_array_equal(machine.tested, plain.predict(X[30:]))
    expected = 1 / (1 + np.exp(-plain.decision_function(X)))
    np.testing.assert_allclose(machine.probabilities()[:, 1], expected, rtol=1e-6)


def test_a_cell_agrees_within_three_standard_errors_of_both():
    cell = Cell(0.90, 0.03, 9, False)  # standard error 0.01
    own, distance, agrees = compared([0.91, 0.93, 0.92], cell)
    assert distance == pytest.approx(0.02 / np.hypot(0.01, own.error))
    assert agrees
    assert not compared([0.99, 1.0, 0.98], cell)[2]


def test_gains_are_paired():
    mean, p = gains([0.51, 0.62, 0.73], [0.50, 0.60, 0.70])
    assert mean == pytest.approx(0.02)
    assert p == pytest.approx(0.0742, abs=1e-4)


def test_the_published_table_is_read():
    cells = published()
    assert cells["wdbc", "US-C"] == Cell(0.9652, 0.0103, 100, True)
    assert cells["phishing", "Uniform"].seeds == 10
    assert not cells["haberman", "US-C"].gains


def test_tables_show_misses_as_misses():
    areas = {("wdbc", name): {seed: 0.5 + 0.001 * seed for seed in range(10)} for name in ("Uniform", "US-C")}
    areas["wdbc", "US-C"][0] -= 0.01
    assert "**differs**" in cells_table(areas)
    assert "0 of 2 cells with at least 10 seeds agree" in cells_table(areas)
    assert "**not confirmed**" in gains_table(areas)
