"""Labels that are annotations out of a project, in any exchange format."""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from asknext.annotations import (
    Annotated,
    Annotation,
    Content,
    Frame,
    LabelClass,
    Picture,
    Relation,
    Sound,
    Text,
    pictures,
)
from asknext.errors import InputError, UnknownName
from asknext.labelling.provenance_beside import FOLDERS_WITHOUT_META, ProvenanceBeside
from asknext.project.folder import Project
from asknext.project.ontology import Ontology
from asknext.project.ontology.reading import read_ontology
from asknext.store.annotated_rows import annotated_rows
from asknext.store.label_value import annotations_in, decoded_value

if TYPE_CHECKING:
    from asknext.formats.exchange import Carried, Options

__all__ = ["ALIASES", "annotated_items", "export_annotations"]

ALIASES = {"native": "asknext", "spans": "prodigy"}
"""Other names of formats."""


def export_annotations(
    project: Project, format: str, output: Path, *, everything: bool = False, options: Options | None = None
) -> Carried:
    """Write the items with their labels; gives what the format could not carry.

    Each annotation has the names of its class and of the answers to its questions, and ``by`` who gave the label;
    ``meta`` of the item says when, how it was decided and why it was asked; folders of a format without room for it
    get `ProvenanceBeside`. Items are read while they are written.

    Parameters
    ----------
    everything : also items without a label, which then look like items with nothing on them.

    Raises
    ------
    InputError : the project's labels are no annotations. UnknownName : no such format. DataError : as the writers.
    """
    from asknext.formats.exchange import WRITERS, Options, write_labels

    name = ALIASES.get(format, format)
    if not project.config.annotated:
        if name not in WRITERS:
            raise UnknownName("export format", format, ["csv", "jsonl", "parquet"])
        raise InputError("This project's labels are classes: export them as csv, jsonl or parquet.")
    if name not in WRITERS:
        raise UnknownName("export format", format, [*ALIASES, *WRITERS])
    with project.database.read() as conn:
        ontology = read_ontology(conn)
        classes = [
            LabelClass(each.name, number, None, each.keypoints, each.skeleton)
            for number, each in enumerate(ontology.choosable, name == "coco")  # whose readers take 0 for the background
        ]
        items = annotated_items(conn, project, ontology, everything=everything)
        if name not in FOLDERS_WITHOUT_META:
            return write_labels(items, classes, output, name, options)
        with ProvenanceBeside(output) as beside:
            wanted = replace(options or Options(), task=(options and options.task) or _yolo_task(project))
            return write_labels(beside.of(items), classes, output, name, wanted)


def _yolo_task(project: Project) -> str:
    """What labels of these shapes are to YOLO: the task that says most of them."""
    shapes = project.config.annotate.shapes
    for shape, task in (("keypoints", "pose"), ("polygon", "segment"), ("mask", "segment"), ("oriented_box", "obb")):
        if shape in shapes:
            return task
    return "detect"


def annotated_items(conn: Connection, project: Project, ontology: Ontology, *, everything: bool) -> Iterator[Annotated]:
    """The labelled items, of sequences one for each frame."""
    names = {each.id: _Named(each.name, _answers(ontology, each.id)) for each in ontology.live}
    for row in annotated_rows(conn, only_labelled=not everything):
        found = annotations_in(decoded_value(row.value)) or []
        meaning = ontology.meaning({"annotations": found})
        if row.value is not None and meaning is None and not everything:
            continue  # it says nothing any more and will be asked again
        said = tuple(_annotation(each, row.annotator, ontology, names) for each in found if meaning is not None)
        yield from _items(project.config.content, row, said)


class _Named:
    def __init__(self, name: str, questions: dict[str, tuple[str, dict[str, str]]]) -> None:
        self.name, self.questions = name, questions


def _answers(ontology: Ontology, class_id: str) -> dict[str, tuple[str, dict[str, str]]]:
    """Question id -> its name, and its choices' names by their ids."""
    return {
        each.id: (each.name, {choice.id: choice.name for choice in each.choices})
        for each in ontology.questions(class_id)
    }


def _annotation(given: dict[str, Any], by: str | None, ontology: Ontology, names: dict[str, _Named]) -> Annotation:
    made = replace(Annotation.from_json(given), by=by)
    if isinstance(made.value, Relation) or made.label is None:
        return made
    class_id = ontology.meaning_of(made.label) or made.label
    named = names.get(class_id)
    if named is None:
        return made
    told = {}
    for question, said in made.attributes.items():
        name, choices = named.questions.get(question, (question, {}))
        told[name] = [choices.get(one, one) for one in said] if isinstance(said, list) else choices.get(said, said)
    return replace(made, label=named.name, attributes=told)


def _items(kind: str, row: Any, said: Sequence[Annotation]) -> Iterator[Annotated]:
    facts = json.loads(row.facts) if row.facts else {}
    meta = _meta(row)
    if kind != "frames":
        name = row.content if kind in ("audio", "image") else row.id
        yield Annotated(name, _content(kind, row, facts), tuple(said), (), meta)
        return
    found = json.loads(row.content)
    video, count = found.get("video") or row.id, found.get("count")
    frames = [Frame(video, each["index"], count, each.get("seconds")) for each in found["frames"]]
    names = [each["file"] for each in found["frames"]]
    for picture in pictures(names, frames, said, facts.get("width", 0), facts.get("height", 0)):
        yield replace(picture, meta=meta)


def _content(kind: str, row: Any, facts: dict[str, Any]) -> Content:
    if kind == "text":
        return Text(row.content)
    if kind == "audio":
        return Sound(facts.get("seconds"))
    if kind == "image":
        return Picture(facts.get("width", 0), facts.get("height", 0))
    return None


def _meta(row: Any) -> dict[str, Any]:
    own = json.loads(row.meta) if row.meta else {}
    at = None if row.at is None else datetime.datetime.fromtimestamp(row.at, datetime.UTC).isoformat()
    told = {
        "id": row.id,
        "group": row.grp,
        "annotator": row.annotator,
        "labelled_at": at,
        "seconds": row.seconds,
        "stream": row.stream,
        "strategy": row.strategy,
        "score": row.score,
        "decided": row.decided,
        "votes": row.votes,
        "confidence": row.confidence,
    }
    provenance = {name: value for name, value in told.items() if value is not None}
    return {**(own if isinstance(own, dict) else {}), "asknext": provenance}
