"""`SlowChecks`: passwords are hashed in threads of their own, few at a time, and not without end."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

__all__ = ["SlowChecks"]

T = TypeVar("T")

MOST_WAITING = 100
"""At 65 ms each the last of them waits for some seconds."""


class SlowChecks:
    """Half of the cores, so that the others go on serving; each check takes 19 MiB while it runs."""

    def __init__(self) -> None:
        threads = max(1, (os.cpu_count() or 1) // 2)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="asknext-password")
        self._places = threading.BoundedSemaphore(MOST_WAITING)

    def begin(self, check: Callable[[], T]) -> Future[T] | None:
        """Start ``check`` when it is its turn; None where too many are waiting."""
        if not self._places.acquire(blocking=False):
            return None
        future = self._pool.submit(check)
        future.add_done_callback(lambda _: self._places.release())
        return future

    def close(self) -> None:
        """Let no more begin."""
        self._pool.shutdown(wait=False, cancel_futures=True)
