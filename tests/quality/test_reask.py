import numpy as np
import pytest

from asknext.errors import InputError
from asknext.pool.view import PoolView
from asknext.quality.reask import reask
from asknext.quality.votes import votes_from_matrix
from asknext.strategies import build


def answers(n=60, annotators=4, classes=3, seed=0):
    rng = np.random.default_rng(seed)
    truth = rng.integers(0, classes, n)
    table = np.where(rng.random((n, annotators)) < 0.75, truth[:, None], rng.integers(0, classes, (n, annotators)))
    table[rng.random((n, annotators)) < 0.5] = -1
    table[: n // 4] = -1
    p = rng.dirichlet(np.ones(classes), n)
    p[np.arange(n), truth] += 1
    return table, p / p.sum(1, keepdims=True)


@pytest.mark.parametrize("single", [False, True])
def test_it_is_the_scale_of_the_strategy_active_lab(single):
    table, p = answers()
    if single:
        table[:, 1:] = -1
    votes = votes_from_matrix(table, 3)
    asked = np.where(table < 0, np.nan, table)
    view = PoolView(len(p), probabilities=p, annotations=asked)
    assert reask(votes, p).worth == pytest.approx(build("active_lab").score(view), abs=1e-9)


def test_a_doubtful_label_goes_before_an_item_that_is_clear_already():
    table = np.full((40, 3), -1)
    table[:30] = (np.arange(30) % 2)[:, None]
    table[0] = [0, 1, -1]
    p = np.full((40, 2), 0.05)
    p[np.arange(40), np.arange(40) % 2] = 0.95
    p[0] = 0.5
    found = reask(votes_from_matrix(table, 2), p)
    assert found.rows[0] == 0
    assert np.isnan(found.quality[35])
    assert found.answered.sum() == 30


def test_nothing_answered_is_all_new():
    found = reask(votes_from_matrix(np.full((3, 2), -1), 2), np.full((3, 2), 0.5))
    assert found.rows.tolist() == []
    with pytest.raises(InputError, match="one row an item"):
        reask(votes_from_matrix(np.full((3, 2), -1), 2), np.full((3, 3), 0.5))
