"""``asknext lab status``: how far a study is, what failed, and what it takes on the disk."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.lab.spoken_time import spoken_time
from asknext.cli.options import Json
from asknext.cli.table import table

if TYPE_CHECKING:
    from asknext.lab import RunStore

__all__ = ["status"]

_ORDER = ("done", "running", "failed", "waiting")
_SHOWN = 20


def status(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="The folder of a study that was run.")],
    with_traceback: Annotated[bool, typer.Option("--traceback", help="Show where each failure was raised.")] = False,
    as_json: Json = False,
) -> None:
    """How far is it, what failed, how large is it?

    \b
    asknext lab status results
    asknext lab status results --traceback
    """
    from asknext.lab import RunStore

    with RunStore.open(folder) as store:
        found = _Found(store)
    Console(as_json=as_json).result(found.as_data(), "\n".join(found.lines(with_traceback)))


class _Found:
    """What a store says of itself."""

    def __init__(self, store: RunStore) -> None:
        self.folder, self.name = store.folder, str(store.study.get("name", "study"))
        self.cells, self.others = store.cells(), len(store.cells(current=False))
        self.sizes, self.versions, self.metrics = store.sizes(), store.versions(), store.metrics()
        self.counts = Counter(cell.status for cell in self.cells)
        self.failed = [cell for cell in self.cells if cell.status == "failed"]

    def as_data(self) -> dict[str, Any]:
        return {
            "folder": str(self.folder), "name": self.name, "cells": dict(self.counts), "not_of_this_study": self.others,
            "rounds": sum(cell.rounds for cell in self.cells), "seconds": sum(cell.seconds for cell in self.cells),
            "metrics": self.metrics, "bytes": self.sizes, "versions": self.versions,
            "failures": [{"cell": cell.id, "name": cell.shown, "error": cell.error} for cell in self.failed],
        }  # fmt: skip

    def lines(self, with_traceback: bool) -> list[str]:
        from asknext.pool.resources import in_words

        told = ", ".join(f"{self.counts[name]:,} {name}" for name in _ORDER if self.counts[name]) or "none yet"
        rounds, seconds = sum(cell.rounds for cell in self.cells), sum(cell.seconds for cell in self.cells)
        size = in_words(self.sizes["runs"] + self.sizes["predictions"])
        parts = ", ".join(f"{in_words(self.sizes[part])} of predictions on {part}" for part in ("test", "pool"))
        lines = [
            f"{self.name} in {self.folder}",
            f"{counted(len(self.cells), 'cell')}: {told}",
            f"{counted(rounds, 'round')}, {spoken_time(seconds)} of fitting, predicting and choosing",
            f"metrics: {', '.join(self.metrics) or 'none yet'}",
            f"{size} on the disk: {parts}",
        ]
        if self.others:
            lines.append(f"{counted(self.others, 'cell')} of earlier versions of the study are kept beside these")
        return [*lines, *self._mixed(), *self._failures(with_traceback)]

    def _mixed(self) -> list[str]:
        if len(self.versions) < 2:
            return []
        names = sorted({name for each in self.versions for name in each})
        values = {name: sorted({each.get(name, "absent") for each in self.versions}) for name in names}
        told = "; ".join(f"{name} {' and '.join(found)}" for name, found in values.items() if len(found) > 1)
        return ["", f"Mixed versions: rounds were computed with {told}. Compare them with care."]

    def _failures(self, with_traceback: bool) -> list[str]:
        if not self.failed:
            return []
        rows = [[cell.id, cell.shown, cell.rounds, cell.error or ""] for cell in self.failed[:_SHOWN]]
        lines = ["", table(["cell", "what", "rounds", "error"], rows)]
        if len(self.failed) > _SHOWN:
            lines.append(f"... and {len(self.failed) - _SHOWN:,} more")
        if with_traceback:
            lines += [f"\n{cell.id}\n{cell.traceback or cell.error}" for cell in self.failed[:_SHOWN]]
        return [*lines, "", f"To try these again: asknext lab resume {self.folder} --failed"]
