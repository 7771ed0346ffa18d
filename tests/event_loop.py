"""Coroutines in an event loop of their own, also where one runs in this thread (that of a browser does)."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from typing import Any

__all__ = ["run"]


def run(work: Coroutine[Any, Any, Any]) -> Any:
    """What ``work`` gives."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, work).result()
