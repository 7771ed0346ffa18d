"""Predictions out as the ``detections`` that ``asknext select`` reads: a JSON line for each image."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np

from asknext.annotations import Annotated
from asknext.formats.exchange.carried import Carried
from asknext.formats.exchange.output import write_whole
from asknext.formats.exchange.strategy_inputs import detection

__all__ = ["write_detections"]


def write_detections(items: Iterable[Annotated], path: Path) -> Carried:
    """Write ``{"name", "scores", "boxes", "labels"}`` a line, in the order of the items; gives what is not in it."""
    carried = Carried()
    write_whole(path, _lines(items, carried))
    return carried


def _lines(items: Iterable[Annotated], carried: Carried) -> Iterator[str]:
    for item in items:
        told = {name: _plain(each) for name, each in detection(item).items()}
        for each in item.annotations:
            carried.lose(item, "an annotation of a person", each)
        for each in item.predictions:
            carried.lose_fields(item, each, ("score", "probabilities"))
            if each.value.kind != "box":
                carried.change(item, f"the bounds of a {each.value.kind}", each)
        carried.items += 1
        carried.annotations += len(told["scores"])
        yield json.dumps({"name": item.name, **told}, ensure_ascii=False, allow_nan=False) + "\n"


def _plain(found: Any) -> Any:
    return found.tolist() if isinstance(found, np.ndarray) else found
