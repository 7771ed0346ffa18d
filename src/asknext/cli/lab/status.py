"""``asknext lab status``: how far a study is, and what it takes on the disk."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Json

__all__ = ["status"]


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study that was run.")],
    as_json: Json = False,
) -> None:
    """How far is it, what failed, how large is it?"""
    from asknext.lab.run_store import RunStore

    with RunStore.open(folder) as store:
        cells, sizes = store.cells(), store.sizes()
    counts = Counter(cell.status for cell in cells)
    told = ", ".join(f"{number:,} {name}" for name, number in counts.items()) or "none yet"
    Console(as_json=as_json).result({"cells": dict(counts), "bytes": sizes}, f"{counted(len(cells), 'cell')}: {told}.")
