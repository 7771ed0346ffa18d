"""`Config`: all settings of a project, checked when it is made. Its sections are in files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from asknext.errors import UnknownName
from asknext.pool.task import UnknownTask
from asknext.project.annotate_config import ANNOTATED, AnnotateConfig
from asknext.project.class_config import ClassConfig
from asknext.project.data_config import Columns, Embeddings, Reading
from asknext.project.database_config import DatabaseConfig
from asknext.project.goal_config import Budget, Price, Target
from asknext.project.outside_config import MachineConfig, OutsideConfig, checked_machines
from asknext.project.pace_config import QueueConfig, Retrain
from asknext.project.quality_config import BalanceConfig, ReaskConfig
from asknext.project.setting import require
from asknext.project.team_config import Gold, Overlap, Qualification, Review, checked_skills

__all__ = [
    "SHAPES_OF",
    "TASKS",
    "Budget",
    "ClassConfig",
    "Columns",
    "Config",
    "Embeddings",
    "Price",
    "QueueConfig",
    "Reading",
    "Retrain",
    "Target",
]

CONTENTS = ("audio", "frames", "image", "pair", "row", "text")
GUESSES = ("after", "before", "never")
TASKS = {
    "single_label": "single_label",
    "single-label": "single_label",
    "single": "single_label",
    "multi_label": "multi_label",
    "multi-label": "multi_label",
    "multi": "multi_label",
    **{name: name for name in ANNOTATED},
    "detection": "objects",
    "segmentation": "objects",
    "keypoints": "objects",
    "ner": "spans",
}
SHAPES_OF = {"segmentation": ("polygon", "mask"), "keypoints": ("keypoints",)}


@dataclass(frozen=True)
class Config:
    """All settings of a project; every one has a default.

    Raises
    ------
    DataError : a value cannot be used; the message names the key.
    UnknownName : a choice is not one of the known ones.
    """

    version: int = 1
    title: str = "untitled"
    about: str | None = None
    licence: str | None = None
    task: str = "single_label"
    annotate: AnnotateConfig = field(default_factory=AnnotateConfig)
    content: str = "text"
    columns: Columns = field(default_factory=Columns)
    media: str | None = None
    classes: tuple[ClassConfig, ...] = ()
    strategy: str | Mapping[str, Any] = "auto"
    seed: int = 0
    control: float = 0.10
    retrain: Retrain = field(default_factory=Retrain)
    target: Target | None = None
    stopping: tuple[str | Mapping[str, Any], ...] | None = None
    budget: Budget = field(default_factory=Budget)
    price: Price = field(default_factory=Price)
    embeddings: Embeddings = field(default_factory=Embeddings)
    queue: QueueConfig = field(default_factory=QueueConfig)
    reading: Reading = field(default_factory=Reading)
    guess: str = "after"
    guidelines: str | None = None
    database: DatabaseConfig = field(default_factory=DatabaseConfig)
    outside: OutsideConfig = field(default_factory=OutsideConfig)
    machines: Mapping[str, MachineConfig] = field(default_factory=dict)
    overlap: Overlap = field(default_factory=Overlap)
    review: Review = field(default_factory=Review)
    gold: Gold = field(default_factory=Gold)
    balance: BalanceConfig = field(default_factory=BalanceConfig)
    reask: ReaskConfig = field(default_factory=ReaskConfig)
    own_quality: bool = False
    qualification: Qualification = field(default_factory=Qualification)
    skills: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        if self.task not in TASKS:
            raise UnknownTask(self.task, TASKS)
        if self.task in SHAPES_OF and self.annotate == AnnotateConfig():
            object.__setattr__(self, "annotate", AnnotateConfig(shapes=SHAPES_OF[self.task]))
        object.__setattr__(self, "task", TASKS[self.task])
        self.annotate.check(self.task)
        object.__setattr__(self, "classes", tuple(self.classes))
        _choice("content", self.content, CONTENTS)
        _choice("guess", self.guess, GUESSES)
        require(self.version == 1, "version", self.version, "1")
        require(0 <= self.control < 1, "control", self.control, "a share from 0 to below 1")
        require(self.seed >= 0, "seed", self.seed, "0 or more")
        _distinct("class names", [each.name for each in self.classes])
        _distinct("class keys", [each.key for each in self.classes if each.key])
        checked_machines(self.machines)
        object.__setattr__(self, "skills", checked_skills(self.skills))

    @property
    def multilabel(self) -> bool:
        """Whether an item may have any number of classes; of annotations, those that occur in it, or none."""
        return self.task in ("multi_label", *ANNOTATED)

    @property
    def annotated(self) -> bool:
        """Whether an answer is a list of annotations."""
        return self.task in ANNOTATED


def _choice(key: str, found: Any, known: Any) -> None:
    if found not in known:
        raise UnknownName(key, found, known)


def _distinct(what: str, values: list[Any]) -> None:
    for value in values:
        require(values.count(value) == 1, "classes", value, f"{what} that differ from each other")
