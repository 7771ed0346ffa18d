"""``asknext lab generate``: a made data set, written as files."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Json
from asknext.errors import InputError, UnknownName

__all__ = ["generate"]

_KINDS = ("clips",)


def generate(
    kind: Annotated[str, typer.Argument(help="What: clips (audio and video vectors, five classes).")],
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="A folder that is not there yet.")],
    size: Annotated[int, typer.Option(min=10, help="How many.")] = 1_000,
    seed: Annotated[int, typer.Option(min=0, help="The same seed makes the same data.")] = 0,
    as_json: Json = False,
) -> None:
    """Make a data set to try a study on.

    \b
    asknext lab generate clips -o clips
    """
    from asknext.lab.clip_folder import write_clip_folder
    from asknext.lab.generators.clips import clips

    if kind not in _KINDS:
        raise UnknownName("generator that writes files", kind, _KINDS)
    if output.exists() and (not output.is_dir() or any(output.iterdir())):
        raise InputError(f"{output} is there already: name a new folder, so that nothing is written over.")
    made = clips(clips=size, seed=seed)
    import numpy as np

    table = {"asset": np.array(made.assets), "audio": made.audio, "video": made.video, "combined": made.content}
    write_clip_folder(output, table, [frozenset(each) for each in made.labels], made.etags)
    counts = {name: sum(name in each for each in made.labels) for name in made.classes}
    told = ", ".join(f"{name} {count}" for name, count in counts.items())
    Console(as_json=as_json).result({"folder": str(output), "clips": size, "classes": counts}, f"{output}: {told}.")
