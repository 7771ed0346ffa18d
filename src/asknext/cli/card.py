"""``asknext card``: what the labelled set is, for whoever uses it next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.options import Folder, Json

__all__ = ["card"]


def card(
    folder: Folder,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output", "-o", help="Write it to this file as Markdown, and beside it as JSON.", show_default=False
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Say what the labelled data set is, how it was made and what to beware of.

    What is in it, how the items were asked, by how many people, how far they agree, what is true of items drawn at
    random, and known issues. Set about: and licence: in asknext.yaml to have them in it.

    \b
    asknext card tweets
    asknext card tweets --output card.md
    """
    from asknext.labelling.card_text import card_markdown
    from asknext.labelling.data_card import data_card, write_card
    from asknext.project.folder import open_project

    with open_project(folder) as project:
        found = data_card(project)
    console = Console(as_json=as_json)
    if output is None:
        console.result(found, card_markdown(found))
        return
    write_card(found, output)
    console.result({"output": str(output)}, f"The data card is {output}.")
