"""``asknext convert``: structured labels from one format to another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Json

if TYPE_CHECKING:
    from asknext.formats.exchange.carried import Noted
    from asknext.formats.exchange.converting import Conversion

__all__ = ["convert"]

_SHOWN = 10


def convert(
    path: Annotated[Path, typer.Argument(metavar="IN", help="The file or folder to read.", show_default=False)],
    to: Annotated[str, typer.Option("--to", help="The format to write.", show_default=False)],
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file or new folder to write.", show_default=False)
    ],
    read_as: Annotated[
        str | None, typer.Option("--from", help="The format of IN; default: what it looks like.")
    ] = None,
    images: Annotated[
        Path | None,
        typer.Option("--images", help="Where the images lie: sizes and orientation are compared with them."),
    ] = None,
    task: Annotated[
        str | None,
        typer.Option("--task", help="YOLO: detect, segment, pose or obb. VOC: segment. Predictions: the task to read."),
    ] = None,
    scheme: Annotated[str, typer.Option("--scheme", help="CoNLL's tags: bio, iob1, bioes, bilou or io.")] = "bio",
    origin: Annotated[int, typer.Option("--origin", help="Pascal VOC: pixels are counted from 0 or from 1.")] = 0,
    truth: Annotated[
        Path | None, typer.Option("--truth", help="COCO results: the COCO file with their images and classes.")
    ] = None,
    classes: Annotated[str, typer.Option("--classes", help="Names behind class numbers, with commas between.")] = "",
    clip: Annotated[bool, typer.Option("--clip", help="Cut shapes off at the edges of their image.")] = False,
    turn: Annotated[bool, typer.Option("--turn", help="Turn shapes upright with their image, as EXIF says.")] = False,
    approximate: Annotated[
        bool,
        typer.Option("--approximate", help="Write what is near (the box around a polygon) where nothing else fits."),
    ] = False,
    copy_images: Annotated[bool, typer.Option("--copy-images", help="YOLO: copy the images of --images, too.")] = False,
    strict: Annotated[
        bool, typer.Option("--strict", help="Stop at the first thing that cannot be read, and write nothing.")
    ] = False,
    as_json: Json = False,
) -> None:
    """Bring boxes, outlines, masks, keypoints, spans and regions from one format to another.

    To read: asknext, coco, coco-results, conll, huggingface, label-studio, labelme, predictions, spans, table, voc,
    yolo. To write: the same, with prodigy, doccano or spacy in place of spans, and detections for asknext select.
    What the format cannot say is listed, with how often and where first.

    \b
    asknext convert annotations.json --to yolo --images photos --copy-images --output dataset
    asknext convert train.conll --to prodigy --output train.jsonl
    """
    from asknext.formats.exchange.checking import Checks
    from asknext.formats.exchange.converting import convert as run
    from asknext.formats.exchange.formats_by_name import Options

    console = Console(as_json=as_json)
    names = tuple(each.strip() for each in classes.split(",") if each.strip())
    options = Options(images, task, scheme, origin, truth, names, approximate, copy_images)
    with console.progress("Converting"):
        done = run(path, to, output, read_as=read_as, options=options, checks=Checks(images, clip, turn), strict=strict)
    console.result(_data(done, output), _text(done, output))


def _data(done: Conversion, output: Path) -> dict[str, Any]:
    return {
        "read": done.read,
        "written": done.written,
        "output": str(output),
        "items": done.carried.items,
        "annotations": done.carried.annotations,
        "lost": _plain(done.carried.lost),
        "changed": _plain(done.carried.changed),
        "refused": done.refused,
        "rejects": [each._asdict() for each in done.rejects],
        "notes": done.notes,
    }


def _plain(notes: dict[str, Noted]) -> dict[str, dict[str, Any]]:
    return {what: {"count": each.count, "first": each.first} for what, each in notes.items()}


def _text(done: Conversion, output: Path) -> str:
    carried = done.carried
    lines = [
        f"{counted(carried.items, 'item')} with {counted(carried.annotations, 'annotation')} read as {done.read} and "
        f"written as {done.written} to {output}."
    ]
    for title, notes in (("Not carried over", carried.lost), ("Written in another way", carried.changed)):
        if notes:
            lines.append(f"{title}:")
            lines += [f"  {each.count:,} x {what} (first: {each.first})" for what, each in notes.items()]
    if done.refused:
        lines.append(f"Could not be read: {counted(done.refused, 'object or item', 'objects or items')}")
        lines += [f"  {_place(each)}{each.reason}" for each in done.rejects[:_SHOWN]]
        lines += ["  ... --json lists more"] if done.refused > _SHOWN else []
    return "\n".join([*lines, *done.notes])


def _place(reject: Any) -> str:
    return f"{reject.source}:{reject.line}: " if reject.line is not None else f"{reject.source}: "
