"""Matrix products by one thread each, while selection itself spreads its blocks over threads."""

from __future__ import annotations

import sys
from threading import Lock
from types import TracebackType
from typing import Any

__all__ = ["single_threaded"]

_BRING_THEIR_OWN = ("scipy.linalg", "sklearn", "torch", "faiss")


class _SingleThreaded:
    """Holds the number of threads of the linear algebra libraries at 1; may be entered again and by several threads.

    Threads of theirs inside threads of ours fight for the cores, and sums split over threads round differently, so
    that picks would depend on the machine.
    """

    def __init__(self) -> None:
        self._lock, self._depth = Lock(), 0
        self._known: tuple[bool, ...] = ()
        self._controller: Any = None
        self._limit: Any = None

    def __enter__(self) -> None:
        with self._lock:
            self._depth += 1
            if self._depth == 1:
                self._limit = self._libraries().limit(limits=1, user_api="blas")

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        with self._lock:
            self._depth -= 1
            if self._depth == 0:
                self._limit.restore_original_limits()

    def _libraries(self) -> Any:
        """What was loaded; looked up again, which takes milliseconds, only where there may be more by now."""
        loaded = tuple(name in sys.modules for name in _BRING_THEIR_OWN)
        if self._controller is None or loaded != self._known:
            from threadpoolctl import ThreadpoolController

            self._controller, self._known = ThreadpoolController(), loaded
        return self._controller


single_threaded = _SingleThreaded()
