"""`StoreLock`: one writer a folder; the system frees it however its holder ends."""

from __future__ import annotations

import os
from pathlib import Path

from asknext.errors import InputError
from asknext.lab.run_store.layout import LOCK

__all__ = ["StoreLock", "is_locked"]


class StoreLock:
    """Held from its making to `release`.

    Raises
    ------
    InputError : somebody else holds it.
    """

    def __init__(self, folder: Path) -> None:
        self._handle: int | None = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o644)
        if not _taken(self._handle):
            os.close(self._handle)
            self._handle = None
            raise InputError(
                f"Another process is running a study in {folder}. Wait until it has ended (asknext lab status shows "
                f"how far it is), or give another folder."
            )

    def release(self) -> None:
        """Let others have it; harmless where that was done before."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None


def is_locked(folder: Path) -> bool:
    """Whether somebody holds the lock now."""
    try:
        handle = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        return not _taken(handle)
    finally:
        os.close(handle)


def _taken(handle: int) -> bool:
    """Whether the lock could be had; closing the file gives it back."""
    if os.name == "nt":
        import msvcrt

        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined,unused-ignore]
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
