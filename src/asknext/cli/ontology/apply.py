"""``asknext ontology check`` and ``apply``: the classes of a file, looked at and put in place."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from asknext.cli.ontology.changing import make_change
from asknext.cli.ontology.text_file import read_text
from asknext.cli.options import Folder, Json
from asknext.errors import InputError

__all__ = ["apply", "check"]

File = Annotated[Path, typer.Argument(metavar="FILE", help="An ontology.yaml.")]
Renamed = Annotated[
    list[str], typer.Option("--rename", metavar="OLD=NEW", help="The file's class NEW is the class OLD of the project.")
]
Merged = Annotated[
    list[str], typer.Option("--merge", metavar="OLD=NEW", help="Labels OLD, which the file has not, become NEW.")
]
Requeued = Annotated[
    list[str],
    typer.Option("--requeue", metavar="OLD", help="Items labelled OLD, which the file has not, are asked again."),
]


def check(
    folder: Folder,
    file: File,
    rename: Renamed = [],  # noqa: B006 - typer reads the default and never changes it
    merge: Merged = [],  # noqa: B006
    requeue: Requeued = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Show what applying a file would change; nothing is stored.

    \b
    asknext ontology check tweets ontology.yaml
    """
    make_change(folder, _change(file, rename, merge, requeue), preview=True, as_json=as_json)


def apply(
    folder: Folder,
    file: File,
    rename: Renamed = [],  # noqa: B006
    merge: Merged = [],  # noqa: B006
    requeue: Requeued = [],  # noqa: B006
    as_json: Json = False,
) -> None:
    """Give the project the classes of a file.

    A class of the file is found by its id, else by its name. A class in use that the file does not have is not
    dropped: say whether it was renamed, is merged, or its items are asked again. One file can serve several projects.

    \b
    asknext ontology apply tweets ontology.yaml --merge furious=angry
    """
    make_change(folder, _change(file, rename, merge, requeue), preview=False, as_json=as_json)


def _change(file: Path, rename: Sequence[str], merge: Sequence[str], requeue: Sequence[str]) -> dict[str, Any]:
    told = {"renamed": _pairs("--rename", rename), "merged": _pairs("--merge", merge), "requeued": list(requeue)}
    return {"do": "apply", "text": read_text(file), "source": str(file), **told}


def _pairs(option: str, given: Sequence[str]) -> dict[str, str]:
    found = {}
    for each in given:
        old, sign, new = each.partition("=")
        if not (sign and old.strip() and new.strip()):
            raise InputError(f"{option} wants OLD=NEW; found {each!r}.")
        found[old.strip()] = new.strip()
    return found
