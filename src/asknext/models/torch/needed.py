"""PyTorch where it is installed (``pip install 'asknext[torch]'``), and its random numbers held apart."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from typing import Any

from asknext.errors import MissingExtra

__all__ = ["needed", "seeded"]


def needed(feature: str) -> Any:
    """The module ``torch``; ``feature`` is the subject of the sentence where it is absent (`MissingExtra`)."""
    try:
        return import_module("torch")
    except ImportError:
        raise MissingExtra(feature, "torch", "torch") from None


@contextmanager
def seeded(torch: Any, seed: int, threads: int | None = None) -> Iterator[None]:
    """Random numbers of PyTorch that follow from ``seed`` alone; the caller's own stream stays where it was.

    ``threads`` : of PyTorch inside; None leaves the number there is. Sums are added in another order with another
    number of threads, so results are the same only with the same number.
    """
    before = torch.get_num_threads()
    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(seed)
        torch.set_num_threads(threads or before)
        try:
            yield
        finally:
            torch.set_num_threads(before)
