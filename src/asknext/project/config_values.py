"""Values as YAML has them, turned into settings of the kinds that are declared."""

from __future__ import annotations

from collections.abc import Mapping
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from asknext.errors import DataError, InputError, UnknownName
from asknext.project.annotate_config import AnnotateConfig
from asknext.project.class_config import ClassConfig
from asknext.project.config import Config
from asknext.project.data_config import Columns, Embeddings, Reading
from asknext.project.database_config import DatabaseConfig
from asknext.project.goal_config import Budget, Price, Target
from asknext.project.outside_config import MachineConfig, OutsideConfig
from asknext.project.pace_config import QueueConfig, Retrain
from asknext.project.quality_config import BalanceConfig, ReaskConfig
from asknext.project.setting import shown
from asknext.project.team_config import Gold, Overlap, Qualification, Review, checked_skills

__all__ = ["config_of"]

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


def config_of(values: Any) -> Config:
    """The settings that a mapping holds.

    Raises
    ------
    DataError : a value cannot be used. UnknownName : a key is not a setting.
    """
    values = _mapping("asknext.yaml", values)
    classes = values.get("classes") or []
    if not isinstance(classes, list):
        raise DataError(f"Found {shown(classes)}, expected a list of classes.", column="classes")
    made: Config = _section(Config, {**values, "classes": classes}, "setting")
    return made


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
        raise DataError(f"Found {shown(value)}, expected a list of stopping rules.", column="stopping")
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
        raise DataError(f"Found {shown(value)}, expected text; put it in quotes.", column="classes")
    return str(value)


def _scalar(key: str, value: Any, hint: Any) -> Any:
    if get_origin(hint) is tuple and isinstance(value, list):
        return tuple(_scalar(key, each, get_args(hint)[0]) for each in value)
    allowed = tuple(each for each in get_args(hint) or (hint,) if isinstance(each, type))
    if float in allowed and isinstance(value, int) and not isinstance(value, bool):
        value = float(value)
    if (isinstance(value, bool) and bool not in allowed) or not isinstance(value, allowed):
        names = " or ".join("nothing" if each is NoneType else each.__name__ for each in allowed)
        raise DataError(f"Found {shown(value)}, expected {names}.", column=key)
    return value


def _mapping(key: str, value: Any) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise DataError(f"Found {shown(value)}, expected names with values (name: value).", column=key)
    return {str(name): each for name, each in value.items()}
