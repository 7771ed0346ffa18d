"""`Config`: what `asknext.yaml` says, checked when it is read and when it is made."""

from __future__ import annotations

import dataclasses
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

import yaml  # type: ignore[import-untyped]

from asknext.errors import DataError, InputError, UnknownName
from asknext.pool.task import UnknownTask
from asknext.project.annotate_config import ANNOTATED, AnnotateConfig
from asknext.project.database_config import DatabaseConfig
from asknext.project.outside_config import MachineConfig, OutsideConfig, checked_machines
from asknext.project.quality_config import BalanceConfig, ReaskConfig
from asknext.project.strict_yaml import StrictLoader
from asknext.project.team_config import Gold, Overlap, Qualification, Review, checked_skills

__all__ = [
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
    "load_config",
    "save_config",
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
LIMIT = 1_000_000


@dataclass(frozen=True)
class Columns:
    """Which column of the data holds what; None is not used. A table row is all columns but id, label and group."""

    text: str | None = None
    image: str | None = None
    id: str | None = None
    label: str | None = None
    group: str | None = None
    skill: str | None = None
    gold: str | None = None
    audio: str | None = None
    frames: str | None = None
    left: str | None = None
    right: str | None = None


@dataclass(frozen=True)
class ClassConfig:
    """A class as first given; its id is made once and lives in the database.

    keypoints : names of its points. skeleton : pairs of points that are joined, counted from 0.
    """

    name: str
    key: str | None = None
    description: str | None = None
    keypoints: tuple[str, ...] = ()
    skeleton: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        _require(bool(self.name.strip()), "name", self.name, "a name that is not empty")
        _require(self.key is None or len(self.key) == 1, "key", self.key, "one character")
        object.__setattr__(self, "keypoints", _points(self.keypoints))
        object.__setattr__(self, "skeleton", _bones(self.skeleton, len(self.keypoints)))


@dataclass(frozen=True)
class Retrain:
    """A new round after so many answers, or after so many seconds where there is at least one new answer."""

    answers: int = 10
    seconds: float = 20.0

    def __post_init__(self) -> None:
        _require(self.answers >= 1, "answers", self.answers, "1 or more")
        _require(self.seconds > 0, "seconds", self.seconds, "more than 0")


@dataclass(frozen=True)
class Target:
    """The score at which labelling may stop."""

    metric: str
    value: float


@dataclass(frozen=True)
class Budget:
    """What may be spent; None is no limit."""

    labels: int | None = None
    seconds: float | None = None
    money: float | None = None


@dataclass(frozen=True)
class Price:
    """What a label or an hour of an annotator costs."""

    per_label: float | None = None
    per_hour: float | None = None


@dataclass(frozen=True)
class Embeddings:
    """Where vectors come from: ``default``, ``sentence-transformers:NAME``, ``onnx:PATH``, or a file of vectors."""

    model: str = "default"
    file: str | None = None


@dataclass(frozen=True)
class QueueConfig:
    """How many items the browser holds ready, and for how long they are its own."""

    preload: int = 2
    lease_seconds: float = 180.0

    def __post_init__(self) -> None:
        _require(1 <= self.preload <= 20, "preload", self.preload, "1 to 20")
        _require(self.lease_seconds >= 1, "lease_seconds", self.lease_seconds, "1 or more")


@dataclass(frozen=True)
class Reading:
    """How CSV and text files are read; None is found out from the file.

    encoding : a Python codec name. delimiter : one of ``, ; |`` or a tab. header : whether the first CSV row holds
    the column names; if not they are "1", "2", ... field_limit : the most characters of one CSV field or bytes of
    one JSON line.
    """

    encoding: str | None = None
    delimiter: str | None = None
    header: bool = True
    field_limit: int = 10_000_000

    def __post_init__(self) -> None:
        _require(self.delimiter in (None, ",", ";", "|", "\t"), "delimiter", self.delimiter, "one of , ; | or a tab")
        _require(1 <= self.field_limit <= 1 << 30, "field_limit", self.field_limit, "1 to 1073741824")


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
        _require(self.version == 1, "version", self.version, "1")
        _require(0 <= self.control < 1, "control", self.control, "a share from 0 to below 1")
        _require(self.seed >= 0, "seed", self.seed, "0 or more")
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


def load_config(path: Path) -> Config:
    """Read and check ``asknext.yaml``.

    Raises
    ------
    DataError : the file is over 1 MB, is not YAML, uses aliases or repeats a key, or a value cannot be used, such as
    a strategy that needs what a project does not have.
    UnknownName : a key is not a setting; the nearest ones are offered.
    """
    from asknext.project.usable_strategy import check_strategy

    try:
        config = _config(_read_yaml(path))
        check_strategy(config.strategy, config.task)
    except DataError as error:
        raise DataError(error.reason, source=str(path), line=error.line, column=error.column) from None
    except UnknownName as error:
        raise UnknownName(error.kind, error.found, error.known, where=str(path)) from None
    except InputError as error:
        raise DataError(str(error), source=str(path), column="strategy") from None
    return config


def save_config(config: Config, path: Path) -> None:
    """Write the settings as YAML; the file is replaced as a whole or not at all."""
    text = yaml.safe_dump(_plain(dataclasses.asdict(config)), sort_keys=False, allow_unicode=True, width=120)
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.chmod(name, 0o644)
    os.replace(name, path)


def _read_yaml(path: Path) -> Any:
    if path.stat().st_size > LIMIT:
        raise DataError(f"The file has {path.stat().st_size:,} bytes; settings may have {LIMIT:,} at most.")
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=StrictLoader)  # noqa: S506 - a safe loader, made stricter
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or str(error)
        raise DataError(f"This is not YAML: {reason}.", line=mark.line + 1 if mark else None) from None
    except UnicodeDecodeError as error:
        raise DataError(f"Settings are read as UTF-8, and byte {error.start} is not: save the file as UTF-8.") from None
    except RecursionError:
        raise DataError("The settings are nested too deeply.") from None


def _config(values: Any) -> Config:
    values = _mapping("asknext.yaml", values)
    classes = values.get("classes") or []
    if not isinstance(classes, list):
        raise DataError(f"Found {_shown(classes)}, expected a list of classes.", column="classes")
    made: Config = _section(Config, {**values, "classes": classes}, "setting")
    return made


_SECTIONS: dict[str, Any] = {
    "annotate": AnnotateConfig,
    "columns": Columns,
    "retrain": Retrain,
    "target": Target,
    "budget": Budget,
    "price": Price,
    "embeddings": Embeddings,
    "queue": QueueConfig,
    "reading": Reading,
    "database": DatabaseConfig,
    "outside": OutsideConfig,
    "overlap": Overlap,
    "review": Review,
    "gold": Gold,
    "balance": BalanceConfig,
    "reask": ReaskConfig,
    "qualification": Qualification,
}


def _section(kind: type[Any], values: Mapping[str, Any], what: str) -> Any:
    hints = get_type_hints(kind)
    unknown = [key for key in values if key not in hints]
    if unknown:
        raise UnknownName(what, unknown[0], hints)
    try:
        return kind(**{key: _value(kind, key, value, hints[key]) for key, value in values.items()})
    except TypeError as error:
        raise DataError(f"Something is missing: {error}.", column=what) from None


def _value(kind: type[Any], key: str, value: Any, hint: Any) -> Any:
    if kind is BalanceConfig and key == "target":
        return _mapping(key, value or {})
    if kind is ClassConfig and key in ("keypoints", "skeleton"):
        return value or ()
    if kind is not Config:
        return _scalar(key, value, hint)
    if key in _SECTIONS:
        return _subsection(key, value)
    if key == "classes":
        return tuple(_class(each) for each in value)
    if key == "stopping":
        return _rules(value)
    if key == "skills":
        return checked_skills(value or {})
    if key == "machines":
        return {name: _machine(name, each) for name, each in _mapping(key, value or {}).items()}
    return dict(value) if isinstance(value, Mapping) and key == "strategy" else _scalar(key, value, hint)


def _subsection(key: str, value: Any) -> Any:
    if value is None:
        return None if key == "target" else _SECTIONS[key]()
    return _section(_SECTIONS[key], _mapping(key, value), f"setting below {key}")


def _rules(value: Any) -> tuple[str | Mapping[str, Any], ...] | None:
    """Stopping rules as they are written, once each could be built."""
    if value is None:
        return None
    if not isinstance(value, list):
        raise DataError(f"Found {_shown(value)}, expected a list of stopping rules.", column="stopping")
    from asknext.stopping.registry import build_rule

    try:
        for each in value:
            build_rule(each)
    except UnknownName:
        raise
    except InputError as error:
        raise DataError(str(error), column="stopping") from None
    return tuple(value)


def _class(value: Any) -> ClassConfig:
    if not isinstance(value, Mapping):
        value = {"name": value}
    # YAML reads a bare no, 1 or 2024-01-01 as something other than text, and people name classes so
    value = {
        key: each if each is None or key in ("keypoints", "skeleton") else _class_text(each)
        for key, each in value.items()
    }
    made: ClassConfig = _section(ClassConfig, value, "setting of a class")
    return made


def _machine(name: str, value: Any) -> MachineConfig:
    made: MachineConfig = _section(MachineConfig, _mapping(f"machines: {name}", value), "setting of a machine")
    return made


def _class_text(value: Any) -> str:
    if isinstance(value, bool | float | dict | list):
        raise DataError(f"Found {_shown(value)}, expected text; put it in quotes.", column="classes")
    return str(value)


def _scalar(key: str, value: Any, hint: Any) -> Any:
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_scalar(key, each, get_args(hint)[0]) for each in value)
    allowed = tuple(each for each in get_args(hint) or (hint,) if isinstance(each, type))
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if (isinstance(value, bool) and bool not in allowed) or not isinstance(value, allowed):
        names = " or ".join("nothing" if each is NoneType else each.__name__ for each in allowed)
        raise DataError(f"Found {_shown(value)}, expected {names}.", column=key)
    return value


def _mapping(key: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DataError(f"Found {_shown(value)}, expected names with values (name: value).", column=key)
    return {str(name): each for name, each in value.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return [_plain(each) for each in value] if isinstance(value, list | tuple) else value


def _shown(value: Any) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _require(right: bool, key: str, found: Any, expected: str) -> None:
    if not right:
        raise DataError(f"Found {_shown(found)}, expected {expected}.", column=key)


def _choice(key: str, found: Any, known: Any) -> str:
    if found not in known:
        raise UnknownName(key, found, known)
    return str(found)


def _points(given: Any) -> tuple[str, ...]:
    right = isinstance(given, list | tuple) and all(isinstance(each, str) and each.strip() for each in given)
    _require(right and len(set(given)) == len(given) <= 1_000, "keypoints", given, "names of points, each once")
    return tuple(given)


def _bones(given: Any, points: int) -> tuple[tuple[int, int], ...]:
    found = given if isinstance(given, list | tuple) else ()
    pairs = [tuple(each) if isinstance(each, list | tuple) else () for each in found]
    right = all(len(each) == 2 and all(isinstance(at, int) and 0 <= at < points for at in each) for each in pairs)
    _require(right and found is given, "skeleton", given, f"pairs of points, counted from 0 to {points - 1}")
    return tuple((each[0], each[1]) for each in pairs)


def _distinct(what: str, values: list[Any]) -> None:
    for value in values:
        _require(values.count(value) == 1, "classes", value, f"{what} that differ from each other")
