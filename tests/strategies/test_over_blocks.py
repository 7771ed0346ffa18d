"""Work on blocks by threads: the results in order, errors and progress as by one."""

import threading

import numpy as np
import pytest
from threadpoolctl import threadpool_info

from asknext.pool import Resources
from asknext.strategies.over_blocks import over_blocks


def blas_threads():
    return {library["num_threads"] for library in threadpool_info() if library["user_api"] == "blas"}


@pytest.mark.parametrize("threads", [1, 2, 5])
def test_results_come_in_order(threads):
    assert list(over_blocks(Resources(threads=threads), range(50), lambda i: i * i)) == [i * i for i in range(50)]


def test_blocks_are_worked_on_at_the_same_time():
    meeting = threading.Barrier(2, timeout=20)
    assert len(list(over_blocks(Resources(threads=2), [1, 2], lambda _: meeting.wait()))) == 2


def test_few_results_wait():
    begun = []
    results = over_blocks(Resources(threads=2), range(1000), lambda i: begun.append(i))
    for _ in range(3):
        next(results)
    assert len(begun) <= 3 + 2 * 2
    results.close()
    assert len(begun) < 20


def test_an_error_comes_through_and_ends_the_threads():
    before = threading.active_count()
    with pytest.raises(ZeroDivisionError):
        list(over_blocks(Resources(threads=3), range(100), lambda i: 1 // (i - 7)))
    assert threading.active_count() == before


def test_matrix_products_use_one_thread_meanwhile():
    np.ones((2, 2)) @ np.ones((2, 2))
    before, during = blas_threads(), []
    list(over_blocks(Resources(threads=2), range(4), lambda _: during.append(blas_threads())))
    assert set().union(*during) == {1}
    assert blas_threads() == before


@pytest.mark.parametrize("threads", [1, 3])
def test_progress_rises_to_the_total(threads):
    told = []
    resources = Resources(threads=threads, progress=lambda *report: told.append(report))
    list(over_blocks(resources, range(9), lambda i: np.linalg.norm(np.ones(10)), "measuring"))
    done = [report[0] for report in told]
    assert done == sorted(done)
    assert told[-1] == (9, 9, "measuring")
