"""The strategies by name: `build` makes one, `register` adds one, `strategies` lists them."""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar, cast

from asknext.errors import InputError, UnknownName
from asknext.strategies.batch import Strategy

__all__ = ["StrategyInfo", "StrategyTable", "build", "register", "strategies"]

S = TypeVar("S", bound=type)
_CLASSES: dict[str, type] = {}


@dataclass(frozen=True)
class StrategyInfo:
    """What one strategy is.

    Attributes
    ----------
    name : how it is asked for.
    family : the room it is in: ``uncertainty``, ``committee``, ...; ``yours`` for one from elsewhere.
    summary : what it does, in a sentence.
    needs : inputs that must be given.
    tasks : kinds of labelling it serves: ``single_label``, ``multi_label``.
    parameters : name to default value.
    help : name of a parameter to a sentence about it.
    time, memory : growth with n items, d dimensions, C classes, b batch, m labelled, K members; without the inputs.
    source : who described it, and when.
    """

    name: str
    family: str
    summary: str
    needs: tuple[str, ...]
    tasks: tuple[str, ...]
    parameters: Mapping[str, Any]
    help: Mapping[str, str]
    time: str
    memory: str
    source: str


class StrategyTable(Mapping[str, StrategyInfo]):
    """Every strategy by name; prints as a table."""

    def __init__(self, entries: Mapping[str, StrategyInfo]) -> None:
        self._entries = dict(entries)

    def __getitem__(self, name: str) -> StrategyInfo:
        return self._entries[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def __repr__(self) -> str:
        head = ("name", "needs", "parameters", "time", "memory", "source")
        lines = [head, *map(_cells, self.values())]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def register(member: S) -> S:
    """Class decorator: make a strategy known by its ``name``.

    Every parameter needs a default. A name can be taken once; raises `InputError` otherwise.
    """
    name = getattr(member, "name", "")
    if not isinstance(name, str) or not name:
        raise InputError(f"{member.__name__} has no name: set the class attribute name, e.g. name = 'my_strategy'.")
    if _CLASSES.get(name, member) is not member:
        raise InputError(f"The strategy name {name!r} is already taken by {_CLASSES[name].__name__}; choose another.")
    _CLASSES[name] = member
    return member


def build(spec: str | Mapping[str, Any] | Strategy) -> Strategy:
    """A strategy from its name, from a mapping with the name and parameters, or itself.

    Raises `UnknownName` for a name or parameter that does not exist, `InputError` for a value out of range.
    """
    if isinstance(spec, str):
        return build({"name": spec})
    if isinstance(spec, Mapping):
        return _from_mapping(spec)
    if isinstance(spec, type):
        raise InputError(f"The strategy is the class {spec.__name__}; pass an object: {spec.__name__}().")
    if isinstance(spec, Strategy):
        return spec
    raise InputError(
        f"A strategy is a name, a mapping such as {{'name': 'margin'}}, or an object that has name, needs, "
        f"select and describe; found {type(spec).__name__}."
    )


def strategies() -> StrategyTable:
    """Every known strategy with what it needs, its parameters, its cost and its source."""
    return StrategyTable({name: _info(_CLASSES[name]) for name in sorted(_CLASSES)})


def _from_mapping(spec: Mapping[str, Any]) -> Strategy:
    if "name" not in spec:
        raise InputError(f"A strategy given as a mapping needs the key 'name'; found {sorted(map(str, spec))}.")
    name = spec["name"]
    if not isinstance(name, str) or name not in _CLASSES:
        raise UnknownName("strategy", name, _CLASSES)
    known = [field.name for field in _parameters(_CLASSES[name])]
    given = {key: value for key, value in spec.items() if key != "name"}
    for key in given:
        if key not in known:
            raise UnknownName(f"parameter of strategy {name!r}", key, known)
    return cast(Strategy, _CLASSES[name](**given))


def _family(member: type) -> str:
    if not member.__module__.startswith(__package__ + "."):
        return "yours"
    room, _, rest = member.__module__.removeprefix(__package__ + ".").partition(".")
    return room if rest else "wrappers"  # the arithmetic, which every scorer needs


def _parameters(member: type) -> tuple[Field[Any], ...]:
    return fields(member)


def _info(member: type) -> StrategyInfo:
    example = member()
    parameters = _parameters(member)
    return StrategyInfo(
        name=example.name,
        family=_family(member),
        summary=(inspect.getdoc(member) or "").split("\n\n")[0].replace("\n", " "),
        needs=tuple(sorted(example.needs)),
        tasks=tuple(sorted(example.tasks)),
        parameters={field.name: field.default for field in parameters if field.default is not MISSING},
        help={field.name: field.metadata.get("help", "") for field in parameters},
        time=example.time,
        memory=example.memory,
        source=example.source,
    )


def _cells(info: StrategyInfo) -> tuple[str, ...]:
    parameters = ", ".join(f"{name}={value!r}" for name, value in info.parameters.items())
    return info.name, ", ".join(info.needs) or "-", parameters or "-", info.time, info.memory, info.source
