"""A limit on the memory of this process, and the most it has used."""

from __future__ import annotations

import sys
from pathlib import Path

__all__ = ["can_limit", "limit_memory", "peak_memory_mb"]

_STATUS = Path("/proc/self/status")


def can_limit() -> bool:
    """Whether `limit_memory` does anything on this system: it does on Linux."""
    return sys.platform.startswith("linux") and _STATUS.exists()


def limit_memory(size: int | None) -> None:
    """Let this process have ``size`` bytes beyond what it has now; None = as much as there is.

    The limit is on private writable memory (RLIMIT_DATA), so that mapped data sets, which all processes share, do not
    count, and too large an array is refused where it is asked for, with a traceback; a limit on addresses would count
    them, and one watched from outside would come too late, or say nothing of where.
    """
    if not can_limit():
        return
    import resource

    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    soft = hard if size is None else _now() + size
    resource.setrlimit(resource.RLIMIT_DATA, (soft if hard == resource.RLIM_INFINITY else min(soft, hard), hard))


def peak_memory_mb() -> float:
    """The largest resident size of this process so far, in MB of 2^20 bytes; NaN where that cannot be told."""
    try:
        import resource
    except ImportError:
        return float("nan")
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return float(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit)


def _now() -> int:
    for line in _STATUS.read_text().splitlines():
        if line.startswith("VmData:"):
            return int(line.split()[1]) * 1024
    return 0
