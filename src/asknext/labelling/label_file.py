"""A file of labels or predictions, read for a project: its items, and annotations by the project's classes."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection

from asknext.annotations import Annotated, Annotation, Box, Picture, Relation, Text
from asknext.errors import DataError, InputError
from asknext.formats.rows import Reject
from asknext.labelling.extent import extent_of
from asknext.labelling.item_names import ItemNames
from asknext.labelling.policy import Policy
from asknext.labelling.vocabularies import vocabulary_of
from asknext.labelling.vocabulary import Vocabulary
from asknext.project.class_names import ClassNames
from asknext.project.folder import Project
from asknext.store.browse import item_rows

if TYPE_CHECKING:
    from asknext.formats.exchange import Options

__all__ = ["Brought", "LabelFile", "refused_as"]

SHAPED = ("box", "keypoints", "mask", "oriented_box", "polygon")


@dataclass
class Brought:
    """What a file said of one item: ``value`` as an answer is stored, ``items`` as the file has them."""

    pos: int
    value: str
    items: list[Annotated] = field(default_factory=list)


class LabelFile:
    """Labels in any exchange format.

    Parameters
    ----------
    format : a name in `asknext.formats.exchange.READERS`; None: what the file looks like. predictions : whether what
    models said is wanted (what people said where there is nothing else) in place of labels.

    Attributes
    ----------
    rejects : what could not be used, and why. unmatched : names that no item of the project has. boxed : shapes that
    were taken as the boxes around them, since the project has no other shape for them.
    """

    def __init__(
        self, project: Project, path: Path, format: str | None, options: Options | None, *, predictions: bool = False
    ) -> None:
        from asknext.formats.exchange import guessed, open_labels

        if not project.config.annotated:
            raise InputError("Files of annotations are for tasks of annotations; this project's labels are classes.")
        self.format = format or guessed(path)
        self._source, self._project, self._predictions = open_labels(path, self.format, options), project, predictions
        self.rejects: list[Reject] = []
        self.unmatched, self.boxed = 0, 0
        self._only_predicted = False
        self._read: tuple[int, Vocabulary] | None = None

    def brought(self, conn: Connection) -> Iterator[Brought]:
        """What is said of each item, whole and checked; classes that are new are added where none were given."""
        from asknext.formats.exchange import Checks, checked

        config = self._project.config
        names, found = ItemNames(conn, config.content), dict[int, list[tuple[Annotated, int | None]]]()
        for each in self._read_items(list(checked(self._source, Checks(clip=self._predictions), self._source.name))):
            place = names.place(each)
            if place is None:
                self.unmatched += 1
                self._refuse(each.name, "no item of the project has this id or file name")
            else:
                found.setdefault(place[0], []).append((each, place[1]))
        self._classes = ClassNames(None, grow=not config.classes)
        self._classes.load(conn)
        for pos, said in found.items():
            made = self._one(conn, pos, said)
            if made is not None:
                yield made

    def _read_items(self, items: Sequence[Annotated | Reject]) -> Iterator[Annotated]:
        """Those with something of what is wanted: beside predictions the labels in their file are the truth."""
        self.rejects += [each for each in items if isinstance(each, Reject)]
        sound = [each for each in items if isinstance(each, Annotated)]
        self._only_predicted = self._predictions and any(each.predictions for each in sound)
        yield from (each for each in sound if each.predictions or not self._only_predicted)

    def _one(self, conn: Connection, pos: int, said: Sequence[tuple[Annotated, int | None]]) -> Brought | None:
        row = item_rows(conn, [pos])[pos]
        try:
            annotations = [one for item, frame in said for one in self._annotations(conn, item, frame, row)]
            extent = extent_of(self._project.config.content, row)
            value = self._vocabulary(conn).check({"annotations": annotations}, current=False, extent=extent)
        except (DataError, InputError) as error:
            self._refuse(said[0][0].name, refused_as(error))
            return None
        return Brought(pos, json.dumps(value), [item for item, _ in said])

    def _vocabulary(self, conn: Connection) -> Vocabulary:
        """Read again where this file brought a class."""
        classes = len(self._classes.names())
        if self._read is None or self._read[0] != classes:
            self._read = classes, vocabulary_of(conn, Policy.of(self._project.config))
        return self._read[1]

    def _annotations(self, conn: Connection, item: Annotated, frame: int | None, row: Any) -> Iterator[dict[str, Any]]:
        _check_content(item, row, self._project.config.content)
        for each in item.predictions if self._only_predicted else item.annotations:
            made = self._classified(conn, self._fitted(each))
            if made is not None:
                yield replace(made, frame=each.frame if frame is None else frame).to_json()

    def _fitted(self, each: Annotation) -> Annotation:
        """A shape that the project does not have as the box around it, where it has boxes."""
        shapes = self._project.config.annotate.shapes
        if each.value.kind not in SHAPED or each.value.kind in shapes or "box" not in shapes:
            return each
        left, top, right, bottom = each.value.bounds  # type: ignore[union-attr]
        self.boxed += 1
        return replace(each, value=Box.of_corners(left, top, right, bottom))

    def _classified(self, conn: Connection, each: Annotation) -> Annotation | None:
        if isinstance(each.value, Relation) or each.label is None:
            return each
        try:
            return replace(each, label=self._classes.ids(conn, [each.label])[0], probabilities=None)
        except DataError:
            if self._predictions:  # a model may well know more classes than are wanted
                return None
            raise

    def _refuse(self, name: str, reason: str) -> None:
        self.rejects.append(Reject(self._source.name, None, None, reason, name[:200]))


def refused_as(error: DataError | InputError) -> str:
    """Why something was refused, without where."""
    return error.reason if isinstance(error, DataError) else str(error)


def _check_content(item: Annotated, row: Any, kind: str) -> None:
    """Labels of another picture or text would be drawn in the wrong place."""
    facts = json.loads(row.facts) if row.facts else {}
    content = item.content
    if isinstance(content, Picture) and content.known and "width" in facts:
        size, upright = (content.width, content.height), (facts["width"], facts["height"])
        if size != upright:
            turned = (
                " Its sides are exchanged: asknext convert --turn brings it upright." if size[::-1] == upright else ""
            )
            raise DataError(f"the file says {size[0]} x {size[1]}, the picture is {upright[0]} x {upright[1]}.{turned}")
    if isinstance(content, Text) and kind == "text" and content.text != row.content:
        raise DataError("the text differs from the item's, so offsets would point elsewhere")
