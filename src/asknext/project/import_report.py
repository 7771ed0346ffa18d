"""`ImportReport`: what an import did."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

__all__ = ["ImportReport"]


@dataclass
class ImportReport:
    """What an import did.

    added : new items, ``copies`` among them. known : rows that were there already. rejected : refused rows.
    labels : labels taken from the data. unread : labels that are no class's name; the item itself is in, without a
    label, and the rejects file says why. conflicts : labels not taken because the item has another one (also written
    to the rejects file; the item itself is in). gold : items that became gold. notes : sentences about how files were
    read.
    """

    added: int = 0
    known: int = 0
    copies: int = 0
    rejected: int = 0
    labels: int = 0
    gold: int = 0
    unread: int = 0
    conflicts: int = 0
    rejects_file: Path | None = None
    seconds: float = 0.0
    notes: list[str] = field(default_factory=list)
