"""``asknext lab prune``: less room on the disk, for less that can be replayed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Json

__all__ = ["prune"]


def prune(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study that was run.")],
    keep: Annotated[str, typer.Option(metavar="every:N|last|none", help="Rounds whose predictions stay.")],
    part: Annotated[
        list[str] | None, typer.Option(help="Only those on test or on pool; default: both. Repeatable.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Take out the predictions of some rounds. What was asked, answered and scored stays.

    every:5 keeps those of rounds 0, 5, 10, ... and of each cell's last; last keeps the last alone; none keeps nothing.

    \b
    asknext lab prune results --keep every:5
    asknext lab prune results --keep last --part pool
    """
    from asknext.lab import prune as take_out
    from asknext.pool.resources import in_words

    parts = tuple(dict.fromkeys(part or ("test", "pool")))
    found = take_out(folder, keep, parts)
    text = [
        f"{counted(found.removed, 'table')} of predictions taken out, {found.left:,} left; "
        f"{in_words(max(0, found.freed))} are free again."
    ]
    if found.removed:
        text.append(
            f"For the rounds whose predictions on {' and '.join(parts)} are gone, no new metric or rule that looks at "
            f"them can be replayed; what was measured when they were computed stays."
        )
    Console(as_json=as_json).result({**vars(found), "parts": list(parts), "keep": keep}, "\n".join(text))
