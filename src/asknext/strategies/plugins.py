"""Strategies from other installed packages, by the entry point group ``asknext.strategies``.

A package says in its ``pyproject.toml``::

    [project.entry-points."asknext.strategies"]
    my_strategy = "my_package.my_module:MyStrategy"

and importing that object registers it: it is a strategy class, a function under `asknext.strategy`, or a module that
holds some. Loading runs the installed package's code, as any import does; it happens when a name is not known, or when
all strategies are listed, and never because of what a data file or a configuration says beyond such a name.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from threading import RLock, local
from types import ModuleType
from typing import Any

from asknext.errors import InputError

__all__ = ["GROUP", "load_plugins", "loading_from"]

GROUP = "asknext.strategies"
_done: set[tuple[str, str, str]] = set()
_loading = RLock()  # a plugin being loaded may ask for strategies itself


class _Now(local):
    """The packages this thread is loading from; what another thread registers meanwhile is not theirs."""

    def __init__(self) -> None:
        self.packages: list[str] = []


_now = _Now()


def load_plugins(register: Callable[[Any], Any]) -> None:
    """Load every entry point that was not loaded yet; one that fails is a warning that names its package.

    A second thread waits until the first has loaded them all.
    """
    with _loading:
        for point in entry_points(group=GROUP):
            package = _package(point)
            key = (package, point.name, point.value)
            if key not in _done:
                _done.add(key)
                _load(point, package, register)


def loading_from() -> str | None:
    """The package and version whose entry point is being loaded now."""
    return _now.packages[-1] if _now.packages else None


def _load(point: EntryPoint, package: str, register: Callable[[Any], Any]) -> None:
    try:
        with _from(package):
            _take(point.load(), point, register)
    except (Exception, SystemExit) as error:  # whatever a stranger's module raises, the other strategies have to stay
        warnings.warn(
            f"The package {package} offers the strategy {point.name!r} ({point.value}), which cannot be used: "
            f"{type(error).__name__}: {error} The other strategies are not affected.",
            stacklevel=2,
        )


def _take(found: Any, point: EntryPoint, register: Callable[[Any], Any]) -> None:
    if isinstance(found, ModuleType):
        return
    if not (isinstance(found, type) and hasattr(found, "select") and hasattr(found, "name")):
        raise InputError(
            f"{point.value} is {type(found).__name__} {found!r}, but must be a strategy class, a function under "
            f"@asknext.strategy, or a module with such."
        )
    register(found)


@contextmanager
def _from(package: str) -> Iterator[None]:
    _now.packages.append(package)
    try:
        yield
    finally:
        _now.packages.pop()


def _package(point: EntryPoint) -> str:
    return f"{point.dist.name} {point.dist.version}" if point.dist is not None else point.value.partition(":")[0]
