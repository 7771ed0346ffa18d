"""``asknext evaluate``: how well a detector's boxes or masks fit those that people drew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.options import Json
from asknext.cli.table import table

if TYPE_CHECKING:
    from asknext.annotations import Annotated as Item
    from asknext.formats.exchange import AnnotatedSource
    from asknext.measures.detection import ClassDetection, DetectionScores

__all__ = ["evaluate"]


def evaluate(
    truth: Annotated[Path, typer.Argument(metavar="TRUTH", help="What people drew.", show_default=False)],
    predictions: Annotated[
        Path, typer.Argument(metavar="PREDICTIONS", help="What the detector found, with scores.", show_default=False)
    ],
    masks: Annotated[bool, typer.Option("--masks", help="Compare outlines pixel by pixel, instead of boxes.")] = False,
    floor: Annotated[
        float | None,
        typer.Option("--floor", help="The least score for precision and recall; default: that of the best F1 here."),
    ] = None,
    truth_as: Annotated[
        str | None, typer.Option("--truth-as", help="The format of TRUTH; default: what it looks like.")
    ] = None,
    read_as: Annotated[
        str | None, typer.Option("--from", help="The format of PREDICTIONS; default: what it looks like.")
    ] = None,
    images: Annotated[Path | None, typer.Option("--images", help="YOLO: where the images lie.")] = None,
    as_json: Json = False,
) -> None:
    """Say how well a detector finds what people drew: mAP50, mAP50-95, precision and recall, by class and together.

    TRUTH and PREDICTIONS are of any format of asknext convert; a COCO results file is read beside a COCO truth. Needs
    pip install 'asknext[detection]'.

    \b
    asknext evaluate annotations.json results.json
    asknext evaluate annotations.json predictions --masks --floor 0.3 --json
    """
    from asknext.formats.exchange import Options, guessed, open_labels
    from asknext.measures.detection import detection_scores, named_as

    console = Console(as_json=as_json)
    kind = truth_as or guessed(truth)
    drawn = open_labels(truth, kind, Options(images=images))
    told = open_labels(predictions, read_as, Options(images=images, truth=truth if kind == "coco" else None))
    with console.progress("Comparing"):
        items = list(_items(drawn))
        # some formats do not tell predictions from annotations
        said = (replace(item, predictions=item.predictions or item.annotations) for item in _items(told))
        classes = [each.name for each in drawn.classes] or None
        found = detection_scores(items, named_as(items, said), masks=masks, floor=floor, classes=classes)
    console.result(found.to_json(), _text(found))


def _items(source: AnnotatedSource) -> Iterator[Item]:
    """Raises `DataError` for what cannot be read: leaving it out would change the scores in silence."""
    from asknext.errors import DataError
    from asknext.formats.rows import Reject

    for each in source:
        if isinstance(each, Reject):
            raise DataError(each.reason, source=each.source, line=each.line)
        yield each


def _text(found: DetectionScores) -> str:
    head = ("class", "drawn", "found", "mAP50", "mAP50-95", "precision", "recall")
    together = ("all", found.drawn, found.told, found.map50, found.map50_95, found.precision, found.recall)
    said = f"{found.shape.capitalize()} in {counted(found.images, 'image')}. Precision and recall count predictions "
    return (
        f"{table(head, [*map(_row, found.classes), together])}\n\n"
        f"{said}with a score of at least {found.floor:.3g}, at an overlap of .5."
    )


def _row(one: ClassDetection) -> tuple[object, ...]:
    return one.name, one.drawn, one.told, one.map50, one.map50_95, one.precision, one.recall
