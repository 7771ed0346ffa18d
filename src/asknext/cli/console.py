"""`Console`: results to stdout, as text for a person or one JSON object for a program; all else to stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from asknext.cli.printable import printable

__all__ = ["Advance", "Console"]

Advance = Callable[..., None]


class Console:
    """Where a command speaks.

    Parameters
    ----------
    as_json : print results as one JSON object and nothing else on stdout.
    """

    def __init__(self, *, as_json: bool) -> None:
        self.as_json = as_json

    def result(self, data: Mapping[str, Any], text: str) -> None:
        """The command's one result: ``data`` for a program, ``text`` for a person."""
        shown = json.dumps(data, ensure_ascii=False, default=str) if self.as_json else printable(text, keep_lines=True)
        print(shown, flush=True)

    def note(self, text: str) -> None:
        """Something worth knowing on the way."""
        print(printable(text, keep_lines=True), file=sys.stderr)

    @contextmanager
    def progress(self, title: str, unit: str = "", *, left: bool = False) -> Iterator[Advance]:
        """A bar on stderr; gives a function ``(done, total=None, text="")``. Quiet where stderr is no terminal.

        ``left`` : show the time that is left, too.
        """
        if not sys.stderr.isatty():
            yield _quiet
            return
        from rich.console import Console as Terminal
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn, TimeRemainingColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.fields[state]}"))
        remaining = (TimeRemainingColumn(),) if left else ()
        with Progress(*columns, TimeElapsedColumn(), *remaining, console=Terminal(stderr=True), transient=True) as bar:
            task = bar.add_task(title, total=None, state="")

            def advance(done: float, total: float | None = None, text: str = "") -> None:
                count = f"{done:,.0f}" + (f" of {total:,.0f}" if total else "") + (f" {unit}" if unit else "")
                bar.update(task, completed=done, total=total, state=printable(text) or count)

            yield advance


def _quiet(done: float, total: float | None = None, text: str = "") -> None:
    """Where nobody watches, nothing is drawn."""
