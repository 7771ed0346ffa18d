"""Processes that start in milliseconds: forked from one that has everything loaded, or, where that cannot be, anew."""

from __future__ import annotations

import multiprocessing
import os
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from multiprocessing.context import BaseContext
from multiprocessing.process import BaseProcess
from types import ModuleType
from typing import Any

from asknext.lab.study.study import Study

__all__ = ["by_fork", "process_context", "start_process"]

_PRELOADED = "asknext.lab.running.preloaded"
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")


def by_fork(study: Study) -> bool:
    """Whether a study holds Python objects that only a process forked from this one can know."""
    return any(part.made is not None for part in study.parts("models") + study.parts("strategies"))


def process_context(*, by_fork: bool) -> BaseContext:
    """How processes are made.

    Parameters
    ----------
    by_fork : from this very process, so that they know Python objects that no description could tell.
    """
    methods = multiprocessing.get_all_start_methods()
    if by_fork and "fork" in methods:
        return multiprocessing.get_context("fork")
    if "forkserver" in methods:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([_PRELOADED])
        return context
    return multiprocessing.get_context("spawn")


def start_process(context: BaseContext, target: Callable[..., None], args: tuple[Any, ...]) -> BaseProcess:
    """Start ``target`` in a process of its own, with one thread for its sums."""
    process: BaseProcess = context.Process(target=target, args=args, daemon=True)  # type: ignore[attr-defined]
    with _single_threaded(), _without_main(context), warnings.catch_warnings():
        # Python warns of a fork beside threads; the children use none of what threads may have left half done.
        warnings.filterwarnings("ignore", ".*fork.*", DeprecationWarning)
        process.start()
    return process


@contextmanager
def _single_threaded() -> Iterator[None]:
    """The libraries read this when they are loaded, by the process that the others are forked from."""
    before = {name: os.environ.get(name) for name in _THREADS}
    os.environ.update(dict.fromkeys(_THREADS, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


@contextmanager
def _without_main(context: BaseContext) -> Iterator[None]:
    """The user's script is not imported again by every process: nothing of it is needed, and it may do anything."""
    if context.get_start_method() == "fork":
        yield
        return
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
