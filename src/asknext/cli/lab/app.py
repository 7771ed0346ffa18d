"""The application of ``asknext lab``: every command by its name."""

from __future__ import annotations

from collections.abc import Callable

import typer

from asknext.cli.lab.compare import compare
from asknext.cli.lab.convert import convert
from asknext.cli.lab.generate import generate
from asknext.cli.lab.overlap import overlap
from asknext.cli.lab.prune import prune
from asknext.cli.lab.replay import replay
from asknext.cli.lab.report import report
from asknext.cli.lab.resume import resume
from asknext.cli.lab.run import run
from asknext.cli.lab.status import status

__all__ = ["lab"]

lab = typer.Typer(
    name="lab",
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Experiments on strategies: which one, how many labels, when to stop?

    \b
    asknext lab run studies/first_look.yaml -o results
    asknext lab report results
    """,
)

COMMANDS: dict[str, Callable[..., None]] = {
    "run": run,
    "resume": resume,
    "status": status,
    "report": report,
    "replay": replay,
    "compare": compare,
    "prune": prune,
    "convert": convert,
    "generate": generate,
    "overlap": overlap,
}
for name, command in COMMANDS.items():
    lab.command(name)(command)
