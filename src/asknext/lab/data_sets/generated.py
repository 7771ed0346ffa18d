"""Data sets that are made: ``generator: NAME``, with the generator's own parameters and a seed."""

from __future__ import annotations

import inspect
from pathlib import Path

from asknext.errors import UnknownName
from asknext.lab.data_sets.source import Read, Source, register_source
from asknext.lab.generators import GENERATORS
from asknext.lab.settings import Settings

__all__: list[str] = []


def _read(given: Settings, folder: Path) -> Read:
    name = given.choice("generator", tuple(GENERATORS))
    settings = Settings(given.values.get("parameters") or {}, f"{given.where}.parameters")
    known = list(inspect.signature(GENERATORS[name]).parameters)
    for key in settings.values:
        if key not in known:
            raise UnknownName(f"parameter of generator {name!r}", key, known, where=settings.where)
    made = GENERATORS[name](**settings.values)
    return Read(made.content, made.labels, made.columns, classes=made.classes)


register_source(Source("generator", ("parameters",), _read))
