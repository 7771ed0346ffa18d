"""Which releases a result was computed with."""

from __future__ import annotations

import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version

__all__ = ["package_versions"]

_DECIDING = ("asknext", "numpy", "scipy", "scikit-learn", "numba")


@cache
def package_versions() -> dict[str, str]:
    """Name -> version of everything that may change a number: Python, the packages, the kind of machine."""
    found = {"python": platform.python_version()}
    for name in _DECIDING:
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            continue
    return {**found, "machine": f"{platform.system()} {platform.machine()}"}
