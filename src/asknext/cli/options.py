"""Arguments and options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

__all__ = ["Folder", "Json", "Strict"]

Folder = Annotated[Path, typer.Argument(metavar="DIR", help="The project's folder.", show_default=False)]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs.")]
Strict = Annotated[
    bool, typer.Option("--strict", help="Stop at the first bad row and write nothing, instead of setting it aside.")
]
