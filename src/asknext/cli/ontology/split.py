"""``asknext ontology split``: one class becomes several."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from asknext.cli.ontology.changing import Preview, class_id, make_change
from asknext.cli.ontology.text_file import read_text
from asknext.cli.options import Folder, Json
from asknext.errors import InputError

__all__ = ["split"]


def split(
    folder: Folder,
    which: Annotated[str, typer.Argument(metavar="CLASS", help="The class to split, by name or id.")],
    into: Annotated[list[str], typer.Option(metavar="NAME", help="A class it becomes; give two or more.")],
    items: Annotated[
        list[str], typer.Option(metavar="NAME=FILE", help="Items of a file, an id a line, become NAME.")
    ] = [],  # noqa: B006 - typer reads the default and never changes it
    search: Annotated[
        list[str], typer.Option(metavar="NAME=WORDS", help="Items whose content holds the words become NAME.")
    ] = [],  # noqa: B006
    keep: Annotated[
        bool, typer.Option("--keep", help="Leave the other labels as they are, instead of asking the items again.")
    ] = False,
    preview: Preview = False,
    as_json: Json = False,
) -> None:
    """Split a class into several below it; it becomes their heading.

    Labels go where a rule says, the first that fits. Items that none fits are asked again, with only the new classes
    to choose from.

    \b
    asknext ontology split tweets negative --into angry --into sad --search sad=crying
    """
    rules = [*_by_items(items), *_by_search(search)]
    make_change(
        folder,
        lambda conn: {
            "do": "split",
            "class": class_id(conn, which),
            "into": [{"name": each} for each in into],
            "rules": rules,
            "rest": "keep" if keep else "queue",
        },
        preview=preview,
        as_json=as_json,
    )


def _by_items(given: Sequence[str]) -> list[dict[str, Any]]:
    return [
        {"into": name, "items": [each for line in read_text(Path(path)).split("\n") if (each := line.strip())]}
        for name, path in (_pair("--items", each) for each in given)
    ]


def _by_search(given: Sequence[str]) -> list[dict[str, Any]]:
    return [{"into": name, "search": words} for name, words in (_pair("--search", each) for each in given)]


def _pair(option: str, given: str) -> tuple[str, str]:
    name, sign, rest = given.partition("=")
    if not (sign and name.strip() and rest.strip()):
        raise InputError(f"{option} wants NAME=VALUE; found {given!r}.")
    return name.strip(), rest
