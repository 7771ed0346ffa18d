"""The lists of a study that are multiplied with each other: models, strategies, schedules, oracles."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from asknext.errors import InputError
from asknext.lab.models import checked_estimator, model_name
from asknext.lab.schedules import Schedule, build_schedule
from asknext.lab.study.part import Part, shown
from asknext.lab.study.plain import plain
from asknext.lab.study.problems import Problems
from asknext.lab.study.shared_keys import check_initial
from asknext.strategies import build

__all__ = ["ALTERNATIVES", "INITIAL", "parts_of"]

INITIAL = "initial"


def parts_of(kind: str, values: Sequence[Any], problems: Problems) -> list[Part]:
    """The alternatives of one kind; what is wrong with any of them goes to ``problems``."""
    found: list[Part] = []
    for place, given in enumerate(values):
        path = f"{kind}[{place}]"
        with problems.at(path, given):
            part = ALTERNATIVES[kind](_described(given, path), path)
            if part.name in [each.name for each in found]:
                raise InputError(f"{part.name!r} stands there twice: keep one, or give them different titles.")
            found.append(part)
    return found


def _described(given: Any, path: str) -> Any:
    if isinstance(given, Mapping) and "object" in given:
        raise InputError(
            f"{path} was given as a Python object, which a file cannot hold: run the study again from Python with it."
        )
    if isinstance(given, Mapping) and not all(isinstance(key, str) for key in given):
        raise InputError(f"{path} has the keys {list(given)}, but keys are texts.")
    return given


def _titled(given: Any) -> tuple[str | None, Any]:
    """The title, and the rest."""
    if not isinstance(given, Mapping) or "title" not in given:
        return None, given
    title = given["title"]
    if not isinstance(title, str) or not title.strip():
        raise InputError(f"title is {title!r}, but must be a text.")
    rest = {key: value for key, value in given.items() if key != "title"}
    return title, rest["name"] if list(rest) == ["name"] else rest


def _strategy(given: Any, path: str) -> Part:
    title, spec = _titled(given)
    made = build(spec)
    described = plain(made.describe())
    if not isinstance(spec, str | Mapping):
        return Part(title or shown(_set(described)), described, {"object": shown(described)}, made)
    return Part(title or shown(spec), described, plain(given), None if _is_ours(made) else made)


def _set(described: Mapping[str, Any]) -> dict[str, Any]:
    """Only what differs from the defaults."""
    usual = build({"name": described["name"]}).describe() if described["name"].isidentifier() else {}
    return {key: value for key, value in described.items() if key == "name" or value != plain(usual.get(key))}


def _is_ours(made: Any) -> bool:
    """Whether another process knows it by its name: not where it was registered by this one."""
    from asknext.strategies import strategies

    name = made.describe().get("name")
    inside = type(made).__module__.startswith("asknext.")
    return inside or name not in (known := strategies()) or known[name].origin != "yours"


def _model(given: Any, path: str) -> Part:
    if isinstance(given, str | Mapping):
        spec = dict(given) if isinstance(given, Mapping) else given
        return Part(model_name(spec), plain(_titled(spec)[1]), plain(given))
    told = " ".join(repr(checked_estimator(given, path)).split())
    return Part(model_name(given), {"object": told}, {"object": told}, given)


def _schedule(given: Any, path: str) -> Part:
    title, rest = _titled(given)
    own = rest.get(INITIAL) if isinstance(rest, Mapping) else None
    bare = {key: value for key, value in rest.items() if key != INITIAL} if isinstance(rest, Mapping) else rest
    made = build_schedule(bare, path)
    name = title or made.name
    if own is not None:
        check_initial(own, f"{path}.{INITIAL}")
        name = title or f"{made.name}, first {shown(own)}"
    told = made.as_mapping()
    return Part(
        name,
        {**told, INITIAL: plain(own)} if own is not None else told,
        plain(given) if not isinstance(given, Schedule) else told,
    )


def _oracle(given: Any, path: str) -> Part:
    title, spec = _titled(given)
    if isinstance(spec, Mapping) and list(spec) == ["kind"]:
        spec = spec["kind"]
    if not isinstance(spec, str | Mapping):
        raise InputError(f"{path} is {given!r}, but must be a kind such as 'perfect', or a mapping with a kind.")
    return Part(title or shown(spec, "kind"), plain(spec), plain(given))


ALTERNATIVES: dict[str, Callable[[Any, str], Part]] = {
    "models": _model,
    "strategies": _strategy,
    "schedules": _schedule,
    "oracles": _oracle,
}
