"""What a run of a study shows: a table while it goes on, or lines where nobody watches, and how it ended."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, Any

import typer

from asknext.cli.console import Console
from asknext.cli.counted import counted
from asknext.cli.lab.spoken_time import spoken_time
from asknext.cli.printable import printable
from asknext.cli.table import table

if TYPE_CHECKING:
    from asknext.lab import Failure, Progress, RunSummary

__all__ = ["RunReport", "report_run"]

_EVERY = 5.0
_FAILURES = 20


@contextmanager
def report_run(console: Console, folder: Path) -> Iterator[RunReport]:
    """Something to tell the progress to, while inside; who presses Ctrl-C is told how to go on."""
    try:
        with _shown(console) as shown:
            yield shown
    except KeyboardInterrupt:
        console.note(f"Every finished round is kept in {folder}. To go on: asknext lab resume {folder}")
        raise


@contextmanager
def _shown(console: Console) -> Iterator[RunReport]:
    if sys.stderr.isatty():
        from rich.console import Console as Terminal
        from rich.live import Live

        with Live(console=Terminal(stderr=True), refresh_per_second=4, transient=True) as live:
            yield RunReport(console, live)
    else:
        yield RunReport(console, None)


class RunReport:
    """Shows how far a run is, and how it ended."""

    def __init__(self, console: Console, live: Any) -> None:
        self._console, self._live = console, live
        self._told = monotonic()

    def progress(self, now: Progress) -> None:
        """On a terminal a table that is drawn anew; else a line now and then, and one for each failure."""
        if now.failure is not None:
            self._console.note(f"failed: {now.failure.name}: {now.failure.error}")
        if self._live is not None:
            from rich.text import Text

            text = printable("\n".join(_lines(now)), keep_lines=True)
            self._live.update(Text(text, no_wrap=True, overflow="ellipsis"))
        elif now.event in ("began", "ended") or monotonic() - self._told >= _EVERY:
            self._told = monotonic()
            self._console.note(_lines(now)[0])

    def end(self, summary: RunSummary) -> None:
        """The result; exits with 1 where cells have failed."""
        data = {
            "folder": str(summary.folder), "cells": summary.cells, "done": summary.done, "computed": summary.computed,
            "failed": len(summary.failures), "not_of_this_study": summary.left_out, "seconds": summary.seconds,
            "failures": [{"cell": each.cell, "name": each.name, "error": each.error} for each in summary.failures],
        }  # fmt: skip
        self._console.result(data, "\n".join(_told(summary)))
        if summary.failures:
            raise typer.Exit(1)


def _lines(now: Progress) -> list[str]:
    left = "" if now.seconds_left is None or not now.running else f", about {spoken_time(now.seconds_left)} left"
    failed = f", {now.failed:,} failed" if now.failed else ""
    head = f"{now.done:,} of {now.total:,} cells done{failed}, {len(now.running):,} running{left}"
    return [head, *(f"  round {each.rounds} of {each.of}  {each.name}" for each in now.running)]


def _told(summary: RunSummary) -> list[str]:
    lines = [f"{summary.done:,} of {counted(summary.cells, 'cell')} done, {summary.computed:,} of them now "
             f"({spoken_time(summary.seconds)})."]  # fmt: skip
    if summary.left_out:
        lines.append(f"{counted(summary.left_out, 'cell')} in {summary.folder} are not of this study; they are kept.")
    if summary.failures:
        lines += [
            "",
            *_failures(summary.failures),
            "",
            f"To try these again: asknext lab resume {summary.folder} --failed",
        ]
    if summary.done + len(summary.failures) < summary.cells:
        lines.append(
            f"The time was up; what is finished is kept, and this goes on: asknext lab resume {summary.folder}"
        )
    return [*lines, f"Kept in {summary.folder}"]


def _failures(failures: tuple[Failure, ...]) -> list[str]:
    shown = [[each.cell, each.name, each.error] for each in failures[:_FAILURES]]
    more = len(failures) - len(shown)
    return [table(["cell", "what", "error"], shown), *([f"... and {more:,} more"] if more else [])]
