"""The strategies by name: `build` makes one, `register` adds one, `strategies` lists them.

A name that is not known is looked for among the strategies that other installed packages offer (`plugins`).
"""

from __future__ import annotations

import inspect
from collections.abc import Iterator, Mapping
from dataclasses import MISSING, Field, dataclass, fields
from typing import Any, TypeVar, cast

from asknext.errors import InputError, UnknownName
from asknext.strategies.batch import Strategy
from asknext.strategies.expression import parse
from asknext.strategies.plugins import load_plugins, loading_from

__all__ = ["StrategyInfo", "StrategyTable", "build", "register", "strategies"]

S = TypeVar("S", bound=type)
_CLASSES: dict[str, type] = {}
_ORIGINS: dict[str, str] = {}
_OURS, _YOURS = "asknext", "yours"


@dataclass(frozen=True)
class StrategyInfo:
    """What one strategy is.

    Attributes
    ----------
    name : how it is asked for.
    family : the room it is in: ``uncertainty``, ``committee``, ...; ``yours`` for one from elsewhere.
    summary : what it does, in a sentence.
    needs : inputs that must be given.
    tasks : kinds of labelling it serves: ``single_label``, ``multi_label``, ``regression``.
    parameters : name to default value.
    help : name of a parameter to a sentence about it.
    time, memory : growth with n items, d dimensions, C classes, b batch, m labelled, K members; without the inputs.
    source : who described it, and when.
    origin : ``asknext``, ``yours`` for one of your own, or the package and version that brought it.
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
    origin: str = _OURS


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
        head = ("name", "needs", "parameters", "time", "memory", "source", "from")
        lines = [head, *map(_cells, self.values())]
        if all(info.origin == _OURS for info in self.values()):
            lines = [line[:-1] for line in lines]
        widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
        return "\n".join("  ".join(map(str.ljust, line, widths)).rstrip() for line in lines)


def register(member: S) -> S:
    """Class decorator: make a strategy known by its ``name``.

    Every parameter needs a default. A name can be taken once; raises `InputError` otherwise. Where the same class is
    defined again, as by a notebook's cell, the new one takes the place of the old.
    """
    name = getattr(member, "name", "")
    if not isinstance(name, str) or not name:
        raise InputError(f"{member.__name__} has no name: set the class attribute name, e.g. name = 'my_strategy'.")
    if not name.isidentifier():
        raise InputError(f"The strategy name {name!r} must be of letters, digits and _, e.g. 'my_strategy'.")
    before = _CLASSES.get(name, member)
    if before is not member and not _same_place(before, member):
        raise InputError(
            f"The strategy name {name!r} is already taken by {before.__name__} ({_ORIGINS[name]}), so "
            f"{member.__name__} ({loading_from() or _made_in(member)}) cannot have it; choose another."
        )
    _CLASSES[name] = member
    _ORIGINS[name] = _ORIGINS.get(name) or loading_from() or _made_in(member)
    return member


def build(spec: str | Mapping[str, Any] | Strategy) -> Strategy:
    """A strategy from its name, from arithmetic such as ``"margin * information_density ** 2"``, from a mapping with
    the name and parameters, or itself.

    Raises `UnknownName` for a name or parameter that does not exist, `InputError` for a value out of range.
    """
    if isinstance(spec, str):
        return build({"name": spec}) if spec.isidentifier() else parse(spec, build)
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
    load_plugins(register)
    return StrategyTable({name: _info(_CLASSES[name]) for name in sorted(_CLASSES)})


def _from_mapping(spec: Mapping[str, Any]) -> Strategy:
    if "name" not in spec:
        raise InputError(f"A strategy given as a mapping needs the key 'name'; found {sorted(map(str, spec))}.")
    member = _member(spec["name"], len(spec) > 1)
    known = [field.name for field in _parameters(member)]
    given = {key: value for key, value in spec.items() if key != "name"}
    for key in given:
        if key not in known:
            raise UnknownName(f"parameter of strategy {spec['name']!r}", key, known)
    return cast(Strategy, member(**given))


def _member(name: Any, with_parameters: bool) -> type:
    if not isinstance(name, str):
        raise UnknownName("strategy", name, _CLASSES)
    if name not in _CLASSES:
        load_plugins(register)
    if name in _CLASSES:
        return _CLASSES[name]
    if with_parameters and any(sign in name for sign in "+-*/("):
        raise InputError(
            f"The strategy {name!r} is arithmetic, which takes no parameters beside it: write them inside, as in "
            f"entropy(base=2) * margin."
        )
    raise UnknownName("strategy", name, _CLASSES)


def _family(member: type) -> str:
    if not member.__module__.startswith(__package__ + "."):
        return _YOURS
    room, _, rest = member.__module__.removeprefix(__package__ + ".").partition(".")
    return room if rest else "wrappers"  # the arithmetic, which every scorer needs


def _same_place(before: type, member: type) -> bool:
    """Whether the same definition was run again, as notebooks do."""
    return (before.__module__, before.__qualname__) == (member.__module__, member.__qualname__)


def _made_in(member: type) -> str:
    return _OURS if member.__module__.startswith(__package__ + ".") else _YOURS


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
        origin=_ORIGINS[example.name],
    )


def _cells(info: StrategyInfo) -> tuple[str, ...]:
    parameters = ", ".join(f"{name}={value!r}" for name, value in info.parameters.items())
    return info.name, ", ".join(info.needs) or "-", parameters or "-", info.time, info.memory, info.source, info.origin
