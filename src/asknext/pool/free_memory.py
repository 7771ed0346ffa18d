"""How much memory a process may still take, from what the operating system says."""

from __future__ import annotations

import os
from pathlib import Path

__all__ = ["free_memory"]

_WHERE_NOTHING_SAYS = 4 << 30
_MEMINFO, _CGROUPS, _OWN_GROUP = Path("/proc/meminfo"), Path("/sys/fs/cgroup"), Path("/proc/self/cgroup")


def free_memory() -> int:
    """Bytes: what the machine has available, or less where a control group (a container) allows less."""
    machine = _of_machine()
    group = _of_group()
    return machine if group is None else min(machine, group)


def _of_machine() -> int:
    for line in _lines(_MEMINFO):
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) * 1024
    try:
        return os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // 2
    except (AttributeError, OSError, ValueError):
        return _WHERE_NOTHING_SAYS


def _of_group() -> int | None:
    for folder, limit, used in _groups():
        allowed, taken = _number(folder / limit), _number(folder / used)
        if allowed is not None:
            return max(0, allowed - (taken or 0))
    return None


def _groups() -> list[tuple[Path, str, str]]:
    """Where limits are written, the nearest first: version 2 of control groups, then version 1."""
    own = [line.split(":", 2)[2].lstrip("/") for line in _lines(_OWN_GROUP) if line.startswith("0::")]
    second = [_CGROUPS / path for path in [*own, ""]]
    first = (_CGROUPS / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes")
    return [*((folder, "memory.max", "memory.current") for folder in second), first]


def _number(path: Path) -> int | None:
    """The number in a file; None where there is no such file or it says "max"."""
    text = "".join(_lines(path)).strip()
    return int(text) if text.isdigit() else None


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return []
