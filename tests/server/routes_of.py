"""Every route of an application, with its whole path and what it depends on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from asknext.people.verb import Verb
from asknext.server.routes.access import Needs, open_to_all

__all__ = ["Walked", "walked"]


@dataclass(frozen=True)
class Walked:
    path: str
    methods: frozenset[str]
    verbs: tuple[Verb, ...]
    public: bool


def walked(app: Any) -> list[Walked]:
    """Routes of the API and the pages; what is mounted (the files below /static/) and the schema are not among them."""
    found = []
    for path, methods, dependant in _routes(app):
        calls = list(_calls(dependant))
        verbs = tuple(each.verb for each in calls if isinstance(each, Needs))
        found.append(Walked(path, frozenset(methods) - {"HEAD"}, verbs, open_to_all in calls))
    return found


def _routes(app: Any) -> Iterator[tuple[str, Any, Any]]:
    import fastapi.routing

    if not hasattr(fastapi.routing, "iter_route_contexts"):  # until 0.16x an included route was copied
        for route in app.routes:
            if hasattr(route, "dependant"):
                yield route.path, route.methods, route.dependant
        return
    for context in fastapi.routing.iter_route_contexts(app.routes):
        if getattr(context, "dependant", None) is not None:
            yield context.path, context.methods, context.dependant


def _calls(dependant: Any) -> Iterator[Any]:
    for each in dependant.dependencies:
        yield each.call
        yield from _calls(each)
