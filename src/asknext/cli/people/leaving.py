"""What was given to somebody alone is anybody's again when they leave."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from asknext.cli.people.by import BY

__all__ = ["give_up"]


def give_up(folders: Iterable[Path], name: str) -> None:
    """Free the items of ``name`` in the projects in ``folders``; one that cannot be opened has nobody at work."""
    from asknext.server.freed_leases import give_up_elsewhere

    give_up_elsewhere(folders, name, BY)
