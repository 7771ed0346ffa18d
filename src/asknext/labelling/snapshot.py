"""`Snapshot`: what a training round knows, read at one moment."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from asknext.labelling.ontology.meant import meant_labels
from asknext.project.annotate_config import NUMBERS
from asknext.project.folder import Project
from asknext.project.ontology.reading import read_ontology
from asknext.store.classes import LabelClass
from asknext.store.events import last_event
from asknext.store.items import count_items
from asknext.store.label_value import classes_in, whole_answer
from asknext.store.labels import (
    all_labels,
    count_passed_over,
    draw_frontier,
    labelling_seconds,
    open_strategy_rows,
    sample_in_draw_order,
)

__all__ = ["STOP_SET", "Snapshot", "take_snapshot"]

STOP_SET = 2000
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Snapshot:
    """A project at one moment.

    Attributes
    ----------
    n : items. event : seq of the newest event. classes : in the order of the class codes.
    rows, targets : (m,) int64 items with a label that may train the model for selection, and their class codes;
        multi-label: targets (m, L) uint8; of numbers and levels: (m,) float64, the value or the rank.
    training_event : seq of the newest of those labels, 0 without any; it tells whether two rounds learned from the
        same labels.
    control_rows, control_targets : the same for control items, which do not train it.
    drawn_rows, drawn_targets : those of them that were drawn at random, which measure it.
    passed_over : items drawn at random that were skipped or ignored.
    open : (u,) int64 items the strategy may ask. stop_set : (s,) int64 items on which rounds are compared.
    seconds : spent by people on answers.
    """

    n: int
    event: int
    classes: tuple[LabelClass, ...]
    rows: Ints
    targets: npt.NDArray[Any]
    training_event: int
    control_rows: Ints
    control_targets: npt.NDArray[Any]
    drawn_rows: Ints
    drawn_targets: npt.NDArray[Any]
    passed_over: int
    open: Ints
    stop_set: Ints
    seconds: float

    @property
    def all_labels(self) -> int:
        """How many items have a label, control items included."""
        return len(self.rows) + len(self.control_rows)


def take_snapshot(project: Project) -> Snapshot:
    """Read the project as it is now, in one transaction."""
    config = project.config
    with project.database.read() as conn:
        ontology = read_ontology(conn)
        labels, frontier = list(meant_labels(all_labels(conn), ontology)), draw_frontier(conn)
        passed_over = count_passed_over(conn, frontier)
        opened = np.asarray(open_strategy_rows(conn), dtype=np.int64)
        n, event, seconds = count_items(conn), last_event(conn), labelling_seconds(conn)
        stop_set = sample_in_draw_order(conn, True, STOP_SET)
        if len(stop_set) < STOP_SET:
            stop_set += sample_in_draw_order(conn, False, STOP_SET - len(stop_set))
    classes = ontology.choosable
    train = [each for each in labels if not each.control]
    control = [each for each in labels if each.control]
    drawn = [each for each in control if each.draw < frontier]

    def targets(of: list[Any]) -> npt.NDArray[Any]:
        return _numbers(of) if config.task in NUMBERS else _targets(of, classes, config.multilabel)

    return Snapshot(
        n=n,
        event=event,
        classes=classes,
        rows=_items(train),
        targets=targets(train),
        training_event=max((each.seq for each in train), default=0),
        control_rows=_items(control),
        control_targets=targets(control),
        drawn_rows=_items(drawn),
        drawn_targets=targets(drawn),
        passed_over=passed_over,
        open=opened,
        stop_set=np.asarray(stop_set, dtype=np.int64),
        seconds=seconds,
    )


def _items(labels: list[Any]) -> Ints:
    return np.fromiter((each.item for each in labels), dtype=np.int64, count=len(labels))


def _numbers(labels: list[Any]) -> npt.NDArray[np.float64]:
    return np.array([whole_answer(each.value) for each in labels], dtype=np.float64)


def _targets(labels: list[Any], classes: tuple[LabelClass, ...], multilabel: bool) -> npt.NDArray[Any]:
    code = {each.id: number for number, each in enumerate(classes)}
    values = [[code[one] for one in classes_in(json.loads(each.value)) if one in code] for each in labels]
    if not multilabel:
        return np.array([value[0] for value in values], dtype=np.int64)
    matrix = np.zeros((len(values), len(classes)), dtype=np.uint8)
    for row, value in zip(matrix, values, strict=True):
        row[value] = 1
    return matrix
