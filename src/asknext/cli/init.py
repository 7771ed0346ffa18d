"""``asknext init``: make a project from data."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from asknext.cli.console import Console
from asknext.cli.made_project import guidelines_name, make_project
from asknext.cli.options import Folder, Json, Strict
from asknext.cli.people.by import BY
from asknext.cli.typed_mapping import typed_strategy
from asknext.cli.typed_settings import embeddings_of, typed_classes, typed_target
from asknext.errors import InputError

if TYPE_CHECKING:
    from asknext.project.config import Config
    from asknext.project.import_report import ImportReport

__all__ = ["init"]


def init(
    folder: Folder,
    data: Annotated[
        list[Path] | None,
        typer.Option(
            "--data", help="A CSV, JSONL or Parquet file, or a folder of images, texts or recordings. Repeatable."
        ),
    ] = None,
    task: Annotated[
        str,
        typer.Option(
            help="single-label (one class an item), multi-label (any number), objects (shapes on images or frames; "
            "also detection, segmentation, keypoints), spans (of text; also ner), regions (of sound), pairwise, number "
            "or ordinal."
        ),
    ] = "single-label",
    shapes: Annotated[
        str | None, typer.Option(help="Of objects: box, oriented_box, polygon, mask, keypoints; with commas between.")
    ] = None,
    relations: Annotated[str | None, typer.Option(help="Of spans: names of relations, with commas between.")] = None,
    levels: Annotated[str | None, typer.Option(help="Of ordinal: names, the lowest first, commas between.")] = None,
    number_range: Annotated[
        str | None, typer.Option("--range", metavar="LEAST:MOST:STEP", help="Of number; each may be left out.")
    ] = None,
    unit: Annotated[str | None, typer.Option(help="Of number: what it is counted in.")] = None,
    labels: Annotated[
        str | None,
        typer.Option("--labels", "--classes", help="The classes, separated by commas; quote a name that has one."),
    ] = None,
    text: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that holds the text.")] = None,
    image: Annotated[str | None, typer.Option(metavar="COLUMN", help="The column that holds an image's path.")] = None,
    audio: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column that holds a recording's path.")
    ] = None,
    frames: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="The column that holds a list of frames {file, index, seconds}."),
    ] = None,
    left: Annotated[str | None, typer.Option(metavar="COLUMN", help="Of pairwise: the column of the one.")] = None,
    right: Annotated[str | None, typer.Option(metavar="COLUMN", help="Of pairwise: the column of the other.")] = None,
    item_id: Annotated[
        str | None, typer.Option("--id", metavar="COLUMN", help="The column of ids; without it they are made.")
    ] = None,
    label: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column of labels that are known already.")
    ] = None,
    group: Annotated[
        str | None, typer.Option(metavar="COLUMN", help="The column that says which items belong together.")
    ] = None,
    title: Annotated[str | None, typer.Option(help="What the browser shows; default: the folder's name.")] = None,
    strategy: Annotated[str, typer.Option(help="How the next items are chosen.")] = "auto",
    seed: Annotated[int, typer.Option(help="The seed of all randomness.")] = 0,
    control: Annotated[
        float, typer.Option(help="The share of items kept apart, drawn at random, to measure on; 0 for none.")
    ] = 0.10,
    target: Annotated[
        str | None, typer.Option(metavar="METRIC=VALUE", help="Labelling may stop at this score, e.g. accuracy=0.9.")
    ] = None,
    budget: Annotated[int | None, typer.Option(help="Labelling may stop after this many labels.")] = None,
    embeddings: Annotated[
        str, typer.Option(help="default, FILE.npy, FILE.parquet, sentence-transformers:NAME or onnx:PATH.")
    ] = "default",
    media: Annotated[
        Path | None, typer.Option(help="The folder image paths are relative to; default: the data file's folder.")
    ] = None,
    guidelines: Annotated[
        Path | None, typer.Option(help="A file with the annotation guidelines, shown while labelling.")
    ] = None,
    encoding: Annotated[
        str | None, typer.Option(help="The text encoding of the files, e.g. latin-1; default: found out.")
    ] = None,
    delimiter: Annotated[
        str | None, typer.Option(help="What separates CSV columns: , ; | or tab; default: found out.")
    ] = None,
    database: Annotated[
        str | None,
        typer.Option(
            metavar="URL", help="Keep it in PostgreSQL: postgresql://user@host/name, or env:NAME; default: a file."
        ),
    ] = None,
    header: Annotated[bool, typer.Option("--header/--no-header", help="Whether CSV files begin with a header.")] = True,
    strict: Strict = False,
    as_json: Json = False,
) -> None:
    """Make a project in DIR and import data into it.

    Without --text or --image, a file's items are its table rows, and a folder's items its images or text files.

    \b
    asknext init tweets --data tweets.csv --text text --labels negative,positive
    asknext init birds --data photos/ --labels robin,wren,tit
    asknext init news --data news.jsonl --text body --task multi-label --labels sport,politics,science
    asknext init cells --data images/ --task objects --shapes box,polygon --labels platelet,red,white
    asknext init calls --data recordings/ --task regions --labels speech,music
    """
    from asknext.cli.annotate_options import annotate_settings, annotated_content, checked_label_column, pair_kind
    from asknext.cli.data_shape import content_of, media_of, text_hint
    from asknext.people.workspace import begin_without_members
    from asknext.project.config import Budget, Columns, Config, Reading
    from asknext.project.database_config import DatabaseConfig
    from asknext.project.usable_strategy import check_strategy

    console, sources = Console(as_json=as_json), data or []
    if text and image:
        raise InputError("Both --text and --image were given; an item is shown as one or the other: give one.")
    checked_label_column(task, label)
    annotate = annotate_settings(task, shapes=shapes, relations=relations, levels=levels, span=number_range, unit=unit)
    content = content_of(sources, text=text, image=image)
    named = {"audio": audio, "frames": frames, "image": image, "text": text}
    content = annotated_content(task, sources, next((each for each in named if named[each]), None), content)
    if content == "pair" and sources:
        annotate = replace(annotate, pair_of=pair_kind(sources[0], left or "left", media))
    config = Config(
        title=title or folder.resolve().name,
        task=task,
        content=content,
        annotate=annotate,
        columns=Columns(text, image, item_id, label, group, audio=audio, frames=frames, left=left, right=right),
        media=str(media.resolve()) if media else media_of(sources, content),
        classes=typed_classes(labels),
        strategy=typed_strategy(strategy),
        seed=seed,
        control=control,
        target=typed_target(target),
        budget=Budget(labels=budget),
        embeddings=embeddings_of(embeddings),
        database=DatabaseConfig(url=database),
        guidelines=guidelines_name(folder, guidelines),
        reading=Reading(encoding=encoding, delimiter="\t" if delimiter == "tab" else delimiter, header=header),
    )
    check_strategy(config.strategy, config.task)
    report = make_project(folder, config, sources, guidelines, strict=strict, console=console)
    begin_without_members(folder, by=BY)
    hint = text_hint(sources, config) if content == "row" else None
    if hint:
        console.note(hint)
    _show(console, folder, config, report)


def _show(console: Console, folder: Path, config: Config, report: ImportReport | None) -> None:
    from asknext.cli.import_ import counts, sentence
    from asknext.project.annotate_config import WHOLE

    data = {"project": str(folder), "content": config.content, "task": config.task}
    lines = [f"Made the project {folder} ({config.content} items, {config.task.replace('_', '-')})."]
    if report is not None:
        data |= counts(report)
        lines.append(sentence(report))
    if not config.classes and config.task not in WHOLE:
        lines.append("It has no classes yet: add them in the browser, or under classes in asknext.yaml.")
    lines.append(f"To label: asknext serve {folder}")
    console.result(data, "\n".join(lines))
