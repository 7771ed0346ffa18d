"""``asknext suggest``: predictions as suggestions, and an order made of them."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Folder, Json

if TYPE_CHECKING:
    from asknext.labelling.machines.suggesting import Suggested

__all__ = ["suggest"]


def suggest(
    folder: Folder,
    path: Annotated[Path, typer.Argument(metavar="FILE", help="Predictions: a file or folder.", show_default=False)],
    by: Annotated[str, typer.Option("--by", help="The name of the model; people see it beside what it suggests.")],
    strategy: Annotated[
        str | None,
        typer.Option(help="Scores predictions, or none; default: min_box_confidence of objects, mnlp of spans."),
    ] = None,
    without: Annotated[
        str, typer.Option("--without", help="Where items without a prediction come: last or first.")
    ] = "last",
    read_as: Annotated[
        str | None, typer.Option("--from", help="The format of FILE; default: what it looks like.")
    ] = None,
    task: Annotated[str | None, typer.Option(help="Of a prediction folder: the task to read.")] = None,
    truth: Annotated[
        Path | None, typer.Option("--truth", help="COCO results: the COCO file with their images and classes.")
    ] = None,
    images: Annotated[Path | None, typer.Option("--images", help="Where the images of YOLO lie.")] = None,
    as_json: Json = False,
) -> None:
    """Show people what a model predicts, and ask first where it is in doubt.

    Predictions come in any format that asknext convert reads. Each is shown beside its item, to accept with one key;
    never on items that measure something. The order stays until another one is set; asknext's own strategy decides
    again once it is asked to (asknext prioritise DIR --own-order).

    \b
    asknext suggest cells predictions/ --by yolo
    asknext suggest news tagged.jsonl --from spans --by tagger --strategy longest_span --without first
    """
    from asknext.errors import UnknownName
    from asknext.formats.exchange import Options
    from asknext.labelling.machines.suggesting import suggest as bring
    from asknext.project.folder import open_project

    if without not in ("first", "last"):
        raise UnknownName("place of items without a prediction", without, ("first", "last"))
    console = Console(as_json=as_json)
    with open_project(folder) as project, console.progress("Reading predictions"):
        options = Options(images or project.media, task, truth=truth)
        first = without == "first"
        done = bring(project, path, by=by, strategy=strategy, without_first=first, format=read_as, options=options)
    data = {name: str(each) if isinstance(each, Path) else each for name, each in dataclasses.asdict(done).items()}
    console.result(data, _text(done, by))


def _text(done: Suggested, by: str) -> str:
    from asknext.cli.label_import import refusals

    known = f", {done.known:,} known already" if done.known else ""
    lines = [f"{counted(done.stored, 'suggestion')} of {by} read as {done.format}{known}."]
    if done.strategy is not None:
        rest = f"; {done.without:,} without a prediction" if done.without else ""
        lines.append(f"{counted(done.ranked, 'open item')} ordered by {done.strategy}{rest} (ranking {done.version}).")
    return "\n".join([*lines, *refusals(done)])
