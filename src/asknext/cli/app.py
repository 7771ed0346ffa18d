"""The `typer` application: every command by its name."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from asknext import __version__
from asknext.cli.ask import ask
from asknext.cli.backup import backup
from asknext.cli.card import card
from asknext.cli.convert import convert
from asknext.cli.demo import demo
from asknext.cli.evaluate import evaluate
from asknext.cli.export import export
from asknext.cli.gold import gold
from asknext.cli.import_ import import_
from asknext.cli.init import init
from asknext.cli.lab import lab
from asknext.cli.machine import machine
from asknext.cli.ontology import ontology
from asknext.cli.people import people
from asknext.cli.prioritise import prioritise
from asknext.cli.quality import quality
from asknext.cli.restore import restore
from asknext.cli.select import select
from asknext.cli.serve import serve
from asknext.cli.simulate import simulate
from asknext.cli.status import status
from asknext.cli.strategies import strategies
from asknext.cli.suggest import suggest
from asknext.cli.tell import tell
from asknext.cli.train import train
from asknext.cli.webhook import webhook
from asknext.cli.workspace import workspace

__all__ = ["app"]

app = typer.Typer(
    name="asknext",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS: dict[str, Callable[..., None]] = {
    "init": init,
    "import": import_,
    "serve": serve,
    "ask": ask,
    "tell": tell,
    "prioritise": prioritise,
    "suggest": suggest,
    "gold": gold,
    "train": train,
    "status": status,
    "export": export,
    "backup": backup,
    "restore": restore,
    "card": card,
    "machine": machine,
    "simulate": simulate,
    "select": select,
    "convert": convert,
    "evaluate": evaluate,
    "strategies": strategies,
    "demo": demo,
}
for name, command in COMMANDS.items():
    app.command(name)(command)
app.add_typer(lab)
app.add_typer(quality)
app.add_typer(workspace)
app.add_typer(people)
app.add_typer(webhook)
app.add_typer(ontology)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"asknext {__version__}")
        raise typer.Exit


@app.callback()
def asknext(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version and exit.")
    ] = False,
) -> None:
    """From a folder of unlabelled data to a labelled data set and a trained model, with the fewest labels.

    \b
    asknext init tweets --data tweets.csv --text text --labels negative,positive
    asknext serve tweets

    Exit codes: 0 done, 1 failed, 2 wrong usage, 130 stopped by Ctrl-C.
    """
