"""Work on the blocks of a pool, several at a time, with the results in order."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sized
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from typing import TypeVar

from asknext.pool.resources import Resources
from asknext.pool.view import PoolView
from asknext.strategies.single_threaded import single_threaded

__all__ = ["over_blocks", "parts"]

B = TypeVar("B")
R = TypeVar("R")


def over_blocks(
    of: PoolView | Resources, blocks: Iterable[B], work: Callable[[B], R], label: str = "", total: int | None = None
) -> Iterator[R]:
    """``work(block)`` of each of ``blocks``, in their order, by as many threads as the resources allow.

    ``work`` must not write where another block's work reads; what belongs to all is put together from the results,
    which come in order, so that nothing depends on the number of threads. Matrix products in it use one thread. Two
    results a thread wait at most, so memory stays flat. Progress is told with ``label``, in blocks (``total`` where
    they have no length). An error, or Ctrl-C, ends it once the blocks at work are done: keep each well below a second.
    """
    resources = of if isinstance(of, Resources) else of.resources
    count = len(blocks) if total is None and isinstance(blocks, Sized) else total or 0
    alone = resources.workers == 1 or (isinstance(blocks, Sized) and len(blocks) <= 1)
    results = map(work, blocks) if alone else _by_threads(resources.workers, blocks, work)
    return _single_threaded(resources.steps(results, label, count))


def parts(count: int, size: int) -> list[slice]:
    """``count`` places in consecutive slices of at most ``size``."""
    return [slice(start, min(start + size, count)) for start in range(0, count, size)]


def _single_threaded(results: Iterator[R]) -> Iterator[R]:
    with single_threaded:
        yield from results


def _by_threads(workers: int, blocks: Iterable[B], work: Callable[[B], R]) -> Iterator[R]:
    waiting: deque[Future[R]] = deque()
    pool, left = ThreadPoolExecutor(workers, "asknext"), iter(blocks)
    try:
        waiting.extend(pool.submit(work, block) for block in islice(left, 2 * workers))
        while waiting:
            result = waiting.popleft().result()
            waiting.extend(pool.submit(work, block) for block in islice(left, 1))
            yield result
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
